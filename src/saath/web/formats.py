"""Times, dates, durations and phone numbers as people in India read them, in the page's language.

Digits are Latin in every language; clocks have twelve hours; a time zone is an argument.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saath.domain.moments import iso

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
KB = 1024


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day as it stands in the margin: digits, am or pm, and the machine's form."""

    clock: str
    period: str
    iso: str


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The time zone of this name."""
    return ZoneInfo(name)


def local(ms: int, tz: tzinfo) -> datetime:
    """This instant on the wall clock of the business."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(tz)


def moment(ms: int, tz: tzinfo) -> Moment:
    """The time of day."""
    at = local(ms, tz)
    return Moment(f"{at.hour % 12 or 12}:{at.minute:02}", "am" if at.hour < 12 else "pm", iso(ms))


def day(on: date) -> str:
    """A date with its year: 21 Nov 2026."""
    return format_date(on, "d MMM y", locale=_locale())


def full(ms: int, tz: tzinfo) -> str:
    """Date and time: 21 Nov 2026, 3:04 pm."""
    at = moment(ms, tz)
    return f"{day(local(ms, tz).date())}, {at.clock} {at.period}"


def heading(on: date, today: date) -> str:
    """A day of a thread."""
    if on == today:
        return _("Today, %(date)s") % {"date": day(on)}
    if on == today - timedelta(days=1):
        return _("Yesterday, %(date)s") % {"date": day(on)}
    return day(on)


def when(ms: int, now: int, tz: tzinfo) -> str:
    """When something was last said, as short as it stays clear."""
    at, today = local(ms, tz), local(now, tz).date()
    if at.date() == today:
        clock = moment(ms, tz)
        return f"{clock.clock} {clock.period}"
    if at.date() == today - timedelta(days=1):
        return _("Yesterday")
    return format_date(at, "d MMM" if at.year == today.year else "MMM y", locale=_locale())


def short(ms: int) -> str:
    """A duration in its largest unit: 6 m, 5 h, 3 d."""
    if ms < MINUTE_MS:
        return _("now")
    if ms < HOUR_MS:
        return _("%(n)s m") % {"n": ms // MINUTE_MS}
    if ms < DAY_MS:
        return _("%(n)s h") % {"n": ms // HOUR_MS}
    return _("%(n)s d") % {"n": ms // DAY_MS}


def exact(ms: int) -> str:
    """A duration in two units: 23 h 54 m."""
    if ms < HOUR_MS:
        return _("%(n)s m") % {"n": max(1, ms // MINUTE_MS)}
    hours = _("%(n)s h") % {"n": ms // HOUR_MS}
    minutes = _("%(n)s m") % {"n": ms % HOUR_MS // MINUTE_MS}
    return f"{hours} {minutes}"


def size(count: int) -> str:
    """So many bytes, as files are told apart by people: 120 KB, 1.4 MB."""
    if count < KB:
        return _("%(n)s bytes") % {"n": count}
    if count < KB * KB:
        return _("%(n)s KB") % {"n": round(count / KB)}
    return _("%(n)s MB") % {"n": f"{count / KB / KB:.1f}"}


def phone(digits: str) -> str:
    """A number in the spacing of its country; as it came when no plan knows it."""
    if not digits:
        return ""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return f"+{digits}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _locale() -> str:
    return "hi" if (get_language() or "").startswith("hi") else "en_IN"
