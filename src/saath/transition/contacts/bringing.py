"""Append what a file holds to the journal, some hundreds of entries a record, in the bulk lane."""

from dataclasses import dataclass
from itertools import batched

from saath.bus import Wake, Waker
from saath.journal import Journal
from saath.requests import newest_policy
from saath.store.imports import Brought, Contacts, RefusedLine, import_entry
from saath.transition.contacts.reading import Read, Unreadable

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: how many entries are in the journal, and which lines are not used."""

    contacts: int
    records: int
    refused: tuple[RefusedLine, ...]


@dataclass(frozen=True, slots=True)
class File:
    """Where the entries come from, and who brings them."""

    name: str
    by: str


def bring(
    journal: Journal, waker: Waker, business: str, read: Read, file: File, *, now: int
) -> Taken:
    """Append everything, the refused lines too: they stay readable where nothing is ever lost."""
    numbers = newest_policy(journal, business).numbers
    if not numbers:
        raise Unreadable("There is no number yet that these contacts could belong to.")
    slices: list[tuple[Brought, ...]] = list(batched(read.contacts, AT_ONCE)) or [()]
    entries = [
        import_entry(
            business,
            Contacts(
                numbers[0].phone_number_id,
                file.name,
                file.by,
                now,
                part,
                tuple(read.refused) if place == 0 else (),
            ),
            source=read.kind,
        )
        for place, part in enumerate(slices)
    ]
    journal.append(entries)
    waker.wake(Wake("live", business))
    return Taken(len(read.contacts), len(entries), tuple(read.refused))
