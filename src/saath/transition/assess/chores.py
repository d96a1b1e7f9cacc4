"""Manual work that repeats: the same kinds of messages, typed or forwarded by hand.

Kinds are told by words; what fits no kind but is typed again and again is kept as *same text*.
Promises (a price, a date) are counted here too: both are what the business said.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

SECONDS_A_MESSAGE = 25  # an estimate, said with every figure
REPEATED = 3
SAME_TEXT_WORDS = 4
SAME_TEXT_TIMES = 5
MOST_TEXTS = 50_000  # beyond, the rarer half is forgotten: memory stays flat

_KINDS = re.compile(
    r"""
    (?P<payment_due>\b(?:due|overdue|pending|baki|baaki|baqi|outstanding|reminder)\b.*?(?:payment|amount|emi|bill|₹|rs\b|\d)
        |\b(?:payment|emi|bill|amount|rent)\b.*?\b(?:due|overdue|pending|baki|baaki|reminder)\b|बकाया|બાકી|impayée?|pendent)
    |(?P<shipped>\b(?:dispatch(?:ed)?|shipped|courier(?:ed)?|tracking|awb|docket|lr\s?no|out\sfor\sdelivery|expédiée?|enviat|enviada)\b
        |nikal\s?(?:gaya|diya)|bhej\s?diya|भेज\sदिया|रवाना|મોકલી\sદીધ)
    |(?P<order_confirmed>\b(?:order|booking|appointment|commande|comanda|reservation|réservation|reserva)\b.{0,40}?\b(?:confirm\w*|received|placed|booked|noted|confirmée?)\b
        |\bconfirmed?\b.{0,30}\b(?:order|booking|appointment)|ऑर्डर\sकन्फर्म)
    |(?P<payment_details>\b(?:upi|gpay|google\s?pay|phonepe|paytm|ifsc|a/c|account\s?(?:no|number)|qr|iban|bizum)\b)
    |(?P<follow_up>\b(?:follow(?:ing)?[\s-]?up|any\supdate|still\sinterested|gentle\sreminder|kya\ssocha|relance)\b)
    |(?P<bill>\b(?:invoice|bill|facture|factura)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:₹|\brs\.?|\binr|€)\s?\d|\d\s?(?:/-|₹|€|rs\b|rupees|rupaye|रुपये|रु\b)", re.IGNORECASE
)
_DATE = re.compile(
    r"\b(?:kal|parso|tomorrow|today evening|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|demain|demà"
    r"|somvar|mangalvar|budhvar|guruvar|shukravar|shanivar)\b|\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b"
    r"|\b\d{1,2}\s?(?:st|nd|rd|th)?\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:कल|परसों|કાલે)(?!\w)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Said:
    """What the business said, counted."""

    kinds: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    prices: int = 0
    dates: int = 0

    def take(self, text: str) -> None:
        """Count one message of the business."""
        found = _KINDS.search(text)
        if found and found.lastgroup:
            self.kinds[found.lastgroup] += 1
        elif text.count(" ") >= SAME_TEXT_WORDS - 1:
            self.texts[_DIGITS.sub("#", text[:300]).casefold()] += 1
            if len(self.texts) > MOST_TEXTS:
                self.texts = Counter(dict(self.texts.most_common(MOST_TEXTS // 2)))
        self.prices += _AMOUNT.search(text) is not None
        self.dates += _DATE.search(text) is not None


@dataclass(frozen=True, slots=True)
class Chore:
    """One kind of message done by hand."""

    kind: str
    count: int
    per_week: float
    minutes_a_week: float


def chores_of(said: Said, weeks: float) -> list[Chore]:
    """The chores, the most frequent first."""
    counts = Counter({kind: n for kind, n in said.kinds.items() if n >= REPEATED})
    same = sum(n for n in said.texts.values() if n >= SAME_TEXT_TIMES)
    if same:
        counts["same_text"] = same
    return [
        Chore(kind, n, round(n / weeks, 1), round(n / weeks * SECONDS_A_MESSAGE / 60, 1))
        for kind, n in counts.most_common()
    ]
