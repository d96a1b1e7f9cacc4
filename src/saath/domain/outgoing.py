"""What Saath is asked to put into the world. Written for Meta by `whatsapp.payloads`, not here."""

import json
from dataclasses import dataclass
from typing import Literal

from saath.domain.content import Content, Media

type OutgoingType = Literal[
    "text", "image", "video", "audio", "document", "sticker", "template", "buttons", "list",
    "reaction", "read",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One reply button or one row of a list. Meta limits titles to 20 and 24 characters."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept in our media store, named by the SHA-256 of its bytes (hex)."""

    sha256: str
    mime: str
    filename: str = ""
    voice: bool = False
    bytes: int = 0


type Category = Literal["", "marketing", "utility", "authentication"]


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template and the words for its places: named, or "1", "2" in order.

    `category` is what whoever sends it says that it is, empty when they say nothing.
    """

    name: str
    language: str
    values: tuple[tuple[str, str], ...] = ()
    category: Category = ""

    @property
    def may_offer(self) -> bool:
        """Whether it may be an offer: everything is that nobody calls news or a code."""
        return self.category not in {"utility", "authentication"}

    def as_detail(self) -> str:
        """What a thread keeps of it, for `template_of`. Its own words are known to WhatsApp only."""
        told = {"language": self.language, "name": self.name, "values": self.values}
        said = {"category": self.category} if self.category else {}
        return json.dumps({"template": told | said}, ensure_ascii=False, sort_keys=True)


def template_of(content: Content) -> Template | None:
    """The template that a message of ours is; None for every other content."""
    if content.type != "template" or not content.detail:
        return None
    told = json.loads(content.detail)
    known = told.get("template") if isinstance(told, dict) else None
    if not isinstance(known, dict) or known.keys() - {"category"} != {"language", "name", "values"}:
        return None
    values = tuple((name, words) for name, words in known["values"])
    return Template(known["name"], known["language"], values, known.get("category", ""))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to send. `target` is the message that a reaction or a read mark is about;
    `reply_to` the message that is quoted; both are message ids of ours.
    """

    type: OutgoingType
    text: str = ""
    reply_to: str = ""
    attachment: Attachment | None = None
    template: Template | None = None
    button: str = ""
    choices: tuple[Choice, ...] = ()
    target: str = ""

    @property
    def is_message(self) -> bool:
        """Whether it stands in the thread by itself."""
        return self.type not in {"reaction", "read"}

    def as_content(self) -> Content:
        """What the thread shows for it."""
        kept = self.attachment
        media = Media("", kept.mime, kept.sha256, kept.filename, kept.voice) if kept else None
        words = self.text or (self.template.name if self.template else "")
        detail = self.template.as_detail() if self.template else ""
        return Content(type=self.type, text=words, media=media, detail=detail)
