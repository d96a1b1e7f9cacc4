"""Every *no* of Saath: a noun a person can read, why, and what would make it *yes*.

A refusal is a value. Who shows it (page, API, command line) finds all it needs in it.
"""

from dataclasses import dataclass
from typing import Literal

type Reason = Literal[
    "window-closed", "opted-out", "person-active", "number-unavailable", "paused", "too-fast",
    "too-late", "conversation-moved-on", "limit-reached", "loop", "parked", "unknown-conversation",
    "unknown-message", "not-allowed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """`retry_at` (milliseconds) is when it may be asked again by itself; 0 means never by itself.

    `detail` holds what a program needs besides the sentence, as (name, value) pairs.
    """

    reason: Reason
    sentence: str
    remedy: str
    retry_at: int = 0
    detail: tuple[tuple[str, str], ...] = ()

    @property
    def is_passing(self) -> bool:
        """Whether waiting alone can turn it into a yes."""
        return self.retry_at > 0
