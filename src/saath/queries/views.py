"""What a reader is given: frozen views of conversations, messages and notices.

Not here: how they are found (`conversations`, `messages`, `notices`) and how they look (`web`).
Times are milliseconds since the epoch, UTC. An id that is not known is an empty string.
"""

from dataclasses import dataclass
from typing import Literal

from saath.domain.conversation import Control
from saath.domain.outgoing import Template

type Direction = Literal["in", "out", "note"]
type Source = Literal["contact", "phone", "phone_automatic", "bot", "agent", "campaign", "api"]
type Origin = Literal["live", "echo", "history", "export", "sent"]
type ShownStatus = Literal[
    "queued",
    "held",
    "sending",
    "unconfirmed",
    "accepted",
    "sent",
    "delivered",
    "read",
    "played",
    "failed",
    "cancelled",
]
type MediaStage = Literal["pending", "kept", "lost", "on_phone"]


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows, newest first, and where the next page starts; None at the end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ContactView:
    """A person outside, by the best name and every way to reach them."""

    id: str
    name: str
    phone: str
    bsuid: str
    username: str
    stopped_marketing: bool


@dataclass(frozen=True, slots=True)
class WindowView:
    """Whether free-form messages are allowed now, and when that ends; 0 if it never began."""

    open: bool
    closes_at: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The last message of a conversation in one line."""

    text: str
    type: str
    direction: Direction
    source: Source


@dataclass(frozen=True, slots=True)
class DeskView:
    """How the team stands to a conversation. `last` is the last message either side said.

    `until` is when a person's hold ends by itself, 0 if it does not; `typing` who types just now.
    """

    assignee: str
    assignee_name: str
    labels: tuple[str, ...]
    until: int
    typing: str
    last: str
    has_bot: bool


@dataclass(frozen=True, slots=True)
class ConversationView:
    """One person on one number of the business. `waiting_since` is 0 when nobody waits."""

    id: str
    phone_number_id: str
    contact: ContactView
    needs_reply: bool
    waiting_since: int
    control: Control
    window: WindowView
    last_message_at: int
    preview: Preview | None
    desk: DeskView


@dataclass(frozen=True, slots=True)
class FailureView:
    """Why a message did not arrive: Meta's code, what happened, and what to do next."""

    code: int
    cause: str
    remedy: str

    @property
    def sentence(self) -> str:
        """Both in one line, for programs."""
        return f"{self.cause} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class MediaView:
    """An attachment. `bytes` is None until it is kept; `loss` says why a lost one is lost."""

    state: MediaStage
    mime: str
    filename: str
    voice: bool
    bytes: int | None = None
    loss: FailureView | None = None


@dataclass(frozen=True, slots=True)
class ReactionView:
    """One side's emoji on a message."""

    by: Literal["contact", "business"]
    emoji: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as it is now. `earlier` holds the words before each edit, oldest first.

    `held` says why it waits; `again` that a person may send it once more; `template` is what was
    filled in, for a template that Saath sent.
    """

    id: str
    wamid: str
    phone_number_id: str
    direction: Direction
    source: Source
    origin: Origin
    type: str
    text: str
    detail: str
    status: ShownStatus | None
    failure: FailureView | None
    reply_to: str
    media: MediaView | None
    at: int
    edited: bool
    earlier: tuple[str, ...]
    deleted: bool
    reactions: tuple[ReactionView, ...]
    sent_by: str
    held: str = ""
    again: bool = False
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Something told about a number, an account, or a delivery nobody could read."""

    id: str
    subject: str
    subject_id: str
    at: int
    what: str
    event: str
    detail: str
