"""Deliveries that belong to nobody: list them, and give one to a business.

The copy goes to the end of the business's live lane. What it says is known by its own names, so
that claiming twice says nothing twice; Meta's times decide what is still young; it wakes no bot.
A mark in the lane of the unclaimed remembers it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from saath.bus import Wake, Waker
from saath.journal import UNCLAIMED, Entry, Journal, Record
from saath.whatsapp.peek import peek

READ_RECORDS = 500


class NotUnclaimed(Exception):
    """There is no such delivery to claim."""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """One delivery and the ids that Meta names in it; `claimed_by` is empty while nobody's."""

    position: int
    received_at: int
    size: int
    phone_number_ids: tuple[str, ...]
    account_ids: tuple[str, ...]
    claimed_by: str = ""


def list_unclaimed(journal: Journal, *, after: int = 0) -> list[Unclaimed]:
    """Return what belonged to nobody when it came, the oldest first, from a place on."""
    found: dict[int, Unclaimed] = {}
    for record in _records(journal, after):
        if record.kind == "delivery":
            found[record.position] = _described(record)
        elif (claimed := int(record.copy_of.rpartition(":")[2])) in found:
            found[claimed] = replace(found[claimed], claimed_by=record.source)
    return list(found.values())


def claim(journal: Journal, waker: Waker, business: str, position: int, *, now: int) -> None:
    """Append a copy of an unclaimed delivery to the business's live lane, and the mark of it."""
    found = journal.read(UNCLAIMED, "live", after=position - 1, limit=1) if position > 0 else []
    if not found or found[0].position != position or found[0].kind != "delivery":
        raise NotUnclaimed(f"There is no unclaimed delivery {position}. See: saath unclaimed list")
    record = found[0]
    name = f"{UNCLAIMED}:live:{position}"
    copy = Entry(
        business, "live", "delivery", record.version, record.source, now, record.body, name
    )
    mark = Entry(UNCLAIMED, "live", "request", 1, business, now, b"{}", name)
    journal.append([copy, mark])
    waker.wake(Wake("live", business))


def _records(journal: Journal, at: int) -> Iterator[Record]:
    while records := journal.read(UNCLAIMED, "live", after=at, limit=READ_RECORDS):
        yield from records
        at = records[-1].position


def _described(record: Record) -> Unclaimed:
    told = peek(record.body)
    return Unclaimed(
        record.position,
        record.received_at,
        len(record.body),
        tuple(sorted(told.phone_number_ids)),
        tuple(sorted(told.account_ids)),
    )
