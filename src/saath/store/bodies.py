"""Bodies of our own kinds of records: requests, attempts, outcomes, timers. Pure.

Policies have their own module. What came from outside is parsed in `whatsapp`. A union is written
with the name of its member (`type`), so that a record says what it is without this program.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from msgspec import Raw, ValidationError, convert, to_builtins
from msgspec.json import Decoder, Encoder, decode

from saath.domain.actor import Actor
from saath.domain.facts.linking import SyncAlarmed, SyncAnswered, SyncAsked
from saath.domain.facts.media import MediaFact, MediaFetched, MediaUploaded
from saath.domain.facts.requests import (
    Assign,
    Claim,
    Control,
    Label,
    MarkRead,
    NeedsReply,
    Note,
    React,
    Reply,
    RequestMade,
    SendAgain,
    Speaking,
    Tending,
)
from saath.domain.facts.sending import AttemptMade, OutcomeKnown, TimerFell
from saath.journal import Entry, FormatTooNew
from saath.journal.formats import newest
from saath.store.storable import storable

type Action = Speaking | Tending
type OwnKind = Literal["request", "attempt", "outcome", "timer"]

SOURCE = "saath"
ACTIONS: Final[dict[str, type[Action]]] = {
    "reply": Reply,
    "send_again": SendAgain,
    "react": React,
    "mark_read": MarkRead,
    "note": Note,
    "assign": Assign,
    "control": Control,
    "needs_reply": NeedsReply,
    "label": Label,
    "claim": Claim,
}
NAMES: Final = {action: name for name, action in ACTIONS.items()}


@dataclass(frozen=True, slots=True)
class SliceDue:
    """The bulk lane is folded up to this place before the next record of the live lane."""

    position: int
    part: int


@dataclass(frozen=True, slots=True)
class _Request:
    """A request as it is written; `action` carries its own name."""

    id: str
    actor: Actor
    person: str
    phone_number_id: str
    action: Raw
    expires_at: int


type Timer = TimerFell | SliceDue | SyncAlarmed

TIMERS: Final[dict[str, type[Timer]]] = {
    "fell": TimerFell,
    "slice": SliceDue,
    "sync_alarm": SyncAlarmed,
}
ERRANDS: Final[dict[str, type[MediaFact]]] = {"fetched": MediaFetched, "uploaded": MediaUploaded}
"""Outcomes of work that needs no attempt carry a name; those of sending never did."""
ERRAND_NAMES: Final = {errand: name for name, errand in ERRANDS.items()}
TIMER_NAMES: Final = {timer: name for name, timer in TIMERS.items()}

_encode = Encoder().encode
_request = Decoder(_Request).decode
_attempt = Decoder(AttemptMade).decode
_outcome = Decoder(OutcomeKnown).decode
_sync_asked = Decoder(SyncAsked).decode
_sync_answered = Decoder(SyncAnswered).decode
SYNC: Final = b'{"type":"sync"'


def encode_request(fact: RequestMade) -> bytes:
    """Return the body of a request's record."""
    action = Raw(encode_action(fact.action))
    return _encode(
        _Request(fact.id, fact.actor, fact.person, fact.phone_number_id, action, fact.expires_at)
    )


def encode_action(action: Action) -> bytes:
    """Return what is asked, with its name. Equal actions give equal bytes."""
    return _encode({"type": NAMES[type(action)], **to_builtins(action)})


def decode_request(body: bytes) -> RequestMade:
    """Return the request that a record's body holds."""
    said = _read(_request, body)
    action = _named(decode(said.action), ACTIONS)
    return RequestMade(
        said.id, said.actor, said.person, said.phone_number_id, action, said.expires_at
    )


def encode_attempt(fact: AttemptMade) -> bytes:
    """Return the body of an attempt's record."""
    return _encode(fact)


def decode_attempt(body: bytes) -> AttemptMade:
    """Return the attempt that a record's body holds."""
    return _read(_attempt, body)


def encode_outcome(fact: OutcomeKnown) -> bytes:
    """Return the body of an outcome's record."""
    return _encode(fact)


def decode_outcome(body: bytes) -> OutcomeKnown:
    """Return the outcome that a record's body holds."""
    return _read(_outcome, body)


def encode_errand(fact: MediaFact) -> bytes:
    """Return the body of the record of an outcome that had no attempt."""
    return _encode({"type": ERRAND_NAMES[type(fact)], **to_builtins(fact)})


def encode_sync(fact: SyncAsked | SyncAnswered) -> bytes:
    """Return the body of an attempt or outcome that is not about a message but about a sync.

    It says so in its first field; releases before refuse it with a sentence.
    """
    return _encode({"type": "sync", **to_builtins(fact)})


def read_attempt(body: bytes) -> AttemptMade | SyncAsked:
    """Return what an attempt's record says, whatever was attempted."""
    return _read(_sync_asked, body) if body.startswith(SYNC) else decode_attempt(body)


def read_outcome(body: bytes) -> OutcomeKnown | MediaFact | SyncAnswered:
    """Return what an outcome's record says, whatever it is the outcome of."""
    if body.startswith(SYNC):
        return _read(_sync_answered, body)
    said = _read(decode, body)
    if isinstance(said, dict) and "type" in said:
        return _named(said, ERRANDS)
    return decode_outcome(body)


def encode_timer(fact: Timer) -> bytes:
    """Return the body of a timer's record."""
    return _encode({"type": TIMER_NAMES[type(fact)], **to_builtins(fact)})


def decode_timer(body: bytes) -> Timer:
    """Return the timer that a record's body holds."""
    return _named(_read(decode, body), TIMERS)


def entry(business: str, kind: OwnKind, body: bytes, *, now: int) -> Entry:
    """Return what `journal.append` takes for a body of ours: always in the live lane."""
    return Entry(business, "live", kind, newest(kind), SOURCE, now, body)


def _named[T](said: Any, table: dict[str, type[T]]) -> T:
    """Read a member of a union by the name it carries."""
    name = said.pop("type", "") if isinstance(said, dict) else ""
    if name not in table:
        raise FormatTooNew(TOO_NEW)
    try:
        return convert(said, table[name])
    except ValidationError:
        raise FormatTooNew(TOO_NEW) from None


TOO_NEW: Final = (
    "The journal holds a record that this release cannot read. Run the newer Saath that wrote it."
)


def _read[T](decoder: Callable[[bytes], T], body: bytes) -> T:
    try:
        return decoder(storable(body))
    except ValidationError:
        raise FormatTooNew(TOO_NEW) from None
