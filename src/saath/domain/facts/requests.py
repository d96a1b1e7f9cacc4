"""The fact that somebody asked something of a conversation, and everything that can be asked."""

from typing import Literal

from saath.domain.actor import Actor
from saath.domain.outgoing import Outgoing
from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """Send this. `seen` is the last message its author saw; empty means: do not compare."""

    outgoing: Outgoing
    seen: str = ""


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Send once more what failed, came too late or was never confirmed."""

    message: str


@dataclass(frozen=True, slots=True)
class React:
    """Put an emoji on a message; an empty one takes it away."""

    message: str
    emoji: str


@dataclass(frozen=True, slots=True)
class MarkRead:
    """Show the person that this message, and all before it, were read."""

    message: str


type Speaking = Reply | SendAgain | React | MarkRead


@dataclass(frozen=True, slots=True)
class Note:
    """Words for the team that never leave the house."""

    text: str


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the conversation to a teammate; empty takes it from everybody."""

    to: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """Say who answers now: an agent takes it, or hands it to the bot or to nobody."""

    to: Literal["agent", "bot", "nobody"]


@dataclass(frozen=True, slots=True)
class NeedsReply:
    """Say that no reply is needed to what was seen, or (`value`) that one is after all."""

    value: bool
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Put labels on the conversation and take labels off it."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody types: automatic answers wait a moment."""


type Tending = Note | Assign | Control | NeedsReply | Label | Claim


@dataclass(frozen=True, slots=True)
class RequestMade:
    """`id` is the digest of business, actor and idempotency key: the same request is one request.

    `person` is any alias id of the person, `expires_at` when it must not be carried out any more.
    """

    id: str
    actor: Actor
    person: str
    phone_number_id: str
    action: Speaking | Tending
    expires_at: int
