"""A first forecast by stated rules, low, base and high; and what the API side would cost.

Arithmetic on what was counted, no simulation: the full rehearsal runs the real rules later. What
each figure assumes stands in `RULES` and travels with it.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from saath.transition.assess.hours import Hours
from saath.transition.assess.repeats import Question
from saath.transition.assess.waits import Wait, is_late

DAYS_A_MONTH = 30.4
RULES = {
    "second_person": "Late waits that began while another customer already waited; a second person"
    " takes 50 % (low), 70 % (base), 90 % (high) of them.",
    "greeting": "Waits that began outside business hours; 60 %, 80 %, 95 % of those customers are told"
    " at once when they will hear. Their answer itself comes no sooner.",
    "repeated_answers": "Repeated questions with one usual answer: 50 %, 70 %, 85 % answered at once;"
    " those to be answered with care: 0 %, 20 %, 50 %.",
    "cost": "Of the messages you send today, 20 %, 50 %, 100 % would go through the API; each is a"
    " service message at the dated rate after the free ones, with GST. The app stays free.",
}


@dataclass(frozen=True, slots=True)
class Range:
    """Low, base and high."""

    low: float
    base: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A price list, from when it holds and where it was read."""

    since: date
    service: float
    free_service_a_month: int
    gst: float
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would have changed in the time the chats cover, and the cost a month in rupees."""

    waits: int
    second_person: Range
    greeting: Range
    repeated_answers: Range
    sent_a_month: float
    cost_inr_a_month: Range
    rate: Rate
    rules: dict[str, str]


def forecast(
    waits: Sequence[Wait], questions: Sequence[Question], hours: Hours, sent_a_day: float, on: date
) -> Forecast:
    """Apply the rules."""
    crowded = _crowded(waits, hours)
    closed = sum(1 for wait in waits if not hours.is_open(wait.since))
    plain = sum(each.count for each in questions if each.automatic == "yes")
    careful = sum(each.count for each in questions if each.automatic == "with_care")
    a_month = sent_a_day * DAYS_A_MONTH
    rate = rate_on(on)
    return Forecast(
        waits=len(waits),
        second_person=_range(crowded, 0.5, 0.7, 0.9),
        greeting=_range(closed, 0.6, 0.8, 0.95),
        repeated_answers=Range(
            round(plain * 0.5),
            round(plain * 0.7 + careful * 0.2),
            round(plain * 0.85 + careful * 0.5),
        ),
        sent_a_month=round(a_month, 1),
        cost_inr_a_month=Range(*(_cost(a_month * share, rate) for share in (0.2, 0.5, 1.0))),
        rate=rate,
        rules=RULES,
    )


def _range(count: int, low: float, base: float, high: float) -> Range:
    return Range(round(count * low), round(count * base), round(count * high))


def _crowded(waits: Sequence[Wait], hours: Hours) -> int:
    """Late waits that began while somebody else already waited."""
    busy_until: datetime | None = None
    crowded = 0
    for wait in sorted(waits, key=lambda each: each.since):
        if busy_until is not None and wait.since < busy_until and is_late(wait, hours):
            crowded += 1
        if wait.until is not None:
            busy_until = max(busy_until or wait.until, wait.until)
    return crowded


def _cost(messages: float, rate: Rate) -> float:
    billed = max(messages - rate.free_service_a_month, 0)
    return round(billed * rate.service * (1 + rate.gst), 2)


def rate_on(day: date) -> Rate:
    """The price list in force on a day; the first one for days before."""
    known = _rates()
    return next((rate for rate in reversed(known) if rate.since <= day), known[0])


@cache
def _rates() -> tuple[Rate, ...]:
    path = files("saath.transition.assess") / "data" / "rates.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(sorted((_rate(each) for each in raw["rate"]), key=lambda rate: rate.since))


def _rate(raw: dict[str, Any]) -> Rate:
    return Rate(
        since=raw["since"],
        service=raw["service"],
        free_service_a_month=raw["free_service_a_month"],
        gst=raw["gst"],
        source=raw["source"],
        checked=raw["checked"],
    )
