"""What is wrong, or about to be, with a number: each with since when and its evidence.

Computed from what is stored, never set by hand: nobody can switch one off. How people are told is
not decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from saath.domain import limits
from saath.domain.ledger import Ledger
from saath.queries.ledger import get_ledger
from saath.queries.numbers import NumberView, get_number, list_numbers
from saath.store.kinds import TABLES
from saath.whatsapp.graph import VERSION

DAY_MS: Final = 24 * 3_600_000
MINUTE_MS: Final = 60_000
# Hours in which customers usually write, in India, Monday to Saturday: a silence at night is none.
OPEN_FROM, OPEN_TO, ZONE_MS = 10, 20, 19_800_000
LOOK_MS: Final = 30 * MINUTE_MS
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Condition:
    """`kind` names it for programs; `evidence` says what it follows from, in figures and dates."""

    kind: str
    since: int
    evidence: str
    number: str


def list_conditions(business: str, now: int, *, using: str = TABLES) -> tuple[Condition, ...]:
    """Everything that is wrong with any number of the business, the oldest first."""
    found: list[Condition] = []
    for number in list_numbers(business, using=using):
        view = get_number(business, number, now, using=using)
        ledger = get_ledger(business, number, now, using=using)
        if view and ledger:
            found += [*_of_life(view), *_of_watch(view, now), *_of_sync(ledger, now)]
    return tuple(sorted(found, key=lambda condition: condition.since))


def _of_life(view: NumberView) -> Iterator[Condition]:
    """What WhatsApp said of the number."""
    number = view.phone_number_id
    if view.state in {"suspended", "removed", "banned"}:
        yield Condition(f"number_{view.state}", view.since, view.state, number)
    if view.state == "restricted":
        until = _date(view.restricted_until)
        yield Condition("number_restricted", view.since, f"until {until}", number)
    seen = view.seen
    if view.quality in {"YELLOW", "RED"}:
        yield Condition("quality_low", seen["quality"].since, view.quality, number)
    for what, good, kind in (
        ("subscription", "yes", "subscription_lost"),
        ("token", "valid", "token_refused"),
        ("sending", "AVAILABLE", "sending_blocked"),
    ):
        if what in seen and seen[what].value != good:
            yield Condition(kind, seen[what].since, seen[what].value, number)


def _of_watch(view: NumberView, now: int) -> Iterator[Condition]:
    """What follows from time that passed. Only a linked number is watched."""
    if view.state not in {"active", "restricted"} or not view.linked_at:
        return
    number = view.phone_number_id
    away = now - view.phone_seen_at
    if away >= limits.PHONE_CHECK_MS.value:
        last = f"last sign of the phone {_date(view.phone_seen_at)}"
        yield Condition("phone_away", view.phone_seen_at, last, number)
    ends = view.token_expires_at
    if ends and now >= ends - limits.TOKEN_CHECK_MS.value:
        since = ends - limits.TOKEN_CHECK_MS.value
        yield Condition("token_expiring", since, f"ends {_date(ends)}", number)
    silent = quiet_for(max(view.last_inbound_at, view.last_echo_at, view.linked_at), now)
    if silent >= limits.SILENCE_MINUTES.value * MINUTE_MS:
        minutes = f"{silent // MINUTE_MS} minutes of business hours"
        since = max(view.last_inbound_at, view.last_echo_at, view.linked_at)
        yield Condition("webhooks_silent", since, minutes, number)
    known = limits.GRAPH_ENDS.get(VERSION)
    version = known.value if known else 0
    if known and now >= version - limits.GRAPH_WARN_DAYS.value * DAY_MS:
        since = version - limits.GRAPH_WARN_DAYS.value * DAY_MS
        yield Condition("graph_version_ending", since, f"ends {_date(version)}", number)


def _of_sync(ledger: Ledger, now: int) -> Iterator[Condition]:
    """What is missing of the history, and what must be asked for while it can be."""
    number = ledger.phone_number_id
    for line in (ledger.contacts, ledger.history):
        if line.state in {"silent", "partial", "expired"}:
            since = line.last_at or line.asked_at or line.deadline
            yield Condition(f"{line.sync}_{line.state}", since, _figures(ledger), number)
        if line.state == "not_requested" and ledger.linked_at and now < line.deadline:
            left = f"can be asked for until {_date(line.deadline)}"
            yield Condition(f"{line.sync}_not_requested", ledger.linked_at, left, number)


def _figures(ledger: Ledger) -> str:
    history = ledger.history
    return f"{history.count} messages, {history.progress} %, {len(ledger.gaps)} gaps"


def quiet_for(since: int, now: int) -> int:
    """How much of the time between lay in business hours."""
    if now - since > 14 * DAY_MS:
        since = now - 14 * DAY_MS
    quiet, at = 0, since
    while at < now:
        end = min(now, at - at % LOOK_MS + LOOK_MS)
        quiet += end - at if _is_open(at) else 0
        at = end
    return quiet


def _is_open(at: int) -> bool:
    moment = datetime.fromtimestamp((at + ZONE_MS) / 1000, UTC)
    return moment.weekday() != _SUNDAY and OPEN_FROM <= moment.hour < OPEN_TO


def _date(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
