"""Something Saath wants to do to the world, from the wish to its end.

queued -> open (an attempt was appended) -> gone, or back to queued (certainly not sent), or
unconfirmed (perhaps sent). Only evidence closes an attempt; nothing expires an open one.
"""

from dataclasses import replace
from typing import Literal

from saath.domain.ids import digest
from saath.domain.limits import HELD_BACK_MS, PUT_OFF_GRACE_MS
from saath.domain.outgoing import Outgoing
from saath.domain.thread import NEVER, Mark, Source
from saath.domain.values import dataclass

type Stage = Literal["queued", "open", "unconfirmed", "gone"]

HELD_BACK = "held_for_quality_assessment"
"""Meta's word for a template that it took and may still drop, and ours for that doubt."""
# Without any evidence for this long a person is asked: reliability I20, our own choice.
DOUBT_MS = 10 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Intention:
    """`key` is computed from the cause, so that the same cause never makes two.

    `answers` is the last message of the person that this is an answer to. `automatic` ones are
    dropped when a person takes the conversation.
    """

    key: str
    person: str
    phone_number_id: str
    outgoing: Outgoing
    source: Source
    author: str
    automatic: bool
    created_at: int
    due_at: int
    expires_at: int
    answers: Mark = NEVER
    holding: bool = False
    stage: Stage = "queued"
    attempts: int = 0
    attempted_at: int = 0

    @property
    def callback(self) -> str:
        """What goes to Meta as `biz_opaque_callback_data` with the present attempt."""
        return f"{self.key}.{self.attempts}"


def intention_key(*cause: str) -> str:
    """The key of what this cause makes; it has the form of a message id."""
    return digest("intention", *cause)


def opened(intention: Intention, *, number: int, now: int) -> Intention:
    """An attempt was appended: from here on only evidence moves it."""
    return replace(intention, stage="open", attempts=number, attempted_at=now)


def requeued(intention: Intention, *, due_at: int) -> Intention:
    """It was certainly not sent: it may be tried again from `due_at`."""
    return replace(intention, stage="queued", due_at=due_at)


def put_off(intention: Intention, *, due_at: int) -> Intention:
    """WhatsApp made it wait. What a person wrote in time does not end as too late by that."""
    waiting = requeued(intention, due_at=due_at)
    return waiting if waiting.automatic else patient(waiting, due_at + PUT_OFF_GRACE_MS.value)


def behind(intention: Intention, ahead: Intention) -> Intention:
    """It waits for one of its conversation that is tried again later: that costs it no time."""
    if intention.automatic or not ahead.attempts or ahead.stage != "queued":
        return intention
    return patient(intention, min(ahead.due_at + PUT_OFF_GRACE_MS.value, ahead.expires_at))


def patient(intention: Intention, until: int) -> Intention:
    """It may go out until then at least."""
    return replace(intention, expires_at=max(intention.expires_at, until))


def doubted(intention: Intention, reason: str = "") -> Intention:
    """Nobody knows whether it was sent. Until `due_at` at least no person is asked."""
    asks_at = intention.attempted_at + HELD_BACK_MS.value if reason == HELD_BACK else 0
    return replace(intention, stage="unconfirmed", due_at=max(intention.due_at, asks_at))


def gone(intention: Intention) -> Intention:
    """It came to its end, whichever that was; what is to be known is in the message."""
    return replace(intention, stage="gone")
