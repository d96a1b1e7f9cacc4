"""What the inbox shows at once, read in one transaction: who waits, who was answered, one thread."""

from dataclasses import dataclass

from saath.domain.conversation import Conversation
from saath.queries import conversations, cursors, messages
from saath.queries import reading as sql
from saath.queries.exported import withholds
from saath.queries.numbers import Cut, list_cuts
from saath.queries.reading import Reading, find, newest_answered, reading, waiting
from saath.queries.views import ConversationView, MessageView, Page
from saath.store.cursors import cursors_of
from saath.store.kinds import TABLES
from saath.store.tenancy import as_business

WAITING_SHOWN = 100
ROWS = 50


@dataclass(frozen=True, slots=True)
class ListView:
    """The list: who waits (the longest wait first, only on the first page) and who does not.

    `opened` is today's id of the conversation that is open beside it.
    """

    opened: str
    waiting: tuple[ConversationView, ...]
    waiting_count: int
    answered: Page[ConversationView]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One conversation with a page of its messages, what they quote, and when its number was cut.

    `withholds` says that messages of an exported chat are kept and not shown.
    """

    conversation: ConversationView
    messages: Page[MessageView]
    quoted: dict[str, MessageView]
    cuts: tuple[Cut, ...]
    withholds: bool = False


@dataclass(frozen=True, slots=True)
class InboxView:
    """The whole page with one thread."""

    list: ListView
    thread: ThreadView


class NoConversation(Exception):
    """The business has no conversation with this id."""


def read_list(
    business: str,
    now: int,
    after: str | None = None,
    *,
    opened: str = "",
    past: bool = True,
    using: str = TABLES,
) -> ListView:
    """Only the list; `opened` may be an id from before a merge. Without `past`, see `reading`."""
    with reading(business, now, using, past=past) as read:
        known = find(read, opened) if opened else None
        return _list(read, after, sql.conversation_id(known) if known else "")


def read_version(business: str, *, using: str = TABLES) -> tuple[tuple[int, int], ...]:
    """Where the tables stand: while it is the same, so is the list, but for the time that passes."""
    with as_business(business, using, reads=True):
        return cursors_of(business, using)


def find_present(business: str, key: str, now: int, *, using: str = TABLES) -> str:
    """Today's id of a conversation that was known by this one; nothing if there is none."""
    with reading(business, now, using) as read:
        known = find(read, key)
        return sql.conversation_id(known) if known else ""


def read_thread(
    business: str,
    key: str,
    now: int,
    after: str | None = None,
    *,
    past: bool = True,
    using: str = TABLES,
) -> ThreadView:
    """Only the thread."""
    with reading(business, now, using, past=past) as read:
        return _thread(read, _known(read, key), after)


def read_inbox(
    business: str,
    key: str,
    now: int,
    after: str | None = None,
    *,
    past: bool = True,
    using: str = TABLES,
) -> InboxView:
    """The list from its beginning, and a page of one thread."""
    with reading(business, now, using, past=past) as read:
        known = _known(read, key)
        return InboxView(_list(read, None, sql.conversation_id(known)), _thread(read, known, after))


def count_waiting(business: str, now: int, *, past: bool = True, using: str = TABLES) -> int:
    """Only how many conversations need a reply."""
    with reading(business, now, using, past=past) as read:
        return sql.count_waiting(read)


def _known(read: Reading, key: str) -> Conversation:
    known = find(read, key)
    if known is None:
        raise NoConversation
    return known


def _list(read: Reading, after: str | None, opened: str) -> ListView:
    place = cursors.decode(after) if after else None
    found = newest_answered(read, place, ROWS + 1)
    shown = conversations.views(read, waiting(read, WAITING_SHOWN) if place is None else [])
    return ListView(
        opened=opened,
        waiting=tuple(sorted(shown, key=lambda c: (c.waiting_since, c.id))),
        waiting_count=len(shown) if len(shown) < WAITING_SHOWN else sql.count_waiting(read),
        answered=conversations.page(read, found, ROWS),
    )


def _thread(read: Reading, conversation: Conversation, after: str | None) -> ThreadView:
    place = cursors.decode(after) if after else None
    shown = messages.page(read, conversation, place, ROWS)
    return ThreadView(
        conversation=conversations.views(read, [conversation])[0],
        messages=shown,
        quoted=messages.quoted(read, shown),
        cuts=list_cuts(read, conversation.phone_number_id),
        withholds=place is None and withholds(read, conversation),
    )
