"""Write what a batch changed. The cursor is advanced by `cursors`, in the same transaction."""

from collections.abc import Callable, Mapping

from saath.domain.intention import Intention
from saath.domain.states import States
from saath.store.dialect import Dialect, dialect
from saath.store.kinds import TABLES
from saath.store.media_rows import MEDIA, UPLOAD, media_row, upload_row
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
from saath.store.sending_rows import (
    ACCOUNT_STATE,
    OUTBOX,
    RESULT,
    Ask,
    account_row,
    intention_row,
    result_row,
)

MOVE_MESSAGES = "UPDATE message SET person = ? WHERE business = ? AND person = ?"
MOVE_INTENTIONS = "UPDATE outbox SET person = ? WHERE business = ? AND person = ?"
DROP_INTENTION = "DELETE FROM outbox WHERE business = ? AND key = ?"
RELEASE = "UPDATE outbox SET not_before = 0, held = '' WHERE business = ? AND held <> ''"
DROP_CONVERSATIONS = "DELETE FROM conversation WHERE business = ? AND person = ?"

PERSON = ALIAS.columns.index("person") - 1  # rows come without their business


def save(
    business: str,
    changes: States,
    find: Callable[[str], str] | None = None,
    asks: Mapping[str, Ask] | None = None,
    using: str = TABLES,
) -> None:
    """Write every changed state once. Call it within `as_business`.

    Merges come first: rows of the merged that this batch did not touch follow their person.
    `find` says who somebody is by now (the changes alone do, if it is not given); `asks` what the
    requests among the changes asked for.
    """
    find = find or changes.find
    database = dialect(using)
    if changes.merged:
        _merge(database, business, changes)
    aliases = [alias_row(business, alias) for alias in changes.aliases.values()]
    conversations = [conversation_row(business, c) for c in changes.conversations.values()]
    moved = find if changes.merged else None
    messages = [
        message_row(business, message, moved(message.person) if moved else message.person)
        for message in changes.messages.values()
    ]
    notices = [notice_row(business, notice) for notice in changes.notices.values()]
    database.upsert(ALIAS, aliases)
    database.upsert(CONVERSATION, conversations)
    database.upsert(MESSAGE, messages)
    database.upsert(NOTICE, notices)
    _queue(database, business, changes.intentions, find)
    results = [result_row(business, result, asks or {}) for result in changes.results.values()]
    database.upsert(RESULT, results)
    database.upsert(MEDIA, [media_row(business, one) for one in changes.media.values()])
    database.upsert(UPLOAD, [upload_row(business, one) for one in changes.uploads.values()])
    database.upsert(ACCOUNT_STATE, [account_row(business, n) for n in changes.numbers.values()])


def _queue(
    database: Dialect,
    business: str,
    intentions: Mapping[str, Intention],
    find: Callable[[str], str],
) -> None:
    """Write what waits, and drop what came to its end."""
    waiting = [i for i in intentions.values() if i.stage != "gone"]
    database.upsert(OUTBOX, [intention_row(business, i, find(i.person)) for i in waiting])
    for intention in intentions.values():
        if intention.stage == "gone":
            database.run(DROP_INTENTION, (business, intention.key))


def release_holds(business: str, using: str = TABLES) -> None:
    """Let everything be asked about again: what refusals rest on has changed. In `as_business`."""
    dialect(using).run(RELEASE, (business,))


def _merge(database: Dialect, business: str, changes: States) -> None:
    """Move what the merged had. Most of them were new in this batch and have nothing yet."""
    known = database.fetch(ALIAS, "person", business, changes.merged.keys())
    for loser in {row[PERSON] for row in known}:
        database.run(MOVE_MESSAGES, (changes.find(loser), business, loser))
        database.run(MOVE_INTENTIONS, (changes.find(loser), business, loser))
        database.run(DROP_CONVERSATIONS, (business, loser))
