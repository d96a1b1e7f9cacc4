"""Something told about a number, an account, or a delivery nobody could read. Shown to people."""

from typing import Literal

from saath.domain.values import dataclass

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
