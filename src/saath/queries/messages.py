"""The messages of one conversation, newest first. Stubs that wait for their message are not shown."""

from saath.domain.conversation import Conversation
from saath.domain.message import Mark
from saath.queries import cursors
from saath.queries.reading import Reading, find, reading
from saath.queries.shown import message_view
from saath.queries.views import MessageView, Page
from saath.store.kinds import TABLES
from saath.store.rows import MESSAGE, message_state

_THREAD = f"""SELECT {", ".join(MESSAGE.columns[1:])} FROM message
    WHERE business = ? AND person = ? AND phone_number_id = ? AND (at, id) < (?, ?)
    AND direction <> '' ORDER BY at DESC, id DESC LIMIT ?"""  # noqa: S608  # our own columns
_FROM_THE_END: Mark = (2**63 - 1, "")


def list_messages(
    business: str, key: str, *, limit: int, after: str | None = None, using: str = TABLES
) -> Page[MessageView] | None:
    """A page of the conversation with this id, or None when there is no such conversation."""
    place = cursors.decode(after) if after else None
    with reading(business, 0, using) as read:
        known = find(read, key)
        return page(read, known, place, limit) if known else None


def page(
    read: Reading, conversation: Conversation, after: Mark | None, limit: int
) -> Page[MessageView]:
    """A page of this conversation."""
    thread = (read.business, conversation.person, conversation.phone_number_id)
    rows = read.database.select(_THREAD, (*thread, *(after or _FROM_THE_END), limit + 1))
    messages = [message_state(row) for row in rows[:limit]]
    next_ = cursors.encode(messages[-1].mark) if len(rows) > limit else None
    return Page(tuple(message_view(m, read.business) for m in messages), next_)


def quoted(read: Reading, shown: Page[MessageView]) -> dict[str, MessageView]:
    """The messages that these answer, as far as they are known."""
    here = {message.id: message for message in shown.rows}
    wanted = {m.reply_to for m in shown.rows if m.reply_to}
    away = list(wanted - here.keys())
    rows = read.database.fetch(MESSAGE, "id", read.business, away) if away else ()
    found = [message_state(row) for row in rows]
    told = {m.id: message_view(m, read.business) for m in found if not m.is_stub}
    return {key: here[key] for key in wanted & here.keys()} | told
