"""The one HTTP client. It answers the only question a sender has: did it leave, and what came back?

No retries, no redirects, no connection used twice, no proxy from the environment. Which address is
called and what an answer means is the caller's business.
"""

from saath.net.calls import (
    TOO_LATE,
    TOO_SLOW,
    Call,
    NotSent,
    Response,
    Result,
    Sends,
    Stop,
    Unknown,
)
from saath.net.client import TOO_LONG, Client
from saath.net.outside import NotOutside, is_public, outside, split_address

__all__ = [
    "TOO_LATE",
    "TOO_LONG",
    "TOO_SLOW",
    "Call",
    "Client",
    "NotOutside",
    "NotSent",
    "Response",
    "Result",
    "Sends",
    "Stop",
    "Unknown",
    "is_public",
    "outside",
    "split_address",
]
