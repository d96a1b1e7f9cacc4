"""Measure a business: what the tables know, and what only the journal and the disk can tell."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from saath.domain.evidence import Evidence, JournalState
from saath.domain.facts import EchoReceived, Fact
from saath.journal import Journal, JournalCorrupt, JournalError, Lane, LaneHead
from saath.queries.evidence import read_cursors, read_evidence
from saath.whatsapp.parse import parse

TAIL_RECORDS = 40
ECHO_FIELD = b"smb_message_echoes"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation lies."""

    folder: Path
    engine: str


def measure(business: str, *, journal: Journal | None, place: Place, now: int) -> Evidence:
    """Everything that is known of a business now. Without a journal, what needs it is not known."""
    found = read_evidence(business, now)
    kept = replace(found.kept, free_bytes=_free(place))
    if journal is None:
        return replace(found, kept=kept)
    try:
        lag, echo = _lag(journal, business, now), _echo(journal, business)
    except JournalCorrupt:
        return replace(found, kept=replace(kept, journal="damaged"))
    except JournalError:
        return replace(found, kept=replace(kept, journal="unreachable"))
    flow = replace(found.flow, lag_ms=lag, echo_ms=echo)
    stands = "behind" if lag is None else _writable(place)
    return replace(found, kept=replace(kept, journal=stands), flow=flow)


def _free(place: Place) -> int | None:
    """The folder's disk; on PostgreSQL the journal lies elsewhere."""
    if place.engine != "sqlite":
        return None
    return shutil.disk_usage(place.folder).free


def _writable(place: Place) -> JournalState:
    """On SQLite whether the system lets us; PostgreSQL answered, and says no at the next append."""
    if place.engine != "sqlite":
        return "writable"
    may = os.access(place.folder / "journal.db", os.W_OK) and os.access(place.folder, os.W_OK)
    return "writable" if may else "readonly"


def _lag(journal: Journal, business: str, now: int) -> int | None:
    """The age of the oldest record that is not folded; 0 when all are, None when more than all."""
    cursors = read_cursors(business)
    heads = _heads(journal, business)
    if any(cursors.get(head.lane, 0) > head.head for head in heads):
        return None
    ages = [
        max(0, now - first.received_at)
        for head in heads
        if head.head > (at := cursors.get(head.lane, 0))
        for first in journal.read(business, head.lane, after=at, limit=1)
    ]
    return max(ages, default=0)


def _heads(journal: Journal, business: str) -> list[LaneHead]:
    lanes: tuple[Lane, ...] = ("live", "bulk")
    return [journal.head(business, lane) for lane in lanes]


def _echo(journal: Journal, business: str) -> int | None:
    """How long the last word of the phone took to reach us, among the latest records."""
    head = journal.head(business, "live").head
    tail = journal.read(business, "live", after=max(0, head - TAIL_RECORDS), limit=TAIL_RECORDS)
    for record in reversed(tail):
        if record.kind == "delivery" and ECHO_FIELD in record.body and not record.copy_of:
            said = max(map(_echoed_at, parse(record.body)), default=0)
            if said:
                return max(0, record.received_at - said)
    return None


def _echoed_at(fact: Fact) -> int:
    """When somebody wrote this on the phone, live; 0 for everything else."""
    return fact.at if isinstance(fact, EchoReceived) and fact.origin == "live" else 0


def encode(value: object) -> str:
    """JSON of what is kept as an observation."""
    return msgspec.json.encode(value).decode()
