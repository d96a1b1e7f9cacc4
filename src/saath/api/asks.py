"""What programs may ask, field by field: messages of every type, and the desk's acts."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from saath.domain.attaching import CAPTION_MAX
from saath.domain.facts.requests import MarkRead, React, Reply
from saath.domain.outgoing import Attachment, Choice, Outgoing, Template

# Limits of Meta's message types: Cloud API reference of messages, checked 2026-11-21.
TEXT_MAX, BODY_MAX = 4096, 1024
BUTTONS_MAX, ROWS_MAX = 3, 10

type Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
type Words = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_MAX, pattern=r"\S")]
type Body = Annotated[str, StringConstraints(min_length=1, max_length=BODY_MAX, pattern=r"\S")]
type Title = Annotated[str, StringConstraints(min_length=1, max_length=20)]
type Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class Strict(Schema):
    """A field we do not know is refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid")


class Ask(Strict):
    """`as` names a person of the team who takes the conversation; a bare key does not."""

    author: Annotated[str, Field(alias="as", pattern=r"^(agent:.{1,150})?$")] = ""


class TextAsk(Ask):
    """Words; `reply_to` quotes a message."""

    type: Literal["text"]
    text: Words
    reply_to: str = Field("", max_length=200)


class TemplateWords(Strict):
    """An approved template, by name. `values` fill its places: by name, or "1", "2" in order.

    Who asked for no more offers is sent only what `category` calls utility or authentication.
    """

    name: Id
    language: Annotated[str, StringConstraints(min_length=2, max_length=15)]
    values: dict[str, str] = Field(default_factory=dict, max_length=50)
    category: Literal["", "marketing", "utility", "authentication"] = ""


class TemplateAsk(Ask):
    """The one thing that may be sent while the window is closed."""

    type: Literal["template"]
    template: TemplateWords


class Button(Strict):
    """A reply button."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    title: Title


class ButtonsAsk(Ask):
    """Words with up to three buttons."""

    type: Literal["buttons"]
    text: Body
    buttons: Annotated[list[Button], Field(min_length=1, max_length=BUTTONS_MAX)]
    reply_to: str = Field("", max_length=200)


class Row(Strict):
    """A line of a list."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    title: Annotated[str, StringConstraints(min_length=1, max_length=24)]
    description: str = Field("", max_length=72)


class ListAsk(Ask):
    """Words with a button that opens up to ten lines."""

    type: Literal["list"]
    text: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_MAX, pattern=r"\S")]
    button: Title
    rows: Annotated[list[Row], Field(min_length=1, max_length=ROWS_MAX)]
    reply_to: str = Field("", max_length=200)


class ReactionAsk(Ask):
    """An emoji on a message; an empty one takes it away."""

    type: Literal["reaction"]
    message: Id
    emoji: str = Field(max_length=32)


class ReadAsk(Ask):
    """Show that a message, and all before it, were read."""

    type: Literal["read"]
    message: Id


class Uploaded(Strict):
    """A file that was given to `/media`; `filename` is what a document is called."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    filename: str = Field("", max_length=240)


class FileAsk(Ask):
    """A picture, a video or a document, perhaps with words."""

    type: Literal["image", "video", "document"]
    media: Uploaded
    text: str = Field("", max_length=CAPTION_MAX)
    reply_to: str = Field("", max_length=200)


class AudioAsk(Ask):
    """Sound; with `voice` (OGG with Opus) it looks like a voice message."""

    type: Literal["audio"]
    media: Uploaded
    voice: bool = False
    reply_to: str = Field("", max_length=200)


class StickerAsk(Ask):
    """A WebP picture without words."""

    type: Literal["sticker"]
    media: Uploaded
    reply_to: str = Field("", max_length=200)


type CarryingAsk = FileAsk | AudioAsk | StickerAsk
type MessageAsk = TextAsk | TemplateAsk | ButtonsAsk | ListAsk | CarryingAsk | ReactionAsk | ReadAsk


class ControlAsk(Ask):
    """Who answers from now on."""

    to: Literal["agent", "bot", "nobody"]


class NeedsReplyAsk(Ask):
    """Whether a reply is needed; `seen` is the last message that whoever asks has read."""

    value: bool
    seen: str = Field("", max_length=200)


class NoteAsk(Ask):
    """Words for the team."""

    text: Words


class AssignmentAsk(Ask):
    """`to` is `agent:ID`, or null to take it from everybody."""

    to: Annotated[str, Field(pattern=r"^agent:.{1,150}$")] | None


class LabelsAsk(Ask):
    """Labels to put on and to take off."""

    add: list[Tag] = Field(default_factory=list, max_length=20)
    remove: list[Tag] = Field(default_factory=list, max_length=20)


def action_of(
    asked: MessageAsk, seen: str, attached: Attachment | None
) -> Reply | React | MarkRead:
    """What is asked of the conversation; `attached` is the file that it names."""
    match asked:
        case ReactionAsk():
            return React(asked.message, asked.emoji)
        case ReadAsk():
            return MarkRead(asked.message)
        case _:
            return Reply(outgoing_of(asked, attached), seen)


def outgoing_of(asked: MessageAsk, attached: Attachment | None) -> Outgoing:
    """What would go out."""
    if isinstance(asked, FileAsk | AudioAsk | StickerAsk):
        words = asked.text if isinstance(asked, FileAsk) else ""
        return Outgoing(asked.type, words, asked.reply_to, attached)
    return _said(asked)


def _said(
    asked: TextAsk | TemplateAsk | ButtonsAsk | ListAsk | ReactionAsk | ReadAsk,
) -> Outgoing:
    match asked:
        case TextAsk():
            return Outgoing("text", text=asked.text, reply_to=asked.reply_to)
        case TemplateAsk(template=given):
            values = tuple(given.values.items())
            template = Template(given.name, given.language, values, given.category)
            return Outgoing("template", template=template)
        case ButtonsAsk():
            choices = tuple(Choice(button.id, button.title) for button in asked.buttons)
            return Outgoing("buttons", text=asked.text, choices=choices, reply_to=asked.reply_to)
        case ListAsk():
            rows = tuple(Choice(row.id, row.title, row.description) for row in asked.rows)
            return Outgoing("list", asked.text, asked.reply_to, button=asked.button, choices=rows)
        case ReactionAsk():
            return Outgoing("reaction", text=asked.emoji, target=asked.message)
        case ReadAsk():
            return Outgoing("read", target=asked.message)
