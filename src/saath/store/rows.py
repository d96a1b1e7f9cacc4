"""States as rows and rows as states. Pure; which rows and when is decided in `load` and `save`.

JSON columns are written by one encoder with a fixed order of fields, so that equal states have
equal rows on every database; the state hash counts on that. An empty column is an empty state.
"""

from dataclasses import dataclass
from typing import Any

from msgspec.json import Decoder, Encoder

from saath.domain.content import Content, Media
from saath.domain.conversation import Conversation
from saath.domain.message import Edit, Message, Reaction, Receipt
from saath.domain.notice import Notice
from saath.domain.person import Alias

type Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A derived table as the batch writer sees it; `numbers` are the columns that hold integers."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rest:
    """What a content carries beyond its type and text. Absent when empty."""

    media: Media | None = None
    reply_to: str = ""
    forwarded: bool = False
    detail: str = ""


ALIAS = Table(
    "alias",
    ("business", "id"),
    (
        *("business", "id", "portfolio", "kind", "value", "person", "profile", "profile_at"),
        *("username", "username_at", "book", "book_at", "in_book", "marketing", "marketing_at"),
    ),
    frozenset({"profile_at", "username_at", "book_at", "in_book", "marketing_at"}),
)
CONVERSATION = Table(
    "conversation",
    ("business", "person", "phone_number_id"),
    (
        *("business", "person", "phone_number_id", "heard_at", "heard_id", "spoke_at", "spoke_id"),
        *("asked_at", "asked_id", "answered_at", "answered_id", "control", "control_at"),
        "last_at",
    ),
    frozenset({"heard_at", "spoke_at", "asked_at", "answered_at", "control_at", "last_at"}),
)
MESSAGE = Table(
    "message",
    ("business", "id"),
    (
        *("business", "id", "phone_number_id", "wamid", "person", "at", "direction", "source"),
        *("origin", "told", "type", "text", "content", "receipts", "edits", "reactions"),
        "revoked_at",
    ),
    frozenset({"at", "revoked_at"}),
)
NOTICE = Table(
    "notice",
    ("business", "id"),
    ("business", "id", "subject", "subject_id", "at", "what", "event", "detail"),
    frozenset({"at"}),
)

_encode = Encoder().encode
_rest = Decoder(Rest).decode
_receipts = Decoder(tuple[Receipt, ...]).decode
_edits = Decoder(tuple[Edit, ...]).decode
_reactions = Decoder(tuple[Reaction, ...]).decode


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
    )


def alias_state(row: Row) -> Alias:
    """Return a row, without its business, as an alias."""
    key, portfolio, kind, value, person, profile, profile_at, *said = row
    username, username_at, book, book_at, in_book, marketing, marketing_at = said
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
        conversation.control,
        conversation.control_at,
        max(conversation.heard[0], conversation.spoke[0]),
    )


def conversation_state(row: Row) -> Conversation:
    """Return a row, without its business, as a conversation."""
    return Conversation(row[0], row[1], row[2:4], row[4:6], row[6:8], row[8:10], row[10], row[11])


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
    )


def message_state(row: Row) -> Message:
    """Return a row, without its business, as a message."""
    key, number, wamid, person, at, direction, source, origin, told, *said, revoked_at = row
    kind, text, rest, receipts, edits, reactions = said
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
