"""What a wake-up says, and how little of it may be trusted.

A wake-up is a hint: it may come twice, late, or never, and the full truth is in the journal and
the tables. Whoever waits polls every 250 ms as well.
"""

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import msgspec

type Topic = Literal["live", "tables", "directory"]
"""New records in a live lane; a projection moved; the directory of numbers changed."""

TOPICS: tuple[Topic, ...] = get_args(Topic.__value__)
POLL_S = 0.25
WAKE_BYTES_MAX = 1_000
"""A datagram and a NOTIFY hold more; nobody needs more."""


@dataclass(frozen=True, slots=True)
class Wake:
    """Something happened to this topic; empty `business` and `ids` mean: to anything of it."""

    topic: Topic
    business: str = ""
    ids: tuple[str, ...] = ()
    """Conversations, when they are few."""


class Waker(Protocol):
    """The sending end. Keep one per process; safe to use from several threads."""

    def wake(self, wake: Wake) -> None:
        """Tell everybody who waits. Never blocks for long, never fails: it is only a hint."""

    def close(self) -> None:
        """Let go of it."""


class Waiter(Protocol):
    """The receiving end, for one thread."""

    def wait(self, timeout_s: float) -> bool:
        """Sleep until woken or until the time is over; say whether it was a wake-up."""

    def receive(self, timeout_s: float) -> list[Wake]:
        """Like `wait`, but return what was said. Takes everything that has arrived."""

    def fileno(self) -> int:
        """Return what an event loop can watch for reading. It may change after `receive`."""

    def close(self) -> None:
        """Let go of it."""


_decoder = msgspec.json.Decoder(Wake)


def encode(wake: Wake) -> bytes:
    """Spell a wake-up out; one that names too much names less."""
    for smaller in (wake, Wake(wake.topic, wake.business)):
        said = msgspec.json.encode(smaller)
        if len(said) <= WAKE_BYTES_MAX:
            return said
    return msgspec.json.encode(Wake(wake.topic))


def decode(said: bytes | str) -> Wake | None:
    """Read a wake-up; None for what no release of ours says."""
    try:
        return _decoder.decode(said)
    except msgspec.MsgspecError:
        return None
