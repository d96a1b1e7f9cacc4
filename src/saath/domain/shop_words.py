"""Words customers of shops use, by what they are about: a lexicon of trade talk in Indian languages.

Romanised words are folded the way people vary them (`aayega`, `ayega`); see `folded_word`. The list
is a seed: what is missing falls back to likeness of spelling, never to a wrong subject.
"""

import re
import unicodedata
from functools import lru_cache

WORDS: dict[str, str] = {
    "bill": """bill bills invoice gst receipt facture factures recu factura rebut tiquet quittance
        बिल जीएसटी इनवॉइस इन्वॉइस रसीद पावती બિલ જીએસટી રસીદ பில் ஜிஎஸ்டி ரசீது బిల్లు బిల్ ಬಿಲ್ বিল ബിൽ ਬਿੱਲ""",
    "cod": "cod cash contreremboursement contrareembolso सीओडी कैश કેશ સીઓડી சிஓடி క్యాష్",
    "return": """return returns exchange refund replace replacement wapas wapis vapas badal badalna badli
        retour retourner echange echanger rembourser remboursement devolucio devolucion canvi cambio
        वापस वापसी रिटर्न बदल एक्सचेंज परत પાછું પરત બદલી ரிட்டர்ன் மாற்ற వాపసు ফেরত""",
    "discount": """discount kam offer offers best bargain remise reduction promo descompte oferta descuento
        कम छूट डिस्काउंट ऑफर सवलत ઓછું ઓછા ડિસ્કાઉન્ટ தள்ளுபடி குறைக்க తగ్గింపు ছাড়""",
    "booking": """book booking appointment slot reserve reservation reserver rdv rendezvous reserva
        reservar cita place table अपॉइंटमेंट बुकिंग બુકિંગ அப்பாயிண்ட்மென்ட் అపాయింట్‌మెంట్""",
    "hours": """open opens opened close closes closed timing timings hours khula khuli khule khulti khulta
        khulega band sunday holiday ouvert ouverts ouvre ouvrez ferme fermez fermes horaire horaires
        obert oberts obre obriu tanca tanqueu horari horario abierto abre cierra खुला खुली खुलती खुलता
        खुलेगा बंद उघडे ખુલ્લી ખુલ્લું ખુલે બંધ திறந்திருக்கும் திறப்பு தெரந்து తెరిచి ಓಪನ್ খোলা""",
    "catalogue": """catalogue catalog catalogues design designs photo photos pic pics picture pictures image
        images collection arrivals brochure sample samples modele modeles collecio fotos
        कैटलॉग कॅटलॉग डिज़ाइन डिजाइन फोटो फ़ोटो तस्वीर કેટલોગ ડિઝાઇન ફોટો ફોટા போட்டோ டிசைன் படம் ఫోటో ಫೋಟೋ ছবি""",
    "address": """address location where kaha kahan kidhar pata map maps adresse ou adreca on direccion
        कहां कहाँ किधर पता एड्रेस लोकेशन कुठे ક્યાં સરનામું એડ્રેસ எங்க எங்கே முகவரி ఎక్కడ ಎಲ್ಲಿ কোথায়""",
    "stock": """available availability stock colour color colours colors rang rangs sizes couleur couleurs
        taille disponible disponibles talla talles रंग कलर साइज साइज़ स्टॉक રંગ કલર સાઇઝ સ્ટોક நிறம் கலர்
        ஸ்டாக் సైజు రంగు ಬಣ್ಣ রং""",
    "price": """price prices rate rates cost costs charge charges mrp much kimat kimmat keemat dam daam bhav bhaw
        kitne kitna kitni quote quotation prix tarif tarifs combien coute preu preus quant precio cuanto
        कीमत दाम भाव रेट कितने कितना कितनी मूल्य किंमत दर ભાવ રેટ કેટલા કેટલાની કિંમત விலை ரேட் எவ்வளவு எவ்ளோ
        ధర రేటు ఎంత ಬೆಲೆ ಎಷ್ಟು দাম কত വില എത്ര ਕੀਮਤ ਰੇਟ ਕਿੰਨੇ""",
    "payment": """payment pay upi gpay googlepay phonepe paytm account bank qr neft imps paiement payer virement
        pagament pagar bizum pago भुगतान पेमेंट खाता यूपीआई પેમેન્ટ યુપીઆઇ பேமெண்ட் పేమెంట్""",
    "when": """when kab kb kabtak date eta quand quan cuando कब केव्हा कधी ક્યારે எப்போ எப்ப எப்போது
        ఎప్పుడు ಯಾವಾಗ কখন কবে എപ്പോൾ ਕਦੋਂ""",
    "parcel": """order orders parcel package courier delivery delivered deliver dispatch dispatched shipped
        shipping shipment tracking track saman samaan maal commande colis livraison livre livree comanda
        paquet lliurament pedido entrega envio ऑर्डर पार्सल सामान डिलीवरी डिलिवरी डिस्पैच माल ઓર્ડર પાર્સલ માલ
        ડિલિવરી ஆர்டர் பார்சல் டெலிவரி ఆర్డర్ డెలివరీ ಆರ್ಡರ್ ಡೆಲಿವರಿ অর্ডার ডেলিভারি ഓർഡർ ਆਰਡਰ""",
    "arrive": """come coming comes came arrive arrives arrived reach reached receive received get
        aayega ayega aega aaega ayegi milega milegi mila aaya aya aayi pahuchega pahunchega pahuncha
        arrivera recevoir recevrai recu arribara arriba rebre llega llegara आएगा आयेगा मिलेगा मिलेगी पहुंचेगा
        पहुँचेगा आया मिला येईल मिळेल આવશે મળશે પહોંચશે આવ્યો வரும் வரல கிடைக்கும் వస్తుంది ಬರುತ್ತೆ আসবে വരും ਆਵੇਗਾ""",
}
SILENT = """
a an the is are am be was were do does did can could will would shall should may i me my we our you your u ur it its
this that these those of for to in on at by with from and or if so not no yes please pls plz kindly sir madam
mam maam ji bhai bhaiya bhaiyya didi boss dear hi hello hey namaste ok okay there have has had any some what
whats which how who why tell want need possible send sent share give one also just now today
kya kyaa hai h hain ho hoga hogi ka ki ke ko se me mein mai mera meri mere aap aapka aapki apka tum tumhara ye yeh
wo woh is us iska iski uska na nahi nhi bhi to toh tak tk liye karo kar karna kare kr do de den dena dijiye
bhej bhejo bhejna bhejiye bhejdo batao bata batana chahiye sakte sakta abhi aaj kal kuch wala wali wale jaldi
le la les un une des du de et est ce cet cette ces je tu il elle vous nous mon ma mes votre vos svp stp merci
que qu qui c est-ce pour avec possible en au aux el els una uns per amb i si us plau es
है हैं हो होगा होगी का की के को से में मेरा मेरी मेरे आप आपका आपकी यह ये वह वो इस इसका इसकी उसका क्या न ना नहीं भी तो तक लिए
कर करो करना दो दे दें दीजिए भेज भेजो भेजिए भेजना बताओ बताइए चाहिए सकते सकता अभी आज कल कुछ वाला वाली भैया भाई जी कृपया
છે શું નો ની ને ના માં આ તે મારો મારી મારું તમે મોકલો આપો ભાઈ இது என்ன இருக்கா அது எனக்கு உங்க சார் அண்ணா
""".split()  # noqa: SIM905  # a list of two hundred strings reads worse

_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = (("w", "v"), ("ph", "f"), ("z", "j"), ("oo", "u"), ("ee", "i"), ("y", "i"))


@lru_cache(maxsize=50_000)
def folded_word(word: str) -> str:
    """A word as it compares: accents off, doubled letters single, like sounds alike.

    Signs of Indian scripts stay: without its vowel signs a Hindi word is another word.
    """
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKD", word.casefold())
        if not ("\u0300" <= char <= "\u036f") and char not in "\u200c\u200d"
    )
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    return _DOUBLED.sub(r"\1", unicodedata.normalize("NFC", plain))


SUBJECT_OF = {
    folded_word(word): subject for subject, words in WORDS.items() for word in words.split()
}
SILENT_WORDS = frozenset(folded_word(word) for word in SILENT)
