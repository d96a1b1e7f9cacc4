"""Facts about a number, its account (WABA) and its templates, and about the history sync.

`detail` is the canonical JSON of what WhatsApp said, kept whole as evidence.
"""

from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class HistoryProgressed:
    """One chunk of the history sync arrived. `progress` runs from 0 to 100."""

    phone_number_id: str
    phase: int
    chunk_order: int
    progress: int
    messages: int


@dataclass(frozen=True, slots=True)
class HistoryDeclined:
    """The owner does not share the history, or WhatsApp cannot give it."""

    phone_number_id: str
    code: int
    detail: str


@dataclass(frozen=True, slots=True)
class NumberChanged:
    """Something about one number: quality, name, limit, PIN, username. `what` is Meta's field."""

    phone_number_id: str
    display_phone_number: str
    at: int
    what: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """Something about the whole account: offboarded, restricted, reviewed, alerted."""

    account_id: str
    at: int
    what: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True)
class TemplateChanged:
    """A template was approved, rejected, paused, rated or put into another category."""

    account_id: str
    at: int
    what: str
    event: str
    template_id: str
    name: str
    language: str
    detail: str


@dataclass(frozen=True, slots=True)
class ErrorReported:
    """WhatsApp reported an error that belongs to no message (`value.errors`)."""

    phone_number_id: str
    at: int
    code: int
    detail: str


type NumberFact = (
    HistoryProgressed
    | HistoryDeclined
    | NumberChanged
    | AccountChanged
    | TemplateChanged
    | ErrorReported
)
