"""Everything of a business, to be carried out of it: people, conversations, messages, oldest first.

Read in pages, each in a transaction of its own, so that memory does not grow and no writer waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from saath.domain.conversation import Conversation
from saath.domain.message import Message
from saath.domain.person import Alias
from saath.queries.reading import find, reading
from saath.queries.shown import message_view
from saath.queries.views import MessageView
from saath.store.kinds import TABLES
from saath.store.rows import (
    ALIAS,
    CONVERSATION,
    MESSAGE,
    alias_state,
    conversation_state,
    message_state,
)

PAGE = 500

_ALIASES = f"""SELECT {", ".join(ALIAS.columns[1:])} FROM alias WHERE business = ? AND person > ?
    AND person IN (SELECT DISTINCT person FROM alias WHERE business = ? AND person > ?
        ORDER BY person LIMIT {PAGE}) ORDER BY person, id"""  # noqa: S608  # our own columns
_CONVERSATIONS = f"""SELECT {", ".join(CONVERSATION.columns[1:])} FROM conversation
    WHERE business = ? AND (person, phone_number_id) > (?, ?)
    ORDER BY person, phone_number_id LIMIT {PAGE}"""  # noqa: S608  # our own columns
_MESSAGES = f"""SELECT {", ".join(MESSAGE.columns[1:])} FROM message
    WHERE business = ? AND person = ? AND phone_number_id = ? AND direction <> ''
    AND (at, id) > (?, ?) ORDER BY at, id LIMIT {PAGE}"""  # noqa: S608  # our own columns


@dataclass(frozen=True, slots=True)
class Carried:
    """One message: as people see it, and the words as they are kept."""

    view: MessageView
    message: Message


def each_person(business: str, using: str = TABLES) -> Iterator[tuple[str, list[Alias]]]:
    """Everybody, with all their names."""
    after = ""
    while True:
        with reading(business, 0, using) as read:
            rows = read.database.select(_ALIASES, (business, after, business, after))
        if not rows:
            return
        people: dict[str, list[Alias]] = {}
        for row in rows:
            alias = alias_state(row)
            people.setdefault(alias.person, []).append(alias)
        yield from people.items()
        after = max(people)


def each_conversation(business: str, using: str = TABLES) -> Iterator[Conversation]:
    """Every conversation, by person and number."""
    after = ("", "")
    while True:
        with reading(business, 0, using) as read:
            rows = read.database.select(_CONVERSATIONS, (business, *after))
        for row in rows:
            yield conversation_state(row)
        if len(rows) < PAGE:
            return
        last = conversation_state(rows[-1])
        after = (last.person, last.phone_number_id)


def each_message(
    business: str, conversation: Conversation, using: str = TABLES
) -> Iterator[Carried]:
    """The messages and notes of a conversation, the oldest first."""
    after = (-(2**63), "")
    thread = (business, conversation.person, conversation.phone_number_id)
    while True:
        with reading(business, 0, using) as read:
            rows = read.database.select(_MESSAGES, (*thread, *after))
        for row in rows:
            message = message_state(row)
            yield Carried(message_view(message), message)
        if len(rows) < PAGE:
            return
        after = message_state(rows[-1]).mark


def find_conversation(business: str, key: str, using: str = TABLES) -> Conversation | None:
    """The conversation with this id, under whichever name of the person."""
    with reading(business, 0, using) as read:
        return find(read, key)


def names_of(business: str, person: str, using: str = TABLES) -> list[Alias]:
    """All names of one person."""
    with reading(business, 0, using) as read:
        rows = read.database.fetch(ALIAS, "person", business, [person])
        return [alias_state(row) for row in rows]
