"""One hash of everything that was folded: people, conversations and messages of all businesses.

Equal for equal states, whatever the machine, the database, or the order of the rows. So rows are
named by what the world calls them (names of a person, number and wamid), never by our ids, which
are salted with the business; and nothing is in it that our clock or a drawn id had a part in, but
the words our own records hold. Of a mark only the time counts, its id being one of ours. What waits
in the outbox is not in it: whether it still may go is asked at the head of the journal.

Rows are added up (modulo 2^256), so nothing needs sorting and memory does not grow with messages;
it grows with people, sixteen bytes and their id each.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import groupby

from msgspec.msgpack import encode

from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.rows import Row, desk_state, sending_state

ALIASES = """SELECT business, person, portfolio, kind, value, profile, profile_at, username,
    username_at, book, book_at, in_book, marketing, marketing_at FROM alias
    WHERE ? IN ('', business) ORDER BY business, person"""
CONVERSATIONS = """SELECT business, person, phone_number_id, heard_at, spoke_at, asked_at,
    answered_at, waiting_at, control, desk FROM conversation WHERE ? IN ('', business)"""
MESSAGES = """SELECT business, person, phone_number_id, wamid, at, direction, source, origin, told,
    type, text, content, receipts, edits, reactions, revoked_at, sending, ours FROM message
    WHERE ? IN ('', business)"""
# Of attachments what outcomes say; that one waits follows from its message.
MEDIA = """SELECT business, '', phone_number_id, media_id, stage, mime, sha256, bytes, reason FROM media
    WHERE ? IN ('', business) AND stage <> 'pending' AND media_id <> ''"""
MODULUS = 2**256

type Names = dict[tuple[str, str], bytes]


def state_hash(using: str = TABLES, business: str = "") -> str:
    """Return the hash of a generation, or of one business in it. Within `across_businesses`."""
    database = dialect(using)
    names: Names = {}

    def rows(statement: str) -> Iterator[Row]:
        return database.stream(statement, (business,))

    total = _people(rows(ALIASES), names)
    total += _total("conversation", map(_conversation, rows(CONVERSATIONS)), names)
    total += _total("message", map(_message, rows(MESSAGES)), names)
    total += _total("media", rows(MEDIA), names)
    return f"{total % MODULUS:064x}"


def _conversation(row: Row) -> Row:
    """Of the desk what people put there; the rest of it paces our sends, by our clock."""
    *said, desk = row
    if not desk:
        return row
    kept = desk_state(desk)
    noted = (kept.assignee, kept.assignee_name, kept.labels)
    return (*said, noted if any(noted) else "")


def _message(row: Row) -> Row:
    """Of the sending everything but ids."""
    *said, sending, ours = row
    if not sending:
        return (*said, "", bool(ours))
    kept = sending_state(sending)
    failure = (kept.failure.code, kept.failure.title) if kept.failure else None
    return (*said, (kept.author, kept.progress, failure, kept.answers[0]), bool(ours))


def _people(aliases: Iterable[Row], names: Names) -> int:
    total = 0
    for person, rows in groupby(aliases, key=lambda row: row[:2]):
        said = sorted(row[2:] for row in rows)
        names[person] = blake2b(encode([row[:3] for row in said]), digest_size=16).digest()
        total += _digest("person", said)
    return total


def _total(kind: str, rows: Iterable[Row], names: Names) -> int:
    """Add rows up, each with the name of its person; nobody is nobody everywhere."""
    return sum(_digest(kind, (names.get(row[:2]), *row[2:])) for row in rows)


def _digest(kind: str, content: object) -> int:
    return int.from_bytes(blake2b(encode((kind, content)), digest_size=32).digest())
