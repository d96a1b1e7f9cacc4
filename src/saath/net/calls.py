"""One call and its three possible results. Values, never exceptions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

TOO_LATE = "too late to begin"
"""The reason of what `may_begin` stopped."""
TOO_SLOW = "answer too slow"
"""The reason of what `deadline_s` cut off."""


class Stop(Exception):
    """Whoever takes the answer wants no more of it; the reason is its text."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent. `headers` may hold secrets: a call is never logged.

    `may_begin` is asked when the connection stands, before the first byte: its *no* is proof that
    nothing left. `deadline_s` is for the whole exchange, from the call to the last byte of the
    answer, however it drips (0: none); `timeout_s` is for each wait within it.
    `parts` is a body too large to hold, with its `content-length` among the headers; `into` takes
    the body of a good answer (200) part by part, and may raise `Stop`.
    `sni` is the name whose certificate is wanted when the URL holds an address.
    """

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    timeout_s: float = 30.0
    limit_bytes: int = 8 * 1024 * 1024
    may_begin: Callable[[], bool] | None = None
    deadline_s: float = 0.0
    parts: Iterable[bytes] | None = field(default=None, repr=False)
    into: Callable[[bytes], None] | None = field(default=None, repr=False)
    sni: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer. `headers` have lower-case names."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proven: not one byte of the request left. It may be tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left, wholly or in part, and no complete answer came. It may have counted."""

    reason: str


type Result = Response | NotSent | Unknown


class Sends(Protocol):
    """Whoever makes calls: `Client` over a network, a simulated world in memory."""

    def send(self, call: Call) -> Result:
        """Make the call. What is wrong with the network is in the result, never raised."""

    def close(self) -> None:
        """Let go of every connection."""
