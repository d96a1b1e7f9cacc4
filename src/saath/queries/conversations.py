"""The list of conversations, newest first, and one conversation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from saath.domain.conversation import Conversation
from saath.domain.message import Message
from saath.domain.person import Alias
from saath.domain.thread import NEVER, Mark
from saath.queries import cursors
from saath.queries.exported import shows
from saath.queries.reading import Reading, conversation_id, find, newest, reading
from saath.queries.shown import (
    RECENT_MS,
    contact_view,
    desk_view,
    preview,
    unanswered,
    window_view,
)
from saath.queries.views import ContactView, ConversationView, Page
from saath.store.kinds import TABLES
from saath.store.rows import ALIAS, MESSAGE, alias_state, message_state

NAMELESS = ContactView("", "", "", "", "", stopped_marketing=False)

# The first message since a mark that waits for an answer, one look into the thread index each.
_WAITS = """SELECT v.column1, v.column2, (
        SELECT m.at FROM message m WHERE m.business = ? AND m.person = v.column1
        AND m.phone_number_id = v.column2 AND (m.at, m.id) > (v.column3, v.column4)
        AND m.direction = 'in' AND m.origin <> 'export'
        AND (m.origin = 'live' OR v.column5 = 1)
        ORDER BY m.at, m.id LIMIT 1)
    FROM (VALUES {values}) AS v"""
_WAIT = """(CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS TEXT),
    CAST(? AS INTEGER))"""


def list_conversations(
    business: str, now: int, *, limit: int, after: str | None = None, using: str = TABLES
) -> Page[ConversationView]:
    """A page of all conversations."""
    place = cursors.decode(after) if after else None
    with reading(business, now, using) as read:
        return page(read, newest(read, place, limit + 1), limit)


def get_conversation(
    business: str, key: str, now: int, *, past: bool = True, using: str = TABLES
) -> ConversationView | None:
    """The conversation with this id, or None; without `past`, see `reading`."""
    with reading(business, now, using, past=past) as read:
        known = find(read, key)
        return views(read, [known])[0] if known else None


def page(read: Reading, found: Sequence[Conversation], limit: int) -> Page[ConversationView]:
    """The first `limit` of these as views; one more means that there is a next page."""
    more = len(found) > limit
    shown = found[:limit]
    next_ = cursors.encode(_place(shown[-1])) if more else None
    return Page(views(read, shown), next_)


def _place(conversation: Conversation) -> Mark:
    return (conversation.place[0], conversation_id(conversation))


def views(read: Reading, found: Sequence[Conversation]) -> tuple[ConversationView, ...]:
    """Conversations with their people and last messages: one query per table."""
    contacts = _contacts(read, {c.person for c in found})
    messages = _messages(read, {c.place[1] for c in found})
    waits = waits_of(read, found)
    return tuple(
        ConversationView(
            id=conversation_id(c),
            phone_number_id=c.phone_number_id,
            contact=contacts.get(c.person, NAMELESS),
            needs_reply=conversation_id(c) in waits,
            waiting_since=waits.get(conversation_id(c), 0),
            control=c.controlled_by(read.policy),
            window=window_view(c, read.now),
            last_message_at=c.place[0],
            preview=preview(messages[c.place[1]]) if c.place[1] in messages else None,
            desk=desk_view(c, read.policy, read.now),
        )
        for c in found
    )


def _contacts(read: Reading, people: Iterable[str]) -> dict[str, ContactView]:
    aliases: defaultdict[str, list[Alias]] = defaultdict(list)
    for row in read.database.fetch(ALIAS, "person", read.business, list(people)):
        alias = alias_state(row)
        aliases[alias.person].append(alias)
    return {person: contact_view(known) for person, known in aliases.items()}


def _messages(read: Reading, ids: Iterable[str]) -> dict[str, Message]:
    rows = read.database.fetch(MESSAGE, "id", read.business, list(ids))
    return {m.id: m for m in map(message_state, rows) if shows(read, m)}


def waits_of(read: Reading, found: Sequence[Conversation]) -> dict[str, int]:
    """Since when the waiting ones among these wait, by id: the first word after ours that nobody settled."""
    waiting = [(c, mark) for c in found if (mark := unanswered(c, read.policy))]
    # What a request settled says itself where the next wait began.
    told = {
        conversation_id(c): c.since[0] for c, mark in waiting if c.needs_reply and c.since > mark
    }
    given = [(c, *_since(read, c, mark)) for c, mark in waiting if conversation_id(c) not in told]
    return told | _looked_up(read, given) if given else told


def _looked_up(read: Reading, given: Sequence[tuple[Conversation, Mark, int]]) -> dict[str, int]:
    """The same where no request settled anything since the last word of ours."""
    statement = _WAITS.format(values=", ".join(_WAIT for _given in given))
    values = [v for c, mark, any_ in given for v in (c.person, c.phone_number_id, *mark, any_)]
    firsts = read.database.select(statement, (read.business, *values))
    since = {f"{person}-{number}": at for person, number, at in firsts if at is not None}
    return {conversation_id(c): since.get(conversation_id(c), c.heard[0]) for c, *_rest in given}


def _since(read: Reading, conversation: Conversation, mark: Mark) -> tuple[Mark, int]:
    """Where to look from, and whether history counts there."""
    if not conversation.needs_reply:
        return mark, 1
    number = read.policy.number(conversation.phone_number_id)
    if mark == NEVER and number and number.linked_at:
        return (number.linked_at - RECENT_MS, ""), 0
    return mark, 0
