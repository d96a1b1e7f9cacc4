"""Write `data/day_words.tsv` from Unicode CLDR: `python -m saath.chatexport.cldr`.

Run by hand when Babel brings a new CLDR; the reader itself never loads Babel. A test compares the
file with what this module would write.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale, localedata

from saath.chatexport.day_words import DATA, folded

# Words Android phones wrote before their ICU followed CLDR 42 (2022) or that CLDR dropped:
# exports keep the words of the phone that made them.
OLD_WORDS = {
    "पूर्वाह्न": "am", "अपराह्न": "pm", "לפנה״צ": "am", "אחה״צ": "pm", "म.पू.": "am", "म.उ.": "pm", "পূর্বাহ্ণ": "am",
    "অপরাহ্ণ": "pm", "પૂર્વ મધ્યાહ્ન": "am", "ઉત્તર મધ્યાહ્ન": "pm", "ਪੂਰਵ ਦੁਪਹਿਰ": "am",
    "ਬਾਅਦ ਦੁਪਹਿਰ": "pm", "முற்பகல்": "am", "பிற்பகல்": "pm", "ಪೂರ್ವಾಹ್ನ": "am", "ಅಪರಾಹ್ನ": "pm",
    "পূৰ্বাহ্ণ": "am", "অপৰাহ্ণ": "pm", "ପୂର୍ବାହ୍ନ": "am", "ଅପରାହ୍ନ": "pm", "قبل دوپہر": "am",
    "بعد دوپہر": "pm", "오전": "am", "오후": "pm", "午前": "am", "午後": "pm", "上午": "am", "下午": "pm",
}  # fmt: skip
HALVES = {"am": range(12), "pm": range(12, 24), "noon": range(12, 13), "midnight": range(1)}
# Words that stand between date and time, or around the numbers, and say nothing of the half day.
GLUE = "à klo kl kello um om ob la las los a le el de u uhr h m min s ч г в lúc o r"


def main() -> None:
    """Write the table anew."""
    Path(str(DATA)).write_text(table(), encoding="utf-8")


def table() -> str:
    """Each word with the hours of the day (bit mask) it can stand for; 0 for a word of no meaning."""
    hours: defaultdict[str, int] = defaultdict(int)
    for name in sorted(localedata.locale_identifiers()):
        for word, span in _words_of(Locale.parse(name)):
            hours[folded(word)] |= sum(1 << hour for hour in span)
    for word, half in OLD_WORDS.items():
        hours[folded(word)] |= sum(1 << hour for hour in HALVES[half])
    rows = {word: mask for word, mask in hours.items() if word}
    glue = {folded(word) for word in [*GLUE.split(), *_literals()]}
    rows |= {word: 0 for word in glue if word and word not in rows}
    head = "# word (folded)\thours it may mean, bit mask in hex. Made by saath.chatexport.cldr.\n"
    return head + "".join(f"{word}\t{mask:06x}\n" for word, mask in sorted(rows.items()))


def _words_of(locale: Locale) -> Iterator[tuple[str, range]]:
    rules = locale.day_period_rules.get(None, {})
    for context in locale.day_periods.values():
        for width in ("wide", "abbreviated"):
            for period, word in context.get(width, {}).items():
                yield from ((word, span) for span in _spans(period, rules))


def _spans(period: str, rules: dict[str, Any]) -> Iterator[range]:
    if period in HALVES:
        yield HALVES[period]
    for rule in rules.get(period, []):
        first = rule.get("from", rule.get("after", rule.get("at", 0))) // 3600
        last = -(-rule.get("before", rule.get("to", rule.get("at", 0) + 3600)) // 3600)
        if first < last:
            yield range(first, last)
        else:
            yield range(first, 24)
            yield range(last)


def _literals() -> Iterator[str]:
    for name in localedata.locale_identifiers():
        locale = Locale.parse(name)
        patterns = [locale.datetime_formats[size] for size in ("short", "medium")]
        patterns += [str(locale.date_formats["short"])]
        patterns += [str(locale.time_formats[size]) for size in ("short", "medium")]
        patterns += [
            str(locale.datetime_skeletons[key])
            for key in ("Hm", "Hms", "hm", "hms")
            if key in locale.datetime_skeletons
        ]
        for pattern in patterns:
            quoted = re.findall(r"'([^']+)'", pattern)
            bare = re.findall(r"[^\W\d_a-zA-Z]+", re.sub(r"'[^']*'", "", pattern))
            yield from (word for part in [*quoted, *bare] for word in part.split())


if __name__ == "__main__":
    main()
