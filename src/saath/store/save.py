"""Write what a batch changed. The cursor is advanced by `cursors`, in the same transaction."""

from saath.domain.states import States
from saath.store.dialect import Dialect, dialect
from saath.store.kinds import TABLES
from saath.store.rows import (
    ALIAS,
    CONVERSATION,
    MESSAGE,
    NOTICE,
    alias_row,
    conversation_row,
    message_row,
    notice_row,
)

MOVE_MESSAGES = "UPDATE message SET person = ? WHERE business = ? AND person = ?"
DROP_CONVERSATIONS = "DELETE FROM conversation WHERE business = ? AND person = ?"

PERSON = ALIAS.columns.index("person") - 1  # rows come without their business


def save(business: str, changes: States, using: str = TABLES) -> None:
    """Write every changed state once. Call it within `as_business`.

    Merges come first: rows of the merged that this batch did not touch follow their person.
    """
    database = dialect(using)
    if changes.merged:
        _merge(database, business, changes)
    find = changes.find if changes.merged else None
    aliases = [alias_row(business, alias) for alias in changes.aliases.values()]
    conversations = [conversation_row(business, c) for c in changes.conversations.values()]
    messages = [
        message_row(business, message, find(message.person) if find else message.person)
        for message in changes.messages.values()
    ]
    notices = [notice_row(business, notice) for notice in changes.notices.values()]
    database.upsert(ALIAS, aliases)
    database.upsert(CONVERSATION, conversations)
    database.upsert(MESSAGE, messages)
    database.upsert(NOTICE, notices)


def _merge(database: Dialect, business: str, changes: States) -> None:
    """Move what the merged had. Most of them were new in this batch and have nothing yet."""
    known = database.fetch(ALIAS, "person", business, changes.merged.keys())
    for loser in {row[PERSON] for row in known}:
        database.run(MOVE_MESSAGES, (changes.find(loser), business, loser))
        database.run(DROP_CONVERSATIONS, (business, loser))
