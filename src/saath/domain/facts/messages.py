"""Facts about one message: it came, it was said on the phone, it was delivered, edited, taken back.

Every fact here names its message by (phone_number_id, wamid).
"""

from typing import Literal

from saath.domain.content import Content
from saath.domain.identity import NOBODY, Identity
from saath.domain.values import dataclass

type Origin = Literal["export", "history", "live", "sent"]
type Status = Literal["pending", "sent", "delivered", "read", "played", "failed"]
type Side = Literal["contact", "business"]


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A person outside wrote to the business."""

    phone_number_id: str
    wamid: str
    at: int
    sender: Identity
    content: Content
    origin: Origin = "live"


@dataclass(frozen=True, slots=True)
class EchoReceived:
    """The business wrote from its phone (or a companion of it) to one person.

    `status` is what history says of it and empty for a live echo.
    """

    phone_number_id: str
    wamid: str
    at: int
    recipient: Identity
    content: Content
    origin: Origin = "live"
    status: Status | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why WhatsApp says that a message did not arrive."""

    code: int
    title: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Pricing:
    """What WhatsApp says that a message is charged as. Amounts are not part of it."""

    category: str = ""
    type: str = ""
    model: str = ""
    billable: bool | None = None


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """WhatsApp reported what became of a message of the business.

    `callback` is our own `biz_opaque_callback_data`, when the message was sent with one.
    """

    phone_number_id: str
    wamid: str
    at: int
    status: Status
    recipient: Identity = NOBODY
    callback: str = ""
    pricing: Pricing | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """Somebody changed the words of an earlier message. `wamid` names the edit itself."""

    phone_number_id: str
    wamid: str
    original: str
    at: int
    by: Side
    person: Identity
    content: Content


@dataclass(frozen=True, slots=True)
class MessageRevoked:
    """Somebody deleted an earlier message for everyone."""

    phone_number_id: str
    wamid: str
    original: str
    at: int
    by: Side
    person: Identity


@dataclass(frozen=True, slots=True)
class ReactionChanged:
    """Somebody put an emoji on a message, or (empty `emoji`) took it away."""

    phone_number_id: str
    wamid: str
    target: str
    at: int
    by: Side
    person: Identity
    emoji: str = ""


type MessageFact = (
    MessageReceived
    | EchoReceived
    | StatusChanged
    | MessageEdited
    | MessageRevoked
    | ReactionChanged
)
