"""One read of one business: its transaction, its policy, and the SQL that the questions share.

Statements are put together from the names of our own columns; every value is a parameter.
The questions themselves are in `conversations`, `messages`, `inbox` and `notices`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from saath.domain.conversation import Conversation
from saath.domain.policy import Policy
from saath.domain.thread import Mark
from saath.queries.shown import RECENT_MS
from saath.store.dialect import Dialect, dialect
from saath.store.kinds import TABLES
from saath.store.policies import load_policies
from saath.store.rows import ALIAS, CONVERSATION, alias_state, conversation_state
from saath.store.tenancy import as_business

_CONVERSATION = f"SELECT {', '.join(CONVERSATION.columns[1:])} FROM conversation WHERE business = ?"  # noqa: S608  # our own columns
_ASKED = "(asked_at, asked_id) > (answered_at, answered_id)"
_HEARD = """((heard_at, heard_id) > (spoke_at, spoke_id)
    AND (heard_at, heard_id) > (answered_at, answered_id) AND ({recent}))"""
_RECENT = "phone_number_id = ? AND heard_at BETWEEN ? AND ?"
# The first column alone lets the list index begin at the right row.
_AFTER = "last_at <= ? AND (last_at < ? OR (person, phone_number_id) > (?, ?))"
_NEWEST_FIRST = "ORDER BY last_at DESC, person, phone_number_id"
_LONGEST_FIRST = "ORDER BY asked_at, person, phone_number_id"


@dataclass(frozen=True, slots=True)
class Reading:
    """One transaction that only reads. `now` is the reader's time, in milliseconds."""

    business: str
    now: int
    policy: Policy
    database: Dialect


@contextmanager
def reading(business: str, now: int, using: str = TABLES) -> Iterator[Reading]:
    """Open the transaction in which one question is answered."""
    with as_business(business, using, reads=True):
        policy = load_policies(business, using).latest
        yield Reading(business, now, policy, dialect(using))


def conversation_id(conversation: Conversation) -> str:
    """How programs and addresses name a conversation; any alias of the person does as well."""
    return f"{conversation.person}-{conversation.phone_number_id}"


def find(read: Reading, key: str) -> Conversation | None:
    """The conversation with this id, under whichever name of the person it is asked for."""
    alias, _dash, phone_number_id = key.partition("-")
    known = [alias_state(row) for row in read.database.fetch(ALIAS, "id", read.business, [alias])]
    if not known:
        return None
    rows = read.database.select(
        f"{_CONVERSATION} AND person = ? AND phone_number_id = ?",
        (read.business, known[0].person, phone_number_id),
    )
    return conversation_state(rows[0]) if rows else None


def newest(
    read: Reading, after: Mark | None, limit: int, *, needs_reply: bool | None = None
) -> list[Conversation]:
    """Conversations from the newest on, after a place: all, or only those (not) needing a reply."""
    wanted, values = _wanted(read.policy, needs_reply=needs_reply)
    if after is not None:
        person, _dash, phone_number_id = after[1].partition("-")
        wanted = f"{wanted} AND {_AFTER}"
        values = (*values, after[0], after[0], person, phone_number_id)
    return _select(read, wanted, values, _NEWEST_FIRST, limit)


def longest_waiting(read: Reading, limit: int) -> list[Conversation]:
    """Conversations that need a reply, the one that asked longest ago first."""
    wanted, values = _wanted(read.policy, needs_reply=True)
    return _select(read, wanted, values, _LONGEST_FIRST, limit)


def count_waiting(read: Reading) -> int:
    """How many conversations need a reply."""
    wanted, values = _wanted(read.policy, needs_reply=True)
    statement = f"SELECT count(*) FROM conversation WHERE business = ? AND {wanted}"  # noqa: S608  # our own columns
    count: int = read.database.select(statement, (read.business, *values))[0][0]
    return count


def _select(
    read: Reading, wanted: str, values: tuple[Any, ...], order: str, limit: int
) -> list[Conversation]:
    statement = f"{_CONVERSATION} AND {wanted} {order} LIMIT ?"
    rows = read.database.select(statement, (read.business, *values, limit))
    return [conversation_state(row) for row in rows]


def _wanted(policy: Policy, *, needs_reply: bool | None) -> tuple[str, tuple[Any, ...]]:
    """`shown.unanswered`, in SQL."""
    if needs_reply is None:
        return "1 = 1", ()
    linked = [n for n in policy.numbers if n.linked_at]
    recent = " OR ".join(_RECENT for _number in linked)
    waits = f"({_ASKED} OR {_HEARD.format(recent=recent)})" if linked else _ASKED
    values = tuple(
        v for n in linked for v in (n.phone_number_id, n.linked_at - RECENT_MS, n.linked_at)
    )
    return (waits if needs_reply else f"NOT ({waits})"), values
