"""One attachment of one message, as it is to be handed out; and what became of those of many.

Not here: the bytes (`saath.media`). An attachment is asked for by its message, never by a path.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from saath.domain.media import MediaState, media_key
from saath.domain.message import Message
from saath.queries.exported import shows
from saath.queries.reading import Reading, find, reading
from saath.store.kinds import TABLES
from saath.store.media_rows import MEDIA, media_state
from saath.store.rows import MESSAGE, message_state


@dataclass(frozen=True, slots=True)
class FileView:
    """An attachment that is kept: the name of its bytes, and what it may be shown as."""

    sha256: str
    mime: str
    filename: str


def states_of(read: Reading, messages: Iterable[Message]) -> dict[str, MediaState]:
    """What became of the attachments of these messages, by message."""
    keys = {message.id: key for message in messages if (key := _key(message))}
    wanted = list(set(keys.values()))
    rows = read.database.fetch(MEDIA, "id", read.business, wanted) if wanted else ()
    known = {state.id: state for state in map(media_state, rows)}
    return {message: known[key] for message, key in keys.items() if key in known}


def get_file(
    business: str, message: str, *, past: bool = True, using: str = TABLES
) -> FileView | None:
    """The attachment of this message, or None when there is none, or none yet, or not for them."""
    with reading(business, 0, using, past=past) as read:
        rows = read.database.fetch(MESSAGE, "id", business, [message])
        found = next((m for m in map(message_state, rows) if _may_see(read, m)), None)
        state = states_of(read, [found]).get(message) if found else None
    if found is None or state is None or state.stage != "kept":
        return None
    content = found.shown
    filename = content.media.filename if content and content.media else ""
    return FileView(state.sha256, state.mime, filename)


def _may_see(read: Reading, message: Message) -> bool:
    """Whether the thread shows this message to the reader."""
    if not read.hides_past and not read.private:
        return True
    if not shows(read, message):
        return False
    return find(read, f"{message.person}-{message.phone_number_id}") is not None


def _key(message: Message) -> str:
    content = message.shown
    media = content.media if content else None
    return media_key(message.phone_number_id, media) if media else ""
