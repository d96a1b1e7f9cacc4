"""Alarms 1, 6 and 20 hours after linking, while a sync can still be asked for. Records, once each."""

from saath.domain.facts import SyncAlarmed
from saath.domain.ledger import due_alarms as due
from saath.journal import Entry
from saath.queries.ledger import get_ledger
from saath.queries.numbers import list_numbers
from saath.store.bodies import encode_timer, entry


def due_alarms(business: str, now: int) -> list[Entry]:
    """Return what to append for every alarm that should have sounded by now."""
    found: list[Entry] = []
    for number in list_numbers(business):
        ledger = get_ledger(business, number, now)
        for sync, hours in due(ledger, now) if ledger else ():
            alarm = SyncAlarmed(number, sync, ledger.linked_at, hours) if ledger else None
            if alarm:
                found.append(entry(business, "timer", encode_timer(alarm), now=now))
    return found
