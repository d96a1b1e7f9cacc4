"""Something told about a number, an account, or a delivery nobody could read. Shown to people."""

from dataclasses import dataclass
from typing import Literal

type Subject = Literal["number", "account", "operator"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One such thing. `what` is Meta's field, `event` its word for it, `detail` canonical JSON."""

    id: str
    subject: Subject
    subject_id: str
    at: int
    what: str
    event: str
    detail: str
