"""What the API answers, field by field. Published names: they change only with a new version."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, PlainSerializer, WithJsonSchema

from saath.domain.moments import iso
from saath.queries.views import (
    ContactView,
    ConversationView,
    MessageView,
    Origin,
    Page,
    ShownStatus,
)

Moment = Annotated[
    int,
    PlainSerializer(iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""Milliseconds inside, ISO 8601 in UTC outside."""


class Contact(Schema):
    """A person outside. Whatever is not known is null."""

    id: str
    name: str
    phone: str | None
    bsuid: str | None
    username: str | None


class Window(Schema):
    """The 24 hours after a person's last message. `closes_at` is null if it never opened."""

    open: bool
    closes_at: Moment | None


class Conversation(Schema):
    """One person on one number."""

    id: str
    phone_number_id: str
    contact: Contact
    needs_reply: bool
    control: Literal["nobody", "phone", "agent", "bot"]
    window: Window
    last_message_at: Moment


class Failure(Schema):
    """Why a message did not arrive."""

    code: int
    sentence: str


class Media(Schema):
    """An attachment; `bytes` and `url` are null until it is kept, `reason` unless it is lost."""

    state: Literal["pending", "kept", "lost", "on_phone"]
    mime: str | None
    filename: str | None
    voice: bool
    bytes: int | None
    url: str | None
    reason: str | None


class Reaction(Schema):
    """One side's emoji."""

    by: Literal["contact", "business"] = Field(serialization_alias="from")
    emoji: str


class Sender(Schema):
    """Who of the team wrote it."""

    name: str


class Message(Schema):
    """One message as it is now."""

    id: str
    wamid: str | None
    phone_number_id: str
    direction: Literal["in", "out"]
    source: Literal["contact", "phone", "phone_automatic", "bot", "agent", "campaign", "api"]
    origin: Origin
    type: str
    text: str
    status: ShownStatus | None
    failure: Failure | None
    reply_to: str | None
    media: Media | None
    at: Moment
    edited: bool
    deleted: bool
    reactions: list[Reaction]
    sent_by: Sender | None


class Conversations(Schema):
    """A page of conversations; `next` is null at the end."""

    data: list[Conversation]
    next: str | None


class Messages(Schema):
    """A page of messages; `next` is null at the end."""

    data: list[Message]
    next: str | None


def conversation(view: ConversationView) -> Conversation:
    """A conversation as published."""
    return Conversation(
        id=view.id,
        phone_number_id=view.phone_number_id,
        contact=_contact(view.contact),
        needs_reply=view.needs_reply,
        control=view.control or "nobody",
        window=Window(open=view.window.open, closes_at=view.window.closes_at or None),
        last_message_at=view.last_message_at,
    )


def _contact(view: ContactView) -> Contact:
    return Contact(
        id=view.id,
        name=view.name,
        phone=view.phone or None,
        bsuid=view.bsuid or None,
        username=view.username or None,
    )


def message(view: MessageView) -> Message:
    """A message as published."""
    failure = view.failure
    return Message(
        id=view.id,
        wamid=view.wamid or None,
        phone_number_id=view.phone_number_id,
        direction="in" if view.direction == "in" else "out",
        source=view.source,
        origin=view.origin,
        type=view.type,
        text=view.text,
        status=view.status,
        failure=Failure(code=failure.code, sentence=failure.sentence) if failure else None,
        reply_to=view.reply_to or None,
        media=_media(view),
        at=view.at,
        edited=view.edited,
        deleted=view.deleted,
        reactions=[Reaction(by=r.by, emoji=r.emoji) for r in view.reactions],
        sent_by=Sender(name=view.sent_by) if view.sent_by else None,
    )


def _media(view: MessageView) -> Media | None:
    media = view.media
    if media is None:
        return None
    return Media(
        state=media.state,
        mime=media.mime or None,
        filename=media.filename or None,
        voice=media.voice,
        bytes=media.bytes,
        url=f"/api/v1/messages/{view.id}/media" if media.state == "kept" else None,
        reason=media.loss.sentence if media.loss else None,
    )


def messages_since(views: Sequence[MessageView]) -> list[dict[str, Any]]:
    """Messages as they stand in a problem."""
    return [message(view).model_dump(mode="json", by_alias=True) for view in views]


def conversations(page: Page[ConversationView]) -> Conversations:
    """A page of conversations as published."""
    return Conversations(data=[conversation(row) for row in page.rows], next=page.next)


def messages(page: Page[MessageView]) -> Messages:
    """A page of messages as published."""
    return Messages(data=[message(row) for row in page.rows], next=page.next)
