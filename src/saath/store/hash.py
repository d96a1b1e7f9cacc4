"""One hash of everything that was folded, of all businesses: people, conversations, messages, what
waits to be sent, what became of requests, what accounts may do.

Equal for equal states, whatever the machine, the database, or the order of the rows. So rows are
named by what the world calls them (names of a person, number and wamid), never by our ids, which
are salted with the business; and what deliveries say is in it without anything that our clock or a
drawn id had a part in. Of a mark only the time counts, its id being one of ours. What a refusal
holds back, and when, is not folded and not in it.

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
from saath.store.sending_rows import intention_state

ALIASES = """SELECT business, person, portfolio, kind, value, profile, profile_at, username,
    username_at, book, book_at, in_book, marketing, marketing_at FROM alias
    WHERE ? IN ('', business) ORDER BY business, person"""
CONVERSATIONS = """SELECT business, person, phone_number_id, heard_at, spoke_at, asked_at,
    answered_at, waiting_at, control, desk FROM conversation WHERE ? IN ('', business)"""
MESSAGES = """SELECT business, person, phone_number_id, wamid, at, direction, source, origin, told,
    type, text, content, receipts, edits, reactions, revoked_at, sending, ours FROM message
    WHERE ? IN ('', business)"""
OUTBOX = """SELECT business, person, phone_number_id, stage, body FROM outbox
    WHERE ? IN ('', business)"""
RESULTS = "SELECT at, message, refusal FROM result WHERE ? IN ('', business)"
ACCOUNTS = """SELECT account_id, life, at, no_replies_until, no_templates_until
    FROM account_state WHERE ? IN ('', business)"""
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
    total += _total("intention", map(_intention, rows(OUTBOX)), names)
    total += sum(_digest("result", (at, bool(made), no)) for at, made, no in rows(RESULTS))
    total += sum(_digest("account", row) for row in rows(ACCOUNTS))
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


def _intention(row: Row) -> Row:
    business, person, number, stage, body = row
    kept = intention_state(person, body)
    moments = (kept.created_at, kept.due_at, kept.expires_at, kept.attempted_at)
    said = (kept.outgoing.type, kept.outgoing.text, kept.source, kept.author, kept.automatic)
    return (business, person, number, stage, kept.attempts, moments, said)


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
