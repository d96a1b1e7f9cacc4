"""States as rows and rows as states. Pure; which rows and when is decided in `load` and `save`.

JSON columns are written by one encoder with a fixed order of fields, so that equal states have
equal rows on every database; the state hash counts on that. An empty column is an empty state.
"""

from dataclasses import dataclass
from typing import Any

from msgspec.json import Decoder, Encoder

from saath.domain.content import Content, Media
from saath.domain.conversation import Conversation
from saath.domain.facts.messages import Failure
from saath.domain.message import Edit, Message, Reaction, Receipt
from saath.domain.notice import Notice
from saath.domain.person import Alias
from saath.domain.thread import NEVER, Mark, Progress

type Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A derived table as the batch writer sees it; `numbers` are the columns that hold integers.

    Of two rows with one key the later counts; in the columns `earliest`, the smaller value does.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: frozenset[str]
    earliest: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rest:
    """What a content carries beyond its type and text. Absent when empty."""

    media: Media | None = None
    reply_to: str = ""
    forwarded: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What few conversations have: the team's notes, what paces our sends, the last message of an
    exported chat. Absent when empty.
    """

    assignee: str = ""
    assignee_name: str = ""
    labels: tuple[str, ...] = ()
    claimed_by: str = ""
    claimed_until: int = 0
    attempts: tuple[int, ...] = ()
    automatic: tuple[int, ...] = ()
    automatic_run: int = 0
    exported: Mark = NEVER
    since: Mark = NEVER
    reached_before: int = 0


@dataclass(frozen=True, slots=True)
class Sending:
    """What a message has because we sent it, or because somebody of ours wrote it."""

    author: str = ""
    progress: Progress = ""
    failure: Failure | None = None
    answers: Mark = NEVER


EMPTY_DESK = Desk()
EMPTY_SENDING = Sending()

ALIAS = Table(
    "alias",
    ("business", "id"),
    (
        *("business", "id", "portfolio", "kind", "value", "person", "profile", "profile_at"),
        *("username", "username_at", "book", "book_at", "in_book", "marketing", "marketing_at"),
        "book_told",
    ),
    frozenset({"profile_at", "username_at", "book_at", "in_book", "marketing_at", "book_told"}),
)
CONVERSATION = Table(
    "conversation",
    ("business", "person", "phone_number_id"),
    (
        *("business", "person", "phone_number_id", "heard_at", "heard_id", "spoke_at", "spoke_id"),
        *("asked_at", "asked_id", "answered_at", "answered_id", "waiting_at", "waiting_id"),
        *("control", "control_at", "control_until", "desk", "last_at", "reached_at"),
    ),
    frozenset(
        {
            *("heard_at", "spoke_at", "asked_at", "answered_at", "waiting_at"),
            *("control_at", "control_until", "last_at", "reached_at"),
        }
    ),
)
MESSAGE = Table(
    "message",
    ("business", "id"),
    (
        *("business", "id", "phone_number_id", "wamid", "person", "at", "direction", "source"),
        *("origin", "told", "type", "text", "content", "receipts", "edits", "reactions"),
        *("revoked_at", "sending", "ours"),
    ),
    frozenset({"at", "revoked_at"}),
)
NOTICE = Table(
    "notice",
    ("business", "id"),
    ("business", "id", "subject", "subject_id", "at", "what", "event", "detail"),
    frozenset({"at"}),
    earliest=frozenset({"at"}),  # notices are written without being read before
)

_encode = Encoder().encode
_rest = Decoder(Rest).decode
_receipts = Decoder(tuple[Receipt, ...]).decode
_edits = Decoder(tuple[Edit, ...]).decode
_reactions = Decoder(tuple[Reaction, ...]).decode
_desk = Decoder(Desk).decode
_sending = Decoder(Sending).decode


def alias_row(business: str, alias: Alias) -> Row:
    """Return an alias as a row."""
    return (
        business,
        alias.id,
        alias.portfolio,
        alias.kind,
        alias.value,
        alias.person,
        alias.profile,
        alias.profile_at,
        alias.username,
        alias.username_at,
        alias.book,
        alias.book_at,
        int(alias.in_book),
        alias.marketing,
        alias.marketing_at,
        int(alias.book_told),
    )


def alias_state(row: Row) -> Alias:
    """Return a row, without its business, as an alias."""
    key, portfolio, kind, value, person, profile, profile_at, *said = row
    username, username_at, book, book_at, in_book, marketing, marketing_at, book_told = said
    return Alias(
        key,
        portfolio,
        kind,
        value,
        person,
        profile,
        profile_at,
        username,
        username_at,
        book,
        book_at,
        bool(in_book),
        marketing,
        marketing_at,
        bool(book_told),
    )


def conversation_row(business: str, conversation: Conversation) -> Row:
    """Return a conversation as a row."""
    return (
        business,
        conversation.person,
        conversation.phone_number_id,
        *conversation.heard,
        *conversation.spoke,
        *conversation.asked,
        *conversation.answered,
        *conversation.waiting,
        conversation.control,
        conversation.control_at,
        conversation.control_until,
        _desk_of(conversation),
        conversation.place[0],
        conversation.reached_at,
    )


def _desk_of(conversation: Conversation) -> str:
    is_exported = conversation.exported != NEVER
    if not (is_exported or _is_noted(conversation) or _is_paced(conversation)):
        return ""
    desk = Desk(
        conversation.assignee,
        conversation.assignee_name,
        conversation.labels,
        conversation.claimed_by,
        conversation.claimed_until,
        conversation.attempts,
        conversation.automatic,
        conversation.automatic_run,
        conversation.exported,
        conversation.since,
        conversation.reached_before,
    )
    return _encode(desk).decode()


def _is_noted(said: Conversation) -> bool:
    noted = said.assignee or said.assignee_name or said.labels or said.claimed_by
    return bool(noted) or said.since != NEVER


def _is_paced(said: Conversation) -> bool:
    return bool(said.claimed_until or said.attempts or said.automatic or said.automatic_run)


def conversation_state(row: Row) -> Conversation:
    """Return a row, without its business, as a conversation."""
    person, number, *marks, control, control_at, control_until, desk, _last_at, reached_at = row
    heard_at, heard_id, spoke_at, spoke_id, asked_at, asked_id, *rest = marks
    answered_at, answered_id, waiting_at, waiting_id = rest
    more = desk_state(desk)
    return Conversation(
        person,
        number,
        (heard_at, heard_id),
        (spoke_at, spoke_id),
        (asked_at, asked_id),
        (answered_at, answered_id),
        (waiting_at, waiting_id),
        control,
        control_at,
        control_until,
        more.assignee,
        more.assignee_name,
        more.labels,
        more.claimed_by,
        more.claimed_until,
        more.attempts,
        more.automatic,
        more.automatic_run,
        more.exported,
        more.since,
        reached_at,
        more.reached_before,
    )


def desk_state(desk: str) -> Desk:
    """Return the column `desk` as what it holds."""
    return _desk(desk) if desk else EMPTY_DESK


def message_row(business: str, message: Message, person: str) -> Row:
    """Return a message as a row, with the person it is by now known to belong to."""
    content = message.content
    receipts, edits, reactions = message.receipts, message.edits, message.reactions
    return (
        business,
        message.id,
        message.phone_number_id,
        message.wamid,
        person,
        message.at,
        message.direction,
        message.source,
        message.origin,
        message.told,
        content.type if content else "",
        content.text if content else "",
        _rest_of(content) if content else "",
        _encode(receipts).decode() if receipts else "",
        _encode(edits).decode() if edits else "",
        _encode(reactions).decode() if reactions else "",
        message.revoked_at,
        _sending_of(message),
        message.ours,
    )


def _sending_of(message: Message) -> str:
    if not (message.author or message.progress or message.failure or message.answers != NEVER):
        return ""
    sending = Sending(message.author, message.progress, message.failure, message.answers)
    return _encode(sending).decode()


def sending_state(sending: str) -> Sending:
    """Return the column `sending` as what it holds."""
    return _sending(sending) if sending else EMPTY_SENDING


def message_state(row: Row) -> Message:
    """Return a row, without its business, as a message."""
    key, number, wamid, person, at, direction, source, origin, told, *said = row
    kind, text, rest, receipts, edits, reactions, revoked_at, sending, ours = said
    sent = sending_state(sending)
    return Message(
        key,
        number,
        wamid,
        person,
        at,
        direction,
        source,
        origin,
        told,
        content_state(kind, text, rest) if kind else None,
        _receipts(receipts) if receipts else (),
        _edits(edits) if edits else (),
        _reactions(reactions) if reactions else (),
        revoked_at,
        sent.author,
        sent.progress,
        sent.failure,
        sent.answers,
        ours,
    )


def content_state(kind: str, text: str, rest: str) -> Content:
    """Return the three columns of a message's content as a content."""
    if not rest:
        return Content(kind, text)
    more = _rest(rest)
    return Content(kind, text, more.media, more.reply_to, more.forwarded, more.detail)


def notice_row(business: str, notice: Notice) -> Row:
    """Return a notice as a row."""
    return (
        business,
        notice.id,
        notice.subject,
        notice.subject_id,
        notice.at,
        notice.what,
        notice.event,
        notice.detail,
    )


def _rest_of(content: Content) -> str:
    if not (content.media or content.reply_to or content.forwarded or content.detail):
        return ""
    rest = Rest(content.media, content.reply_to, content.forwarded, content.detail)
    return _encode(rest).decode()
