"""Objectives: a baseline as measured and targets by default, kept for later comparison.

Only proposed here; the owner edits them. Where nothing measured it, a baseline is unknown.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

REPLY_SECONDS = 180
CONVERSION_RISE = 0.15
MANUAL_FALL = 0.30
MONTHS = 3


@dataclass(frozen=True, slots=True)
class Objective:
    """One thing to better: what it is today (None: unknown) and what it should be."""

    name: Literal["first_reply_s", "conversion", "manual_messages_a_week"]
    baseline: float | None
    target: float | None
    change: float | None  # relative, where the target follows from the baseline


@dataclass(frozen=True, slots=True)
class Objectives:
    """The three objectives and their day."""

    measured_on: date
    until: date
    objectives: tuple[Objective, ...]


def default_objectives(
    first_reply_s: float | None, manual_a_week: float, measured_on: date
) -> Objectives:
    """Reply within 3 minutes, 15 % more conversion, 30 % fewer manual messages, in three months."""
    return Objectives(
        measured_on=measured_on,
        until=months_later(measured_on, MONTHS),
        objectives=(
            Objective("first_reply_s", first_reply_s, REPLY_SECONDS, None),
            Objective("conversion", None, None, CONVERSION_RISE),
            Objective(
                "manual_messages_a_week",
                round(manual_a_week, 1),
                round(manual_a_week * (1 - MANUAL_FALL), 1),
                -MANUAL_FALL,
            ),
        ),
    )


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for back in range(4):
        try:
            return date(day.year + year, month + 1, day.day - back)
        except ValueError:
            continue
    raise ValueError(day)
