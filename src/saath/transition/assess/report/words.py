"""The report's words by language, and values written the way people of that language read them.

Digits are Latin everywhere; lakhs and crores are grouped the Indian way in English and Hindi.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date

LANGUAGES = ("en", "hi", "fr", "ca")
type Value = float | bool

NBSP = "\u00a0"
_GROUPS = {"fr": "\u202f", "ca": "."}
_DECIMALS = {"en": ".", "hi": "."}
SHARES = frozenset({"missed_share", "repeated_share", "after_hours_share", "group_share"})
MINUTES = frozenset({"median_minutes"})


@cache
def words_of(language: str) -> dict[str, str]:
    """All words of a language; what is missing is English."""
    english = _read("en")
    return english if language == "en" else english | _read(language)


def _read(language: str) -> dict[str, str]:
    path = files("saath.transition.assess.report") / "words" / f"{language}.toml"
    read: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return read


def told(words: Mapping[str, str], language: str, key: str, fact: str, value: Value) -> str:
    """A reason in words, its evidence filled in."""
    return words[key].format(value=evidence(words, language, fact, value))


def evidence(words: Mapping[str, str], language: str, fact: str, value: Value) -> str:
    """A fact's value as people read it."""
    if fact in SHARES:
        return percent(language, float(value))
    if fact in MINUTES:
        return span(words, float(value) * 60)
    return number(language, float(value))


def number(language: str, value: float) -> str:
    """A number with its thousands grouped, at most one decimal below a hundred."""
    if abs(value) < 100 and round(value, 1) != round(value):
        return f"{value:.1f}".replace(".", _DECIMALS.get(language, ","))
    digits = str(abs(round(value)))
    sign = "-" if round(value) < 0 else ""
    return sign + (_indian(digits) if language in _DECIMALS else _western(digits, language))


def _indian(digits: str) -> str:
    """12,34,567: thousands, then lakhs and crores by two."""
    head, tail = digits[:-3], digits[-3:]
    parts = []
    while head:
        parts.append(head[-2:])
        head = head[:-2]
    return ",".join([*reversed(parts), tail])


def _western(digits: str, language: str) -> str:
    return f"{int(digits):,}".replace(",", _GROUPS[language])


def percent(language: str, share: float) -> str:
    """A share of one in percent; small ones with a decimal, so that a little is not nothing."""
    hundred = share * 100
    if 0 < hundred < 1:
        return f"{hundred:.1f}".replace(".", _DECIMALS.get(language, ",")) + NBSP + "%"
    return f"{hundred:.0f}{NBSP}%"


def language_name(language: str, spoken: str) -> str:
    """What a language is called in the report's language; romanised ones with their script."""
    names = Locale.parse(language)
    tongue, _, script = spoken.partition("-")
    name = str(names.languages.get(tongue, tongue))
    return f"{name} ({names.scripts.get(script, script)})" if script else name


def span(words: Mapping[str, str], seconds: float | None) -> str:
    """A duration in the two largest units."""
    if seconds is None:
        return "–"
    minutes = round(seconds / 60)
    if seconds < 60:
        return words["seconds"].format(n=round(seconds))
    if minutes < 60:
        return words["minutes"].format(n=minutes)
    if minutes < 48 * 60:
        return words["hours"].format(h=minutes // 60, m=minutes % 60)
    return words["days"].format(d=minutes // 1440, h=minutes % 1440 // 60)


def day(language: str, when: date) -> str:
    """21 Nov 2026."""
    written: str = format_date(when, "d MMM y", locale="en_IN" if language == "en" else language)
    return written


def moment(language: str, when: datetime) -> str:
    """21 Nov 2026, 15:04."""
    return f"{day(language, when.date())}, {when:%H:%M}"
