"""Day first, month first or year first: evidence, not habit.

A reading is *proven* when a field could only be a day (more than 12) or only be a year. Otherwise
the reading that keeps time moving forward in the smallest steps is taken and called *assumed*.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from saath.chatexport.records import DateOrder, Unreadable

FIRST_YEAR = 2009  # WhatsApp appeared in 2009 (checked 2026-11-21)
LAST_YEAR = 2051
BUDDHIST = 543  # Thai phones write 2567 for 2024
BUSINESS_APP_YEAR = 2018  # the Business App appeared in January 2018 (checked 2026-11-21)
STRAY_SHARE = 0.005
NO_FIT = "The dates do not fit the order {wanted!r}. Leave --date-order away to let them speak."

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class DateReading:
    """The order of the fields, and whether anything in the file proves it."""

    order: DateOrder
    proven: bool


def day_of(text: str, order: DateOrder) -> date | None:
    """The day a written date means in that order, or nothing when it cannot be one."""
    fields = _NUMBERS.findall(text)
    if len(fields) != 3:
        return None
    by_letter = dict(zip(order, fields, strict=True))
    year = _year(by_letter["y"])
    month, day = by_letter["m"], by_letter["d"]
    if year is None or len(month) > 2 or len(day) > 2:
        return None
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def meanings(text: str) -> dict[DateOrder, date]:
    """The days a written date can mean, by the order that makes it so."""
    runs = [(text, 1)]
    return {order: day for order in _orders(runs) if (day := day_of(text, order)) is not None}


def _year(digits: str) -> int | None:
    year = int(digits)
    if len(digits) == 2:
        year += 2000
    elif len(digits) != 4:
        return None  # years are never written with one or three digits by CLDR's Gregorian calendar
    elif FIRST_YEAR + BUDDHIST <= year <= LAST_YEAR + BUDDHIST:
        year -= BUDDHIST
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def date_reading(runs: Sequence[tuple[str, int]], wanted: DateOrder | None = None) -> DateReading:
    """Decide the order from the dates as they stand in the file, with how often each follows."""
    total = sum(count for _, count in runs)
    strays: dict[DateOrder, int] = {order: _strays(runs, order) for order in _orders(runs)}
    possible = [order for order, bad in strays.items() if bad <= total * STRAY_SHARE]
    if not possible:
        raise Unreadable(_no_order(runs))
    if wanted is not None and wanted not in possible:
        raise Unreadable(NO_FIT.format(wanted=wanted))
    proven = len(possible) == 1 and _has_proof(runs, possible[0])
    likeliest: DateOrder = min(possible, key=partial(_unease, runs))
    order = likeliest if wanted is None else wanted
    _refuse_change(runs, order)
    return DateReading(order, proven)


def _orders(runs: Sequence[tuple[str, int]]) -> list[DateOrder]:
    fields = [_NUMBERS.findall(text) for text, _ in runs[:50]]
    if any(len(each[0]) == 4 for each in fields):
        return ["ymd"]  # no locale of CLDR writes year, day, month
    if any(len(each[-1]) == 4 for each in fields):
        return ["dmy", "mdy"]
    return ["dmy", "mdy"] if _year_stands_last(runs) else ["dmy", "mdy", "ymd"]


def _year_stands_last(runs: Sequence[tuple[str, int]]) -> bool:
    """In 13/12/24, 14/12/24, 15/12/24 the field that rests is the year."""
    dates = list(dict.fromkeys(text for text, _ in runs))
    fields = [_NUMBERS.findall(text) for text in dates]
    first = sum(1 for a, b in pairwise(fields) if a[0] != b[0])
    last = sum(1 for a, b in pairwise(fields) if a[-1] != b[-1])
    return len(dates) > 2 and last < first


def _strays(runs: Sequence[tuple[str, int]], order: DateOrder) -> int:
    return sum(count for text, count in runs if day_of(text, order) is None)


def _has_proof(runs: Sequence[tuple[str, int]], order: DateOrder) -> bool:
    """A field above 12, or a two-digit year that can only be one."""
    if order == "ymd" and len(_NUMBERS.findall(runs[0][0])[0]) == 4:
        return any((day := day_of(text, order)) is not None and day.day > 12 for text, _ in runs)
    return True


def _unease(runs: Sequence[tuple[str, int]], order: DateOrder) -> tuple[int, bool, int, int]:
    days = [day for text, _ in runs if (day := day_of(text, order)) is not None]
    steps = [(later - earlier).days for earlier, later in pairwise(days)]
    back = sum(1 for step in steps if step < 0)
    habit: Sequence[DateOrder] = ("dmy", "mdy", "ymd")
    early = any(day.year < BUSINESS_APP_YEAR for day in days)
    return back, early, sum(abs(step) for step in steps), habit.index(order)


def _refuse_change(runs: Sequence[tuple[str, int]], order: DateOrder) -> None:
    """Refuse a file whose later dates go on only when day and month are read the other way."""
    if order == "ymd":
        return
    other: DateOrder = "mdy" if order == "dmy" else "dmy"
    last: date | None = None
    for index, (text, _) in enumerate(runs):
        day = day_of(text, order)
        if day is None:
            continue
        ahead = [day_of(each, other) for each, _ in runs[index : index + 4]]
        if last and day < last - timedelta(days=2) and _goes_on(last, ahead):
            raise Unreadable(_no_order(runs))
        last = max(day, last) if last else day


def _goes_on(last: date, days: Sequence[date | None]) -> bool:
    """These days follow in steps of less than two months: a way back would be a wrong reading."""
    for day in days:
        if day is None or not timedelta(days=-2) <= day - last < timedelta(days=60):
            return False
        last = day
    return True


def _no_order(runs: Sequence[tuple[str, int]]) -> str:
    years = {int(each) for text, _ in runs[:50] for each in _NUMBERS.findall(text) if len(each) > 2}
    if years and not any(FIRST_YEAR <= y - s <= LAST_YEAR for y in years for s in (0, BUDDHIST)):
        return (
            "The years belong to a calendar that is not read here. Set the phone to the Gregorian"
            " calendar and export the chat again."
        )
    return (
        "The dates contradict each other: some only make sense with the day first, others with the"
        " month first. Export the chat again without changing the phone's language."
    )
