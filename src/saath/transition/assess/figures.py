"""Figures from the waits: how long customers wait, and who was missed.

Counting happened in `audit`; nothing is judged here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from statistics import median

from saath.transition.assess.audit import Audit, Grid, empty_grid
from saath.transition.assess.hours import Hours
from saath.transition.assess.waits import (
    LATE_AFTER_SECONDS,
    Times,
    Wait,
    is_late,
    is_missed,
    times_of,
)

EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Example:
    """One missed or late chat, its name covered."""

    chat: str
    since: datetime
    waited_s: float | None
    missed: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """Customers who got no answer, and those who got it late."""

    count: int
    late: int
    late_after_s: int
    of: int
    by_hour: Grid
    examples: list[Example]


@dataclass(frozen=True, slots=True)
class Responses:
    """How long customers wait: each answer and first answers, in business hours and at any hour."""

    business: Times
    any_hour: Times
    first_business: Times
    first_any_hour: Times
    precision_s: int
    hours: Hours
    resolution: Times
    by_hour: list[list[float | None]]  # median wait at any hour by weekday and hour


def responses_of(audit: Audit, hours: Hours, precision_s: int) -> Responses:
    """Summarise the answered waits."""
    first = [wait for wait in audit.waits if wait.first]
    return Responses(
        business=times_of(_open_seconds(audit.waits, hours)),
        any_hour=times_of(_seconds(audit.waits)),
        first_business=times_of(_open_seconds(first, hours)),
        first_any_hour=times_of(_seconds(first)),
        precision_s=precision_s,
        hours=hours,
        resolution=times_of(audit.resolutions),
        by_hour=_by_hour(audit.waits),
    )


def _seconds(waits: Sequence[Wait]) -> list[float]:
    return [(wait.until - wait.since).total_seconds() for wait in waits if wait.until]


def _open_seconds(waits: Sequence[Wait], hours: Hours) -> list[float]:
    return [hours.seconds_between(wait.since, wait.until) for wait in waits if wait.until]


def _by_hour(waits: Sequence[Wait]) -> list[list[float | None]]:
    cells: list[list[list[float]]] = [[[] for _ in range(24)] for _ in range(7)]
    for wait in waits:
        if wait.until:
            waited = (wait.until - wait.since).total_seconds()
            cells[wait.since.weekday()][wait.since.hour].append(waited)
    return [[median(cell) if cell else None for cell in day] for day in cells]


def missed_of(audit: Audit, hours: Hours, exported_at: datetime) -> Missed:
    """Count who got no answer or a late one, with the worst as examples."""
    missed = [wait for wait in audit.waits if is_missed(wait, hours, exported_at)]
    lost = set(map(id, missed))
    late = [wait for wait in audit.waits if id(wait) not in lost and is_late(wait, hours)]
    by_hour = empty_grid()
    for wait in missed:
        by_hour[wait.since.weekday()][wait.since.hour] += 1
    worst = nlargest(
        EXAMPLES, late, key=lambda w: hours.seconds_between(w.since, w.until or w.since)
    )
    shown = [*missed[-EXAMPLES // 2 :], *worst][:EXAMPLES]
    return Missed(
        count=len(missed),
        late=len(late),
        late_after_s=LATE_AFTER_SECONDS,
        of=len(audit.waits),
        by_hour=by_hour,
        examples=[_example(audit, wait, missed=id(wait) in lost) for wait in shown],
    )


def _example(audit: Audit, wait: Wait, *, missed: bool) -> Example:
    waited = (wait.until - wait.since).total_seconds() if wait.until else None
    name = audit.chats[wait.chat].name
    return Example(covered(name, wait.chat), wait.since, waited, missed)


def covered(name: str, number: int) -> str:
    """A name nobody else can read, and the owner can: its first letter and the chat's number."""
    return f"{name[:1]}••• ({number + 1})" if name else f"••• ({number + 1})"
