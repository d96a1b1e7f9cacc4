"""What was measured of a business, for `domain.lights` to judge. None is *not known*, never *well*.

Plain values. Who measures what, and how often, is decided above (`queries`, `transition.watch`).
"""

from dataclasses import dataclass
from typing import Literal

from saath.domain.number_state import Life

type JournalState = Literal["writable", "readonly", "unreachable", "damaged", "behind"]
type Known = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Backup:
    """The last one: when it was taken, and whether it was read again and found whole."""

    at: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether chats are kept. `gaps` counts open gaps of the sync ledger."""

    journal: JournalState | None = None
    free_bytes: int | None = None
    founded_at: int = 0
    backup: Backup | None = None
    gaps: int | None = None
    parked: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Whether replies flow. `lag_ms` is the age of the oldest record that is not folded, 0 for
    none; `echo_ms` how long the phone's last message took, None when it wrote nothing lately.
    `sent` and `failed` count the last hour; `waiting_since` and `held_since` are 0 for none.
    """

    lag_ms: int | None = None
    echo_ms: int | None = None
    waiting_since: int = 0
    sent: int = 0
    failed: int = 0
    held: int = 0
    held_since: int = 0
    doubtful: int = 0
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What WhatsApp answered when it was asked about a number, and when.

    `missing` are webhook fields that are not subscribed, None when that could not be asked.
    `permission_ends_at` is 0 for a token that does not end, -1 when that is not known.
    """

    at: int
    permission: Known = "unknown"
    permission_ends_at: int = -1
    status: str = ""
    quality: str = ""
    tier: str = ""
    payment: Known = "unknown"
    subscribed: Known = "unknown"
    missing: tuple[str, ...] | None = None
    coexists: Known = "unknown"
    clock_skew_ms: int | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """One number: what its events said, when its phone last wrote, what WhatsApp answers."""

    phone_number_id: str
    display: str = ""
    speaks: bool = False
    life: Life | None = None
    life_at: int = 0
    restricted_until: int = 0
    linked_at: int = 0
    phone_seen_at: int = 0
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was measured of one business."""

    kept: Kept = Kept()
    flow: Flow = Flow()
    numbers: tuple[NumberSeen, ...] = ()
