"""In which script and language a short message is written, Hinglish told from English.

A language is a guess from a handful of words: good enough for shares, not for one message. Short
Latin text without a telling word is `und`, undetermined.
"""

import re
from collections import Counter

BLOCKS = (
    ("Deva", 0x0900, 0x097F), ("Beng", 0x0980, 0x09FF), ("Guru", 0x0A00, 0x0A7F), ("Gujr", 0x0A80, 0x0AFF),
    ("Orya", 0x0B00, 0x0B7F), ("Taml", 0x0B80, 0x0BFF), ("Telu", 0x0C00, 0x0C7F), ("Knda", 0x0C80, 0x0CFF),
    ("Mlym", 0x0D00, 0x0D7F), ("Arab", 0x0600, 0x06FF), ("Hebr", 0x0590, 0x05FF), ("Cyrl", 0x0400, 0x04FF),
    ("Thai", 0x0E00, 0x0E7F), ("Kana", 0x3040, 0x30FF), ("Hang", 0xAC00, 0xD7AF), ("Hani", 0x4E00, 0x9FFF),
)  # fmt: skip
LANGUAGE_OF = {
    "Deva": "hi", "Beng": "bn", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Taml": "ta", "Telu": "te", "Knda": "kn",
    "Mlym": "ml", "Arab": "ar", "Hebr": "he", "Cyrl": "ru", "Thai": "th", "Kana": "ja", "Hang": "ko", "Hani": "zh",
}  # fmt: skip
CUES: dict[str, frozenset[str]] = {
    "en": frozenset(["the", "is", "are", "you", "your", "please", "when", "what", "how", "will", "can", "have", "this", "for", "and", "not", "send", "order", "with", "we", "my", "of", "it", "any", "thanks", "thank", "need", "want", "do", "yes"]),
    "hi-Latn": frozenset(["hai", "h", "kya", "kab", "kitna", "kitne", "kitni", "bhai", "bhaiya", "ji", "nahi", "nhi", "ka", "ki", "ke", "ko", "se", "mein", "mera", "meri", "aap", "aapka", "karo", "kar", "do", "dena", "bhejo", "bhej", "chahiye", "hoga", "hogi", "raha", "rahi", "tha", "wala", "wali", "abhi", "aur", "toh", "theek", "thik", "haan", "accha", "acha", "kal", "aaj", "bata", "batao", "milega", "aayega"]),
    "gu-Latn": frozenset(["che", "chhe", "su", "shu", "ketla", "kem", "mane", "tame", "moklo", "nathi", "hova", "kyare", "joie"]),
    "ta-Latn": frozenset(["enna", "epdi", "evlo", "iruku", "irukku", "illa", "venum", "anna", "eppo", "pannunga", "sollunga"]),
    "mr-Latn": frozenset(["ahe", "aahe", "nahi", "kay", "kasa", "kadhi", "pathva", "mala", "tumhi", "pahije"]),
    "fr": frozenset(["le", "la", "les", "est", "je", "vous", "pour", "combien", "merci", "bonjour", "une", "des", "avec", "pas", "quand", "commande", "c'est", "oui", "svp", "du", "mon", "votre"]),
    "ca": frozenset(["el", "els", "és", "amb", "per", "què", "quan", "gràcies", "bon", "dia", "una", "que", "vull", "tinc", "teniu", "comanda", "hola", "si", "us", "plau", "molt", "no", "és", "la"]),
    "es": frozenset(["el", "los", "es", "con", "por", "para", "cuando", "gracias", "buenos", "una", "que", "quiero", "tengo", "pedido", "hola", "cuánto", "está", "muy", "la", "mi"]),
    "de": frozenset(["der", "die", "das", "ist", "ich", "sie", "und", "für", "bitte", "danke", "wann", "mit", "nicht", "eine", "wie"]),
    "pt": frozenset(["o", "os", "é", "com", "por", "para", "quando", "obrigado", "bom", "uma", "que", "quero", "pedido", "olá", "quanto", "está", "não"]),
}  # fmt: skip
MARATHI = frozenset(["आहे", "नाही", "काय", "कधी", "मला", "तुम्ही", "पाहिजे", "किती", "आणि"])

TAGS_OF: dict[str, tuple[str, ...]] = {
    word: tuple(tag for tag, cues in CUES.items() if word in cues)
    for word in frozenset().union(*CUES.values())
}

_WORDS = re.compile(r"[\w']+")
_LETTER = re.compile(r"[A-Za-z]")
_FOREIGN = re.compile(r"[^\x00-\u024f\u1e00-\u206f\u20a0-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff]")


def script_of(text: str) -> str:
    """The script of most letters, by ISO 15924; `Latn` for Latin, `Zyyy` without any letter."""
    if text.isascii():
        return "Latn" if _LETTER.search(text) else "Zyyy"
    counts: dict[str, int] = {}
    for char in _FOREIGN.findall(text):
        script = _block(ord(char))
        counts[script] = counts.get(script, 0) + 1
    latin = sum(1 for char in text if char.isalpha() and ord(char) < 0x0250)
    if counts and max(counts.values()) * 2 >= latin:
        return max(counts, key=lambda script: counts[script])
    return "Latn" if latin else "Zyyy"


def _block(code: int) -> str:
    for script, first, last in BLOCKS:
        if first <= code <= last:
            return script
    return "Zzzz"


def language_of(text: str) -> str:
    """The language as a BCP 47 tag: `hi-Latn` is Hinglish; `und` when nothing tells, `zxx` without words."""
    words = _WORDS.findall(text.casefold())
    script = script_of(text)
    if script == "Zyyy":
        return "zxx"
    if script == "Deva" and any(word in MARATHI for word in text.split()):
        return "mr"
    if script != "Latn":
        return LANGUAGE_OF.get(script, "und")
    scores = Counter(tag for word in words for tag in TAGS_OF.get(word, ()))
    return scores.most_common(1)[0][0] if scores else "und"
