"""Which attachments wait to be fetched, and which files WhatsApp has. In `as_business`, but where
it says otherwise.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from saath.domain.media import MediaState, Upload
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.media_rows import MEDIA, UPLOAD, media_state, upload_state

_COLUMNS = ", ".join(f"media.{name}" for name in MEDIA.columns[1:])
AHEAD_MS = 24 * 60 * 60 * 1000
"""A retry further ahead than any is was written before the clock was set back."""

_OF_MESSAGE = """FROM media JOIN message
    ON message.business = media.business AND message.id = media.message"""
# The newest first: it is what people look at, and the past may come by the thousand.
DUE = f"""SELECT message.person, {_COLUMNS} {_OF_MESSAGE}
    WHERE media.business = ? AND media.phone_number_id = ? AND media.stage = 'pending'
    AND (media.due_at <= ? OR media.due_at > ?) ORDER BY media.at DESC, media.id LIMIT ?"""  # our own columns
EXPIRED = f"""SELECT message.person, {_COLUMNS} {_OF_MESSAGE}
    WHERE media.business = ? AND media.stage = 'pending' AND media.expires_at < ?
    ORDER BY media.id LIMIT ?"""  # our own columns
LEFT = "SELECT DISTINCT business FROM media WHERE stage = 'pending' AND due_at <= ?"
COUNT = "SELECT stage, count(*) FROM media GROUP BY stage"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attachment that waits, and whose message it came with by now."""

    person: str
    state: MediaState


def list_due(
    business: str, phone_number_id: str, now: int, limit: int, using: str = TABLES
) -> list[Wanted]:
    """Return what may be asked for on this number now, the newest message's first."""
    given = (business, phone_number_id, now, now + AHEAD_MS, limit)
    rows = dialect(using).select(DUE, given)
    return [Wanted(person, media_state(tuple(row))) for person, *row in rows]


def list_expired(business: str, now: int, limit: int, using: str = TABLES) -> list[Wanted]:
    """Return what WhatsApp has no more by now."""
    rows = dialect(using).select(EXPIRED, (business, now, limit))
    return [Wanted(person, media_state(tuple(row))) for person, *row in rows]


def find_uploads(
    business: str, keys: Collection[str], now: int, using: str = TABLES
) -> dict[str, Upload]:
    """Return those of these uploads that may be used now."""
    rows = dialect(using).fetch(UPLOAD, "id", business, keys) if keys else ()
    found = map(upload_state, rows)
    return {one.id: one for one in found if one.media_id and one.expires_at > now}


def left_businesses(before: int, using: str = TABLES) -> set[str]:
    """Return whose attachments have waited since then. Within `across_businesses`."""
    return {business for (business,) in dialect(using).select(LEFT, (before,))}


def count_media(using: str = TABLES) -> Counter[str]:
    """Return how many attachments there are by stage. Within `across_businesses`."""
    return Counter(dict(dialect(using).select(COUNT, ())))
