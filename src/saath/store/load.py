"""Load the states that a batch of facts needs: one query per table, no more.

Everything known of each person met comes along: all aliases, all conversations, and what waits to
be said to them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from saath.domain.limits import DAY
from saath.domain.media import media_key
from saath.domain.message import Message
from saath.domain.number_state import NumberState
from saath.domain.person import Alias
from saath.domain.policy import Number
from saath.domain.states import States
from saath.domain.step import Keys
from saath.store.dialect import Dialect, dialect
from saath.store.kinds import TABLES
from saath.store.media_rows import MEDIA, media_state
from saath.store.rows import (
    ALIAS,
    CONVERSATION,
    MESSAGE,
    Row,
    Table,
    alias_state,
    conversation_state,
    message_state,
)
from saath.store.sending_rows import (
    ACCOUNT_STATE,
    OUTBOX,
    RESULT,
    account_state,
    intention_state,
    result_state,
)

ACCOUNTS = f"SELECT {', '.join(ACCOUNT_STATE.columns[1:])} FROM account_state WHERE business = ?"  # noqa: S608
REACHED = """SELECT count(DISTINCT person) FROM conversation
    WHERE business = ? AND reached_at > 0 AND reached_at > ? AND phone_number_id IN ({numbers})"""


def load(business: str, keys: Keys, known: States, using: str = TABLES) -> None:
    """Add to `known` the states that exist of those asked for. Call it within `as_business`.

    A person in `known` is known whole, so nothing of them is read again.
    """
    database = dialect(using)
    _load_messages(business, keys.messages, known, database)
    for row in _rows(database, RESULT, "id", business, keys.results - known.results.keys()):
        known.results[row[0]] = result_state(row)
    files = keys.media | set(filter(None, map(_file, known.messages.values())))
    for row in _rows(database, MEDIA, "id", business, files - known.media.keys()):
        known.media[row[0]] = media_state(row)
    missing = keys.aliases - known.aliases.keys()
    people = {row[4] for row in _rows(database, ALIAS, "id", business, missing)}
    people.update(message.person for message in known.messages.values())
    people.discard("")
    load_people(business, people - known.people.keys(), known, using)
    _load_messages(business, _put_off(known) - known.messages.keys(), known, database)


def _put_off(known: States) -> set[str]:
    """The messages of automatic intentions that were tried and wait for their next try.

    Whoever takes the conversation ends these too, and their messages stand in the thread.
    """
    return {
        key
        for key, waiting in known.intentions.items()
        if waiting.automatic and waiting.attempts and waiting.stage == "queued"
    }


def _file(message: Message) -> str:
    """The attachment of a message of ours: whoever sends it again needs to know it."""
    media = message.content.media if message.content else None
    return media_key("", media) if media is not None and not media.id else ""


def _load_messages(business: str, wanted: set[str], known: States, database: Dialect) -> None:
    """Add these messages, and those of ours to which they point."""
    for row in _rows(database, MESSAGE, "id", business, wanted):
        known.messages[row[0]] = message_state(row)
    pointers = {message.ours for message in known.messages.values() if message.ours}
    for row in _rows(database, MESSAGE, "id", business, pointers - known.messages.keys()):
        known.messages[row[0]] = message_state(row)


def load_accounts(business: str, using: str = TABLES) -> dict[str, NumberState]:
    """Return the states of all accounts of a business. Call it within `as_business`."""
    states = map(account_state, dialect(using).select(ACCOUNTS, (business,)))
    return {state.account_id: state for state in states}


def load_people(business: str, people: set[str], known: States, using: str = TABLES) -> None:
    """Add everything known of these people. Call it within `as_business`."""
    database = dialect(using)
    aliases = [alias_state(row) for row in _rows(database, ALIAS, "person", business, people)]
    known.aliases.update((alias.id, alias) for alias in aliases)
    known.people.update(_grouped(aliases))
    for row in _rows(database, CONVERSATION, "person", business, people):
        known.conversations[row[0], row[1]] = conversation_state(row)
    for key, person, *_columns, body in _rows(database, OUTBOX, "person", business, people):
        known.intentions[key] = intention_state(person, body)


def count_reached(business: str, numbers: Sequence[Number], now: int, using: str = TABLES) -> int:
    """How many people these numbers wrote to first within a day. Call it within `as_business`."""
    statement = REACHED.format(numbers=", ".join("?" for _number in numbers))
    named = [number.phone_number_id for number in numbers]
    people: int = dialect(using).select(statement, (business, now - DAY, *named))[0][0]
    return people


def _rows(
    database: Dialect, table: Table, column: str, business: str, values: Collection[str]
) -> Sequence[Row]:
    return database.fetch(table, column, business, values) if values else ()


def _grouped(aliases: Iterable[Alias]) -> dict[str, tuple[str, ...]]:
    people = defaultdict(list)
    for alias in aliases:
        people[alias.person].append(alias.id)
    return {person: tuple(sorted(ids)) for person, ids in people.items()}
