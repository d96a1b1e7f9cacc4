"""The messages of one conversation, newest first. Stubs that wait for their message are not shown."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import batched

from saath.domain.conversation import Conversation
from saath.domain.message import Message
from saath.domain.thread import Mark
from saath.queries import cursors
from saath.queries.exported import shown_past, shows
from saath.queries.media import states_of
from saath.queries.reading import Reading, find, reading
from saath.queries.shown import message_view
from saath.queries.views import MessageView, Page
from saath.store.kinds import TABLES
from saath.store.rows import MESSAGE, message_state
from saath.store.sending_rows import OUTBOX

SINCE_MAX = 20
KNOWN_AT_ONCE = 5_000

_THREAD = f"""SELECT {", ".join(MESSAGE.columns[1:])} FROM message
    WHERE business = ? AND person = ? AND phone_number_id = ? AND (at, id) < (?, ?)
    AND {{wanted}} ORDER BY at DESC, id DESC LIMIT ?"""  # noqa: S608  # our own columns
# Stubs and pointers have no direction; notes are the team's and no part of what was said.
_SAID = "direction IN ('in', 'out')"
_SHOWN = "direction <> ''"
_FROM_THE_END: Mark = (2**63 - 1, "")


def list_messages(
    business: str, key: str, *, limit: int, after: str | None = None, using: str = TABLES
) -> Page[MessageView] | None:
    """A page of the conversation with this id, or None when there is no such conversation."""
    place = cursors.decode(after) if after else None
    with reading(business, 0, using) as read:
        known = find(read, key)
        return page(read, known, place, limit, _SAID) if known else None


def page(
    read: Reading,
    conversation: Conversation,
    after: Mark | None,
    limit: int,
    wanted: str = _SHOWN,
) -> Page[MessageView]:
    """A page of this conversation, with the team's notes unless only what was said is `wanted`."""
    thread = (read.business, conversation.person, conversation.phone_number_id)
    told, values = shown_past(read, conversation)
    statement = _THREAD.format(wanted=f"{wanted}{told}")
    place = after or _FROM_THE_END
    rows = read.database.select(statement, (*thread, *place, *values, limit + 1))
    messages = [message_state(row) for row in rows[:limit]]
    next_ = cursors.encode(messages[-1].mark) if len(rows) > limit else None
    return Page(_views(read, messages), next_)


def since(read: Reading, conversation: Conversation, seen: str) -> tuple[MessageView, ...]:
    """What was said after this message, oldest first, at most a screenful; all if it is unknown."""
    shown = page(read, conversation, None, SINCE_MAX, _SAID).rows
    at = next((i for i, message in enumerate(shown) if message.id == seen), len(shown))
    return tuple(reversed(shown[:at]))


def list_since(
    business: str, key: str, seen: str, *, past: bool = True, using: str = TABLES
) -> tuple[MessageView, ...]:
    """What was said in a conversation after the message that somebody saw last."""
    with reading(business, 0, using, past=past) as read:
        known = find(read, key)
        return since(read, known, seen) if known else ()


def list_known(business: str, ids: Sequence[str], *, using: str = TABLES) -> frozenset[str]:
    """Which of these messages are there, by id."""
    found: set[str] = set()
    for part in batched(ids, KNOWN_AT_ONCE):
        with reading(business, 0, using) as read:
            found.update(row[0] for row in read.database.fetch(MESSAGE, "id", business, part))
    return frozenset(found)


def _views(read: Reading, messages: Sequence[Message]) -> tuple[MessageView, ...]:
    held = _held(read, [m.id for m in messages if m.progress == "queued"])
    media = states_of(read, messages)
    shown = tuple(message_view(m, held.get(m.id, ""), media.get(m.id)) for m in messages)
    ours = _ours(read, {m.reply_to for m in shown if m.reply_to} - {m.id for m in shown})
    return tuple(replace(m, reply_to=ours[m.reply_to]) if m.reply_to in ours else m for m in shown)


def _held(read: Reading, keys: Sequence[str]) -> dict[str, str]:
    """Why the guard holds back those of these that it does."""
    rows = read.database.fetch(OUTBOX, "key", read.business, list(keys)) if keys else ()
    place = OUTBOX.columns.index("held") - 1
    return {row[0]: row[place] for row in rows if row[place]}


def _ours(read: Reading, keys: Collection[str]) -> dict[str, str]:
    """Which of these ids are WhatsApp's names for messages of ours."""
    rows = read.database.fetch(MESSAGE, "id", read.business, list(keys)) if keys else ()
    return {m.id: m.ours for m in map(message_state, rows) if m.ours}


def quoted(read: Reading, shown: Page[MessageView]) -> dict[str, MessageView]:
    """The messages that these answer, as far as they are known."""
    here = {message.id: message for message in shown.rows}
    wanted = {m.reply_to for m in shown.rows if m.reply_to}
    away = list(wanted - here.keys())
    rows = read.database.fetch(MESSAGE, "id", read.business, away) if away else ()
    found = [message_state(row) for row in rows]
    told = {m.id: message_view(m) for m in found if m.direction and shows(read, m)}
    return {key: here[key] for key in wanted & here.keys()} | told
