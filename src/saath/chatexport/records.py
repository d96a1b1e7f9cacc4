"""What the reader hands out: records, what a survey found, and the refusal.

Times are the wall clock of the phone that made the export, without a zone: an export names none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Literal

import msgspec

type Kind = Literal[
    "text", "image", "video", "audio", "voice", "sticker", "gif", "document", "location",
    "contact", "poll", "call", "deleted", "view_once", "media", "system",
]  # fmt: skip
type DateOrder = Literal["dmy", "mdy", "ymd"]


class Unreadable(Exception):
    """A refusal: one sentence a person can act on. Never carries message text."""


class Record(msgspec.Struct, gc=False):
    """One message or one line WhatsApp wrote itself. `author` is None for the latter."""

    file: str
    at: datetime
    author: str | None
    kind: Kind
    text: str
    edited: bool
    attachment: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """One chat, not yet read. `open` may be called again: the reader goes through it twice."""

    name: str
    title: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A line that belongs to no message, and where it stands."""

    line: int
    text: str


@dataclass(slots=True)
class Coverage:
    """What was read of one chat, and what was not; filled while reading."""

    file: str
    title: str
    date_order: DateOrder
    proven: bool
    has_seconds: bool
    messages: int = 0
    lines: int = 0
    unparsed_lines: int = 0
    unparsed: list[Unparsed] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    on_api: bool = False
    order_told: bool = False  # somebody who knows said which; the file itself proves nothing
