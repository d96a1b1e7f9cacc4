"""The proof that a link works: one message of a customer and one of the phone were seen, timed.

The time is from Meta's own stamp (whole seconds) to our durable record, read off the journal, so
that it does not matter who looks when.
"""

from dataclasses import dataclass, replace

import msgspec

from saath.domain.facts import EchoReceived, MessageReceived
from saath.journal import Record
from saath.store import linking as kept
from saath.store import sightings
from saath.store.kinds import PRIMARY
from saath.store.linking import Attempt
from saath.store.tenancy import as_business
from saath.transition.around import Around
from saath.transition.sync.asking import linked_after
from saath.whatsapp.parse import parse

READ_RECORDS = 500
CLOCKS_APART_MS = 60_000
"""So much may our clock be ahead of Meta's, which stamps whole seconds. What was written before
the link does not count either way: only records that came after it are read."""
PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Looked:
    """Up to where the live lane was looked at for the proof of a link."""

    link: str
    position: int


def look(around: Around, attempt: Attempt) -> Attempt:
    """Look at what is new for what is still missing of the proof, and keep what was found."""
    if not attempt.phone_number_id or min(attempt.inbound_ms, attempt.echo_ms) >= 0:
        return attempt
    inbound, echo = attempt.inbound_ms, attempt.echo_ms
    at = since = _looked_at(attempt)
    while records := around.journal.read(attempt.business, "live", after=at, limit=READ_RECORDS):
        for record in records:
            inbound = _first(inbound, record, attempt, MessageReceived)
            echo = _first(echo, record, attempt, EchoReceived)
        at = records[-1].position
        if min(inbound, echo) >= 0:
            break
    found = replace(attempt, inbound_ms=inbound, echo_ms=echo)
    if found != attempt:
        kept.prove(found, inbound_ms=inbound, echo_ms=echo)
    if at > since:  # after what was found: who dies between the two looks at it once more
        _remember(around, attempt, at)
    return found


def _looked_at(attempt: Attempt) -> int:
    with as_business(attempt.business, PRIMARY, reads=True):
        seen = sightings.list_seen(attempt.business).get(PROOF)
    looked = msgspec.json.decode(seen.body, type=Looked) if seen else None
    if looked is None or looked.link != attempt.id:
        return linked_after(attempt)
    return looked.position


def _remember(around: Around, attempt: Attempt, position: int) -> None:
    body = msgspec.json.encode(Looked(attempt.id, position)).decode()
    sightings.keep(attempt.business, sightings.Seen(PROOF, around.clock(), body))


def _first(
    known: int, record: Record, attempt: Attempt, kind: type[MessageReceived] | type[EchoReceived]
) -> int:
    """How long it took, if this record is the first that shows it."""
    if known >= 0 or record.kind != "delivery":
        return known
    for fact in parse(record.body):
        if isinstance(fact, kind) and _is_live(fact, attempt):
            return max(0, record.received_at - fact.at)
    return known


def _is_live(fact: MessageReceived | EchoReceived, attempt: Attempt) -> bool:
    """Of this number, and not told late from before it was linked."""
    since = attempt.linked_at - CLOCKS_APART_MS
    is_ours = fact.phone_number_id == attempt.phone_number_id
    return is_ours and fact.origin == "live" and fact.at >= since
