"""The head of a record: `09/12/24, 3:05 pm - ` or `[9.12.2024, 15:05:08] `, in any locale.

A generic grammar finds heads; what it finds is generalised into one tight pattern per style, and a
file is read with that pattern alone, so that a head pasted into a message in another style stays
text. Order of the date and authors are decided elsewhere.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import time

from saath.chatexport.day_words import day_word, hour_of, hours
from saath.chatexport.marks import MARK, SPACE

_SEP = rf"{MARK}*{SPACE}?[/.\-‐‑−]{MARK}*{SPACE}?"
_DATE = rf"\d{{1,4}}{_SEP}\d{{1,2}}{_SEP}\d{{1,4}}"
_COLON = rf"(?:[:.]|{SPACE}?h{SPACE}?)"
_COLON_2 = rf"(?:[:.]|{SPACE}?(?:min|m|h){SPACE}?)"
# Korean iOS writes a 24-hour clock in words: 15시 5분 8초.
_TIME = (
    rf"(?:\d{{1,2}}{_COLON}\d{{2}}(?:{_COLON_2}\d{{2}})?|\d{{1,2}}시 \d{{1,2}}분(?: \d{{1,2}})?)"
)
_WORD = r"[^\d\n\[\]]"
GENERIC = re.compile(
    rf"{SPACE}*{MARK}*(?P<open>\[?){MARK}*(?P<date>{_DATE})"
    rf"(?P<clock>{_WORD}{{1,30}}{_TIME}{_WORD}{{0,30}}?)"
    rf"(?P<close>\]{SPACE}?|{SPACE}[-–—]{SPACE}|:{SPACE})"
)
# Vietnamese puts the time first: 15:05, 09/12/2024 - Name.
TIME_FIRST = re.compile(
    rf"{SPACE}*{MARK}*(?P<open>\[?){MARK}*(?P<clock>{_TIME}{_WORD}{{1,30}}?)(?P<date>{_DATE})"
    rf"(?P<close>\]{SPACE}?|{SPACE}[-–—]{SPACE})"
)
_CLOCK = re.compile(
    rf"^(?P<before>\D*)(?P<h>\d{{1,2}})(?P<sep>{_COLON}|시 )(?P<m>\d\d|(?<=시 )\d)"
    rf"(?:(?P<sep2>{_COLON_2}|분 )(?P<s>\d\d|(?<=분 )\d))?(?P<after>\D*)$"
)
_NUMBERED = re.compile(_TIME)
LEADING = f"[{SPACE[1:-1]}{MARK[1:-1]}]"
AUTHOR = r"(?:([^:\n]*(?::(?![ \n])[^:\n]*)*):(?: |(?=\n)))?"


type Columns = tuple[list[str], list[str], list[str | None], list[str]]
"""Dates, clocks, authors, bodies as written: columns, for a million tuples cost a second."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one export writes the head of a record."""

    head: str
    bracketed: bool
    worded: bool
    seconds: bool
    close: str
    time_first: bool = False
    cut: int = 0  # letters at the end of a clock that are its seconds, where they stand alone

    def minute(self, clock: str) -> str:
        """A clock without its seconds: 1,440 of them are looked up faster than 86,400."""
        return clock[: -self.cut] if self.cut else clock

    @property
    def splitter(self) -> re.Pattern[str]:
        """Split a block (that starts with a line break) into date, clock, author, body, ..."""
        return re.compile(rf"\n{LEADING}*{self.head}{AUTHOR}")

    def columns(self, cells: list[str]) -> Columns:
        """What the splitter found, as dates, clocks, authors and bodies."""
        first, second, authors, bodies = (cells[i::4] for i in range(1, 5))
        dates, clocks = (second, first) if self.time_first else (first, second)
        return dates, clocks, [*authors], bodies


@dataclass(frozen=True, slots=True)
class Head:
    """One head as found by the generic grammar."""

    style: Style
    date: str
    clock: str


def find_head(line: str) -> Head | None:
    """Read the head of a line, if it has one whose time can be told."""
    found = generic_match(line)
    if found is None or bool(found["open"]) != found["close"].startswith("]"):
        return None
    clock = _CLOCK.match(found["clock"])
    if clock is None or read_clock(found["clock"], {}, lenient=True) is None:
        return None
    return Head(_style_of(found, clock), found["date"], found["clock"])


def generic_match(line: str) -> re.Match[str] | None:
    """A line that starts like a message, whether its time can be told or not."""
    return GENERIC.match(line) or TIME_FIRST.match(line)


def _style_of(found: re.Match[str], clock: re.Match[str]) -> Style:
    line = found[0]
    digit = "[0-9]" if all(c.isascii() for c in line if c.isdigit()) else r"\d"
    minutes = "{1,2}" if "시" in clock["sep"] else "{2}"
    sep2 = rf"{_literal(clock['sep2'])}{digit}{minutes}" if clock["sep2"] else ""
    written = (
        (_around(clock["before"]) if clock["before"] else "")
        + rf"{digit}{{1,2}}{_literal(clock['sep'])}{digit}{minutes}{sep2}"
        + _around(clock["after"])
    )
    tail = not clock["after"] and len(clock["sep2"] or "") == 1 and digit != r"\d"
    if tail:
        written = written.removesuffix(f"{digit}{minutes}") + "[0-5][0-9]"
    date, time_first = _date_pattern(found["date"], digit), found.re is TIME_FIRST
    pair = f"({written})({date})" if time_first else f"({date})({written})"
    opening = rf"\[{MARK}*" if found["open"] else ""
    close = found["close"]
    ending = rf"\]{SPACE}?" if found["open"] else _literal(close)
    return Style(
        head=f"{opening}{pair}{ending}",
        bracketed=bool(found["open"]),
        worded=bool(day_word(clock["before"] + clock["after"])),
        seconds=bool(clock["s"]),
        close="] " if found["open"] else close,
        time_first=time_first,
        cut=3 if tail and not time_first else 0,
    )


def _date_pattern(written: str, digit: str) -> str:
    parts = re.split(r"(\d+)", written)
    return "".join(
        (f"{digit}{{{len(part)}}}" if len(part) > 2 else f"{digit}{{1,2}}")
        if index % 2
        else _literal(part)
        for index, part in enumerate(parts)
        if part
    )


def _around(text: str) -> str:
    return rf"{_WORD}{{1,30}}?" if day_word(text) else _literal(text)


def _literal(text: str) -> str:
    """Escape, but let any of WhatsApp's spaces stand for any other, and marks be there or not."""
    return "".join(
        SPACE if re.match(SPACE, char) else f"{MARK}*" if re.match(MARK, char) else re.escape(char)
        for char in text
    )


def read_clock(written: str, sides: dict[str, int], *, lenient: bool = False) -> time | None:
    """The time of day, or nothing when number and day word do not say which.

    `sides` overrides the table for words another language uses for the other half of the day.
    Lenient takes an ambiguous hour for a time: enough to see that this is a head.
    """
    found = _CLOCK.match(written)
    if found is None:
        return None
    word = day_word(found["before"] + found["after"])
    hour = hour_of(int(found["h"]), word, sides)
    if hour is None and lenient and word in hours() and int(found["h"]) < 25:
        hour = 0
    minute, second = int(found["m"]), int(found["s"] or 0)
    if hour is None or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)


def word_of(written: str) -> str:
    """The day word of a written time, folded; empty for a 24-hour clock."""
    return day_word(_NUMBERED.sub("", written))


def styles_in(lines: list[str]) -> Counter[Style]:
    """Count the styles of the heads among some lines."""
    return Counter(head.style for line in lines if (head := find_head(line)))
