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


def save(business: str, changes: States, using: str = TABLES) -> None:
    """Write every changed state once. Call it within `as_business`.

    Merges come first: rows of the merged that this batch did not touch follow their person.
    """
    database = dialect(using)
    for loser in changes.merged:
        _merge(database, business, loser, changes.find(loser))
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


def _merge(database: Dialect, business: str, loser: str, winner: str) -> None:
    database.run(MOVE_MESSAGES, (winner, business, loser))
    database.run(DROP_CONVERSATIONS, (business, loser))
