"""Intentions, results and account states as rows, and rows as those. Pure; see also `rows`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from msgspec.json import Decoder, Encoder

from saath.domain.intention import Intention
from saath.domain.number_state import NumberState
from saath.domain.refusals import Refusal
from saath.domain.result import Result
from saath.store.rows import Row, Table

OUTBOX = Table(
    "outbox",
    ("business", "key"),
    (
        *("business", "key", "person", "phone_number_id", "stage", "created_at", "due_at"),
        *("expires_at", "attempts", "attempted_at", "not_before", "held", "body"),
    ),
    frozenset({"created_at", "due_at", "expires_at", "attempts", "attempted_at", "not_before"}),
)
RESULT = Table(
    "result",
    ("business", "id"),
    ("business", "id", "at", "message", "refusal", "person", "body"),
    frozenset({"at"}),
)
ACCOUNT_STATE = Table(
    "account_state",
    ("business", "account_id"),
    (
        *("business", "account_id", "offboarded_at", "reconnected_at", "removed_at", "added_at"),
        *("banned_at", "reinstated_at", "no_replies_until", "no_templates_until"),
        *("people_a_day", "people_told_at"),
    ),
    frozenset(
        {
            *("offboarded_at", "reconnected_at", "removed_at", "added_at"),
            *("banned_at", "reinstated_at", "no_replies_until", "no_templates_until"),
            *("people_a_day", "people_told_at"),
        }
    ),
)

_encode = Encoder().encode
_intention = Decoder(Intention).decode
_refusal = Decoder(Refusal).decode


@dataclass(frozen=True, slots=True)
class Ask:
    """What a request asked for: of whom, and the digest of what."""

    person: str
    body: str


def intention_row(business: str, intention: Intention, person: str) -> Row:
    """Return an intention as a row that nobody holds back, with the person it is for by now."""
    return (
        business,
        intention.key,
        person,
        intention.phone_number_id,
        intention.stage,
        intention.created_at,
        intention.due_at,
        intention.expires_at,
        intention.attempts,
        intention.attempted_at,
        0,
        "",
        _encode(intention).decode(),
    )


def intention_state(person: str, body: str) -> Intention:
    """Return two columns of a row as an intention; the column knows of merges, the body does not."""
    intention = _intention(body)
    return intention if intention.person == person else replace(intention, person=person)


def result_row(business: str, result: Result, asks: Mapping[str, Ask]) -> Row:
    """Return a result as a row, with what was asked."""
    ask = asks.get(result.id, Ask("", ""))
    refusal = _encode(result.refusal).decode() if result.refusal else ""
    return (business, result.id, result.at, result.message, refusal, ask.person, ask.body)


def result_state(row: Row) -> Result:
    """Return a row, without its business, as a result."""
    key, at, message, refusal, *_ask = row
    return Result(key, at, message, _refusal(refusal) if refusal else None)


def account_row(business: str, state: NumberState) -> Row:
    """Return an account's state as a row."""
    return (
        business,
        state.account_id,
        state.offboarded_at,
        state.reconnected_at,
        state.removed_at,
        state.added_at,
        state.banned_at,
        state.reinstated_at,
        state.no_replies_until,
        state.no_templates_until,
        state.people_a_day,
        state.people_told_at,
    )


def account_state(row: Row) -> NumberState:
    """Return a row, without its business, as an account's state."""
    return NumberState(*row)
