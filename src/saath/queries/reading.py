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
from saath.domain.thread import NEVER, Mark
from saath.queries.shown import RECENT_MS
from saath.store.dialect import Dialect, dialect
from saath.store.kinds import TABLES
from saath.store.policies import load_policies
from saath.store.rows import ALIAS, CONVERSATION, alias_state, conversation_state
from saath.store.tenancy import as_business

_CONVERSATION = f"SELECT {', '.join(CONVERSATION.columns[1:])} FROM conversation WHERE business = ?"  # noqa: S608  # our own columns
# What `Conversation.needs_reply` asks, for SQL; the first comparisons are what an index can have.
_ASKED = """(waiting_at > 0 AND waiting_at >= answered_at
    AND (waiting_at, waiting_id) > (answered_at, answered_id))"""
# Who spoke last and was heard last; `last_at` lets the list index find them.
_RECENT = """(phone_number_id = ? AND last_at BETWEEN ? AND ? AND last_at = heard_at
    AND (heard_at, heard_id) > (spoke_at, spoke_id)
    AND (heard_at, heard_id) > (answered_at, answered_id))"""
_TOLD_LIVE = " AND (asked_at > 0 OR answered_at > 0 OR control <> '')"
# The first column alone lets the list index begin at the right row.
_AFTER = "last_at <= ? AND (last_at < ? OR (person, phone_number_id) > (?, ?))"
_NEWEST_FIRST = "ORDER BY last_at DESC, person, phone_number_id"
_LONGEST_FIRST = "ORDER BY waiting_at, person, phone_number_id"


@dataclass(frozen=True, slots=True)
class Reading:
    """One transaction that only reads. `now` is the reader's time, in milliseconds.

    What the reader may not see: with `hides_past`, everything that only history tells; of the
    people in `private`, everything.
    """

    business: str
    now: int
    policy: Policy
    database: Dialect
    hides_past: bool = False
    private: tuple[str, ...] = ()

    def may_see(self, conversation: Conversation) -> bool:
        """Whether there is anything in a conversation that this reader may see."""
        if conversation.person in self.private:
            return False
        c = conversation
        return not self.hides_past or max(c.asked, c.answered) != NEVER or c.control != ""


@contextmanager
def reading(
    business: str, now: int, using: str = TABLES, *, past: bool = True
) -> Iterator[Reading]:
    """Open the transaction in which one question is answered.

    Without `past` the reader is one of those who see what came over from the phone only once the
    owner passed it.
    """
    with as_business(business, using, reads=True):
        policy, database = load_policies(business, using).latest, dialect(using)
        if past:
            yield Reading(business, now, policy, database)
            return
        kept = policy.past
        private = _people(database, business, kept.private)
        yield Reading(business, now, policy, database, not kept.shared, private)


def persons_of(business: str, ids: tuple[str, ...], *, using: str = TABLES) -> dict[str, str]:
    """Who each of these is by now, after every merge; whom nobody knows is themselves."""
    with as_business(business, using, reads=True):
        return {key: key for key in ids} | _persons(dialect(using), business, ids)


def _people(database: Dialect, business: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Who these are by now, after every merge."""
    return tuple(sorted(set(_persons(database, business, ids).values())))


def _persons(database: Dialect, business: str, ids: tuple[str, ...]) -> dict[str, str]:
    rows = database.fetch(ALIAS, "id", business, ids) if ids else ()
    return {alias.id: alias.person for alias in map(alias_state, rows)}


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
    found = conversation_state(rows[0]) if rows else None
    return found if found and read.may_see(found) else None


def newest(read: Reading, after: Mark | None, limit: int) -> list[Conversation]:
    """Conversations from the newest on, after a place."""
    return _select(read, *_after(after), _NEWEST_FIRST, limit)


def newest_answered(read: Reading, after: Mark | None, limit: int) -> list[Conversation]:
    """Those of them that need no reply."""
    place, values = _after(after)
    recent = _recent(read)
    waits = " OR ".join([_ASKED, *(_RECENT for _number in recent)])
    flat = tuple(value for three in recent for value in three)
    return _select(read, f"NOT ({waits}) AND {place}", (*flat, *values), _NEWEST_FIRST, limit)


def waiting(read: Reading, limit: int) -> list[Conversation]:
    """Conversations that need a reply, those that asked longest ago first, about `limit` of them.

    Two questions, because each has an index: who asked live, and who was left waiting by history.
    """
    asked = asking(read, limit)
    left = [c for v in _recent(read) for c in _select(read, _RECENT, v, _NEWEST_FIRST, limit)]
    return list({(c.person, c.phone_number_id): c for c in (*asked, *left)}.values())


def asking(read: Reading, limit: int) -> list[Conversation]:
    """Those of them that asked live."""
    return _select(read, _ASKED, (), _LONGEST_FIRST, limit)


def count_waiting(read: Reading) -> int:
    """How many conversations need a reply."""
    count: int = _count(read, _ASKED, ())
    for values in _recent(read):
        count += _count(read, f"{_RECENT} AND NOT {_ASKED}", values)
    return count


def _count(read: Reading, wanted: str, values: tuple[Any, ...]) -> int:
    seen = _seen(read)
    statement = f"SELECT count(*) FROM conversation WHERE business = ? AND {wanted}{seen}"  # noqa: S608  # ours
    count: int = read.database.select(statement, (read.business, *values, *read.private))[0][0]
    return count


def _select(
    read: Reading, wanted: str, values: tuple[Any, ...], order: str, limit: int
) -> list[Conversation]:
    statement = f"{_CONVERSATION} AND {wanted}{_seen(read)} {order} LIMIT ?"
    rows = read.database.select(statement, (read.business, *values, *read.private, limit))
    return [conversation_state(row) for row in rows]


def _seen(read: Reading) -> str:
    """What `Reading.may_see` asks, for SQL; nothing for who sees everything."""
    places = ", ".join("?" for _person in read.private)
    hidden = f" AND person NOT IN ({places})" if places else ""
    return f"{hidden}{_TOLD_LIVE}" if read.hides_past else hidden


def _after(place: Mark | None) -> tuple[str, tuple[Any, ...]]:
    if place is None:
        return "1 = 1", ()
    person, _dash, phone_number_id = place[1].partition("-")
    return _AFTER, (place[0], place[0], person, phone_number_id)


def _recent(read: Reading) -> list[tuple[Any, ...]]:
    """The 48 hours before each number was linked: what `shown.unanswered` asks, for SQL."""
    if read.hides_past:
        return []
    return [
        (n.phone_number_id, n.linked_at - RECENT_MS, n.linked_at)
        for n in read.policy.numbers
        if n.linked_at
    ]
