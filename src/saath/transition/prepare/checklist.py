"""The checklist as it stands: what is measured, else what somebody answered, else not started."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from saath.domain import limits
from saath.domain.lights import Light, Sign
from saath.store.kinds import PRIMARY
from saath.store.models import Preparation
from saath.store.tenancy import as_business
from saath.transition.doctor.numbers import version_ends
from saath.transition.prepare.items import ITEMS, Item

type ItemState = Literal[
    "not_started", "in_progress", "needs_other", "missing", "done", "not_needed"
]

ANSWERS: tuple[ItemState, ...] = (
    *("not_started", "in_progress", "needs_other", "missing", "done", "not_needed"),
)
WANTS_NOTE = frozenset({"needs_other", "missing", "not_needed"})
"""Who, what, or why: without it the answer says nothing."""
NOTE_MAX = 500


class BadAnswer(Exception):
    """This answer cannot be kept; the text says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody says about an item."""

    item: str
    state: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it stands. `by` is empty when Saath measured it; then `at` is now."""

    item: Item
    state: ItemState
    note: str = ""
    by: str = ""
    at: int = 0
    measured: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in {"done", "not_needed"}


def checklist(business: str, lights: Sequence[Light], *, now: int) -> list[Row]:
    """Every item, with what is known about it now."""
    signs = {sign.id: sign for light in lights for sign in light.signs}
    answers = _answers(business)
    return [_row(item, signs, answers, now) for item in ITEMS]


def answer(business: str, reply: Reply, *, now: int) -> None:
    """Keep what somebody answered; earlier answers stay for the record."""
    if reply.item not in {item.id for item in ITEMS} or reply.state not in ANSWERS:
        raise BadAnswer("There is no such item or answer.")
    note = " ".join(reply.note.split())[:NOTE_MAX]
    if reply.state in WANTS_NOTE and not note:
        raise BadAnswer("Say who, what is missing, or why it is not needed.")
    with as_business(business, PRIMARY):
        row = Preparation(
            business=business, item=reply.item, at=now, state=reply.state, note=note, by=reply.by
        )
        Preparation.objects.using(PRIMARY).bulk_create([row], ignore_conflicts=True)


def _answers(business: str) -> dict[str, Preparation]:
    with as_business(business, PRIMARY, reads=True):
        rows = Preparation.objects.using(PRIMARY).filter(business=business).order_by("at")
        return {row.item: row for row in rows}


def _row(
    item: Item, signs: Mapping[str, Sign], answers: Mapping[str, Preparation], now: int
) -> Row:
    measured = MEASURES[item.measured](signs, now) if item.measured else None
    if measured is not None:
        state: ItemState = "done" if measured else "missing"
        return Row(item, state, at=now, measured=True)
    told = answers.get(item.id)
    if told is None:
        return Row(item, "not_started")
    known: ItemState = next((s for s in ANSWERS if s == told.state), "not_started")
    return Row(item, known, told.note, told.by, told.at)


type Measure = Callable[[Mapping[str, Sign], int], bool | None]
"""Whether it is so; None when that is not known."""


def _by_sign(name: str) -> Measure:
    """As the sign of the lights says."""

    def judged(signs: Mapping[str, Sign], _now: int) -> bool | None:
        sign = signs.get(name)
        if sign is None or sign.state in {"unknown", "quiet"}:
            return None
        return sign.state == "green"

    return judged


def _version(_signs: Mapping[str, Sign], now: int) -> bool | None:
    on = version_ends()
    if on is None:
        return None
    return (on - datetime.fromtimestamp(now / 1000, UTC).date()).days > limits.GRAPH_PLAN_DAYS.value


MEASURES: Mapping[str, Measure] = {
    "payment": _by_sign("payment"),
    "token": _by_sign("token"),
    "backup": _by_sign("backup"),
    "version": _version,
}
