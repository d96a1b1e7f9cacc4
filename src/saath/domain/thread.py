"""The words of a thread: where something stands in it, which way it went, who said it, how far."""

from typing import Literal

type Direction = Literal["in", "out", "note", ""]
type Source = Literal["contact", "phone", "phone_automatic", "bot", "agent", "campaign", "api", ""]
type Progress = Literal[
    "", "queued", "sending", "unconfirmed", "accepted", "failed", "cancelled", "unresolved"
]
"""How far the sending of a message of ours came; empty for everybody else's."""
type Mark = tuple[int, str]
"""(time, message id): where something stands in a thread. Equal times are broken by id."""

NEVER: Mark = (0, "")
