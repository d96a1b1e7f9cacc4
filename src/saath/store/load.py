"""Load the states that a batch of facts needs: one query per table, no more.

Everything known of each person met comes along: all aliases and all conversations.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from saath.domain.person import Alias
from saath.domain.states import States
from saath.domain.step import Keys
from saath.store.dialect import Dialect, dialect
from saath.store.kinds import TABLES
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


def load(business: str, keys: Keys, known: States, using: str = TABLES) -> None:
    """Add to `known` the states that exist of those asked for. Call it within `as_business`.

    A person in `known` is known whole, so nothing of them is read again.
    """
    database = dialect(using)
    for row in _rows(database, MESSAGE, "id", business, keys.messages):
        known.messages[row[0]] = message_state(row)
    missing = keys.aliases - known.aliases.keys()
    people = {row[4] for row in _rows(database, ALIAS, "id", business, missing)}
    people.update(message.person for message in known.messages.values())
    people.discard("")
    _load_people(business, people - known.people.keys(), known, database)


def _load_people(business: str, people: set[str], known: States, database: Dialect) -> None:
    """Add everything known of these people."""
    aliases = [alias_state(row) for row in _rows(database, ALIAS, "person", business, people)]
    known.aliases.update((alias.id, alias) for alias in aliases)
    known.people.update(_grouped(aliases))
    for row in _rows(database, CONVERSATION, "person", business, people):
        known.conversations[row[0], row[1]] = conversation_state(row)


def _rows(
    database: Dialect, table: Table, column: str, business: str, values: Collection[str]
) -> Sequence[Row]:
    return database.fetch(table, column, business, values) if values else ()


def _grouped(aliases: Iterable[Alias]) -> dict[str, tuple[str, ...]]:
    people = defaultdict(list)
    for alias in aliases:
        people[alias.person].append(alias.id)
    return {person: tuple(sorted(ids)) for person, ids in people.items()}
