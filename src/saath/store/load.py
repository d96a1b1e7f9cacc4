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


def load(business: str, keys: Keys, using: str = TABLES) -> States:
    """Return the states that exist of those asked for. Call it within `as_business`."""
    database = dialect(using)
    states = States()
    for row in _rows(database, MESSAGE, "id", business, keys.messages):
        states.messages[row[0]] = message_state(row)
    found = [alias_state(row) for row in _rows(database, ALIAS, "id", business, keys.aliases)]
    people = {alias.person for alias in found}
    people.update(message.person for message in states.messages.values() if message.person)
    load_people(business, people, states, using)
    return states


def load_people(business: str, people: Collection[str], states: States, using: str) -> None:
    """Add everything known of these people."""
    database = dialect(using)
    aliases = [alias_state(row) for row in _rows(database, ALIAS, "person", business, people)]
    states.aliases.update((alias.id, alias) for alias in aliases)
    states.people.update(_grouped(aliases))
    for row in _rows(database, CONVERSATION, "person", business, people):
        states.conversations[row[0], row[1]] = conversation_state(row)


def _rows(
    database: Dialect, table: Table, column: str, business: str, values: Collection[str]
) -> Sequence[Row]:
    return database.fetch(table, column, business, values) if values else ()


def _grouped(aliases: Iterable[Alias]) -> dict[str, tuple[str, ...]]:
    people = defaultdict(list)
    for alias in aliases:
        people[alias.person].append(alias.id)
    return {person: tuple(sorted(ids)) for person, ids in people.items()}
