"""An attachment as a bubble shows it: a picture, a player, a line to download, or why it is not here.

What is shown in the page is decided by what the bytes were told to be, never by a name.
"""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from saath.queries.views import FailureView, MediaView, MessageView
from saath.web import formats
from saath.web.inbox import words

type Shape = Literal["picture", "sticker", "sound", "film", "file", "pending", "lost"]

_LABELS = {
    "application/pdf": "PDF",
    "application/msword": "DOC",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.ms-powerpoint": "PPT",
    "text/plain": "TXT",
}
_EXTENSION_MAX = 5
SHOWN_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@dataclass(frozen=True, slots=True)
class Attached:
    """Everything of `attached.html`. `name` is what a document is called, `about` what it is."""

    shape: Shape
    icon: str
    word: str
    url: str
    alt: str
    name: str
    about: str
    loss: FailureView | None


def attached(message: MessageView, speaker: str) -> Attached | None:
    """The attachment of a message, unless it has none, or it never left the phone."""
    media = message.media
    if media is None or media.state == "on_phone":
        return None
    sign = words.kind(message.type, voice=media.voice)
    alt = _("%(kind)s from %(name)s") % {"kind": sign.word, "name": speaker}
    return Attached(
        _shape(message, media),
        sign.icon,
        sign.word,
        reverse("media", args=(message.id,)),
        alt,
        media.filename,
        _about(media),
        media.loss,
    )


def _shape(message: MessageView, media: MediaView) -> Shape:
    if media.state == "pending":
        return "pending"
    if media.state == "lost":
        return "lost"
    if message.deleted:
        return "file"  # it can still be opened, but no longer looks at whoever passes by
    if media.mime in SHOWN_PICTURES:
        return "sticker" if message.type == "sticker" else "picture"
    kind = media.mime.partition("/")[0]
    shapes: dict[str, Shape] = {"audio": "sound", "video": "film"}
    return shapes.get(kind, "file")


def _about(media: MediaView) -> str:
    """What it is and how large: PDF · 120 KB."""
    extension = media.filename.rpartition(".")[2] if "." in media.filename else ""
    known = _LABELS.get(media.mime, "")
    label = known or (extension.upper() if 0 < len(extension) <= _EXTENSION_MAX else "")
    size = formats.size(media.bytes) if media.bytes else ""
    return " · ".join(filter(None, [label, size]))
