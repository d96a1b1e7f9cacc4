"""Which language a line is written in, for `lang` attributes: its script, and a Hinglish word list.

A guess for fonts, line height and screen-reader voices; nothing is ever decided by it. Language
models were tried and call "mera order kahan hai" English; the list below does not.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_SCRIPTS = {
    "DEVANAGARI": "hi",
    "TAMIL": "ta",
    "TELUGU": "te",
    "BENGALI": "bn",
    "GUJARATI": "gu",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GURMUKHI": "pa",
    "ORIYA": "or",
    "ARABIC": "ur",
    "LATIN": "en",
}

# Frequent romanised Hindi words that are not English words.
_WORDS = """aaj aap aapka aapke aapko abhi accha acha achha agar aur bata batao bataiye bhai bhaiya bhej
    bhejo bhejiye bhi bhaiji chahiye chahie chalega de dedo dena dijiye dikhao didi diya do dono ek
    ga gaya ghar gi haan hai hain haa hoga hogi ho hua hui hu hun hum humein jaldi jayega jayegi
    jee ji kab kahan kaha kaise kaisa kal kar karo karna karte kaun ke ki kidhar kitna kitne kitni
    ko koi kripya kuch kya kyu kyun ka kaam le lena liye lo main mein mera mere meri mil milega
    milegi mujhe nahi nahin nai namaste nhi paisa paise par pata raha rahe rahi rupaye sab saath
    sakta sakte sahi se shaam shukriya subah tak tha thi thik theek thoda to toh turant tum wala
    wale wali woh wo yaar yahan ya ye yeh"""
_HINGLISH = frozenset(_WORDS.split())
_MARATHI = re.compile("ळ|आहे|नाही|काय|मला|पाहिजे")
_WORD = re.compile(r"[a-z]+")


def guess(text: str) -> str:
    """A BCP 47 tag for this line, or an empty string when it has no letters."""
    scripts = Counter(_scripts(text))
    if not scripts:
        return ""
    script = scripts.most_common(1)[0][0]
    if script == "LATIN":
        return "hi-Latn" if _is_hinglish(text) else "en"
    if script == "DEVANAGARI" and _MARATHI.search(text):
        return "mr"
    return _SCRIPTS[script]


def _scripts(text: str) -> Iterable[str]:
    for letter in text[:400]:
        if letter.isalpha():
            script = unicodedata.name(letter, "").split(" ", 1)[0]
            if script in _SCRIPTS:
                yield script


def _is_hinglish(text: str) -> bool:
    """At least a quarter of the words, and not one lone ambiguous particle among English."""
    words = _WORD.findall(text.lower()[:400])
    known = sum(word in _HINGLISH for word in words)
    return known >= max(1, (len(words) + 3) // 4)
