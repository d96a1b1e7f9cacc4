"""Which of the past a reader is shown: what only an export tells, only where WhatsApp has nothing.

The spans are the ledger's (`domain.ledger`); they are asked for only where exports are at stake.
"""

from dataclasses import replace
from typing import Any

from saath.domain.conversation import Conversation
from saath.domain.ledger import Evidence, ledger_of, lies_in
from saath.domain.message import Message
from saath.domain.thread import NEVER
from saath.queries.ledger import count_days, evidence_of
from saath.queries.reading import Reading
from saath.store.cursors import cursor
from saath.store.generation import where
from saath.store.kinds import TABLES

type Spans = tuple[tuple[int, int], ...]

KEPT_MAX = 100
NOTHING_PAST = " AND origin NOT IN ('history', 'export')"

_kept: dict[tuple[object, ...], Spans] = {}


def shown_past(read: Reading, conversation: Conversation) -> tuple[str, tuple[Any, ...]]:
    """What SQL asks of a message so that it is shown, and the values in it; nothing for all."""
    if read.hides_past:
        return NOTHING_PAST, ()
    if conversation.exported == NEVER:
        return "", ()
    spans = proven_empty(read, conversation.phone_number_id)
    within = "".join(" OR (at >= ? AND at < ?)" for _span in spans)
    return f" AND (origin <> 'export'{within})", tuple(edge for span in spans for edge in span)


def shows(read: Reading, message: Message) -> bool:
    """Whether the reader is shown this message."""
    if message.origin == "export" and not read.hides_past:
        return lies_in(proven_empty(read, message.phone_number_id), message.at)
    return not read.hides_past or message.origin not in {"history", "export"}


def withholds(read: Reading, conversation: Conversation) -> bool:
    """Whether messages of an exported chat are kept here and not shown, to who sees the past."""
    if read.hides_past or conversation.exported == NEVER:
        return False
    told, values = shown_past(read, conversation)
    thread = (read.business, conversation.person, conversation.phone_number_id)
    statement = f"""SELECT 1 FROM message WHERE business = ? AND person = ?
        AND phone_number_id = ? AND NOT (1 = 1{told}) LIMIT 1"""  # noqa: S608  # our own words
    return bool(read.database.select(statement, (*thread, *values)))


def proven_empty(read: Reading, phone_number_id: str) -> Spans:
    """Where the ledger of this number proves that WhatsApp gives nothing.

    Counting days reads every message of the number, so what was found is kept for as long as
    nothing of the past comes in: that moves the cursor of the bulk lane, or is evidence itself.
    """
    number = read.policy.number(phone_number_id)
    if number is None:
        return ()
    told = evidence_of(read, number)
    asked = ledger_of(told, now=read.now)
    proven = (asked.history.state, asked.proven_empty)  # they change with the hour, too
    key = (where(TABLES), read.business, told, proven, cursor(read.business, "bulk"))
    spans = _kept.get(key)
    if spans is None:
        spans = _with_days(read, told)
        if len(_kept) >= KEPT_MAX:
            _kept.clear()
        _kept[key] = spans
    return spans


def _with_days(read: Reading, told: Evidence) -> Spans:
    """The spans with the days of which nothing came; those that touch are one."""
    counted = replace(told, days=count_days(read, told))
    spans: list[tuple[int, int]] = []
    for begins, ends in ledger_of(counted, now=read.now).proven_empty:
        if spans and begins <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(ends, spans[-1][1]))
        else:
            spans.append((begins, ends))
    return tuple(spans)
