"""Business hours: the hours in which a customer may expect an answer, and time measured in them.

Told by the owner, or taken from when the business itself writes; then they are called assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

TRIMMED = 0.02  # the earliest and latest answers do not make the hours
QUIET_DAY = 0.1  # a weekday with less than a tenth of the usual answers is closed


@dataclass(frozen=True, slots=True)
class Hours:
    """Open from an hour to an hour on some weekdays (0 is Monday)."""

    opens: int
    closes: int
    days: tuple[int, ...]
    assumed: bool

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Open seconds between two moments."""
        return self._until(end) - self._until(start)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the business is open."""
        return at.weekday() in self.days and self.opens <= at.hour < self.closes

    def _until(self, at: datetime) -> int:
        """Open seconds since a Monday long ago."""
        weeks, weekday = divmod(at.toordinal() - 1, 7)  # day 1 of the calendar was a Monday
        a_day = (self.closes - self.opens) * 3600
        full = sum(1 for day in self.days if day < weekday)
        if weekday not in self.days:
            return (weeks * len(self.days) + full) * a_day
        second = at.hour * 3600 + at.minute * 60 + at.second - self.opens * 3600
        return (weeks * len(self.days) + full) * a_day + min(max(second, 0), a_day)


def hours_of(
    written: Sequence[Sequence[int]], opens: int | None = None, closes: int | None = None
) -> Hours:
    """The hours from the owner, or from when the business wrote (messages by weekday and hour)."""
    days = _days(written)
    if opens is not None and closes is not None:
        return Hours(opens, closes, days, assumed=False)
    by_hour = [sum(day[hour] for day in written) for hour in range(24)]
    total = sum(by_hour)
    if total == 0:
        return Hours(9, 21, tuple(range(7)), assumed=True)
    first = _hour_at(by_hour, total * TRIMMED)
    last = 23 - _hour_at(by_hour[::-1], total * TRIMMED)
    return Hours(first, last + 1, days, assumed=True)


def _days(written: Sequence[Sequence[int]]) -> tuple[int, ...]:
    totals = [sum(day) for day in written]
    usual = sorted(totals)[3]
    open_days = tuple(day for day, total in enumerate(totals) if total > usual * QUIET_DAY)
    return open_days or tuple(range(7))


def _hour_at(by_hour: Sequence[int], skipped: float) -> int:
    gone = 0
    for hour, count in enumerate(by_hour):
        gone += count
        if gone > skipped:
            return hour
    return 0
