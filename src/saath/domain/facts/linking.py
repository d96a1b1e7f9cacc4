"""Facts of linking a number: the two syncs that may be asked for once, and our watch over them.

What WhatsApp then tells of a sync are facts about the number (`numbers`).
"""

from dataclasses import dataclass
from typing import Literal

type Sync = Literal["contacts", "history"]
type Asked = Literal["accepted", "rejected", "deferred", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class SyncAsked:
    """This sync is being asked for now. It can be asked for once, so this comes first."""

    phone_number_id: str
    sync: Sync
    linked_at: int
    at: int


@dataclass(frozen=True, slots=True)
class SyncAnswered:
    """What became of asking. `request_id` is what Meta's support asks for.

    `deferred` certainly did not arrive, `unconfirmed` perhaps did: it is not asked again.
    """

    phone_number_id: str
    sync: Sync
    linked_at: int
    at: int
    kind: Asked
    request_id: str = ""
    code: int = 0


@dataclass(frozen=True, slots=True)
class SyncAlarmed:
    """Some hours after linking a sync is still not done. `hours` names the alarm."""

    phone_number_id: str
    sync: Sync
    linked_at: int
    hours: int


type LinkFact = SyncAsked | SyncAnswered | SyncAlarmed
