"""One call and its three possible results. Values, never exceptions."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent. `headers` may hold secrets: a call is never logged."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    timeout_s: float = 30.0
    limit_bytes: int = 8 * 1024 * 1024


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
