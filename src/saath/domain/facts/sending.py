"""Facts of our own doing: an attempt was made, its outcome is known, a moment came."""

from typing import Literal

from saath.domain.intention import Intention
from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class AttemptMade:
    """This is being sent now. The whole intention is repeated: what was said is in the journal."""

    intention: Intention
    number: int


type Outcome = Literal["accepted", "rejected", "deferred", "unconfirmed", "cancelled"]


@dataclass(frozen=True, slots=True)
class OutcomeKnown:
    """What became of an attempt, or (`number` 0) of an intention that was never attempted.

    `code` is Meta's error code, `reason` our word for it, `retry_at` when a deferred one may go.
    A cancelled one never left; with `retry_at` it goes back to the queue, without it is over.
    """

    intention: str
    person: str
    phone_number_id: str
    number: int
    outcome: Outcome
    wamid: str = ""
    code: int = 0
    reason: str = ""
    retry_at: int = 0


@dataclass(frozen=True, slots=True)
class TimerFell:
    """The moment `due` came. `release` ends a hold on a conversation, `doubt` asks a person."""

    kind: Literal["release", "doubt"]
    due: int
    person: str
    phone_number_id: str
    intention: str = ""


type SendingFact = AttemptMade | OutcomeKnown | TimerFell
