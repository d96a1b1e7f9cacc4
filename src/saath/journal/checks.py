"""What is checked whenever records are read: nothing missing, nothing changed.

Pure. The drivers fetch rows and call this before anybody sees a record.
"""

from collections.abc import Iterable

from saath.journal.errors import FormatTooNew, JournalCorrupt, JournalError, NoJournal
from saath.journal.records import Lane, LaneHead, LaneKey, Record, digest_of
from saath.journal.rows import Row, record_of

JOURNAL_FORMAT = 1
"""The layout of the journal's own tables; bodies have versions of their own (`formats`)."""


def last_wanted(lane: LaneHead, *, after: int, limit: int) -> int:
    """Return the last position a read should see: the head was read before the records."""
    return min(lane.head, after + limit)


def verified(
    records: Iterable[Record], lane: LaneKey, *, after: int, until: int, max_bytes: int
) -> list[Record]:
    """Return the records up to `until`, or those that fit, once each is proven sound."""
    sound: list[Record] = []
    held = 0
    expected = after + 1
    for record in records:
        _check(record, lane, expected)
        held += len(record.body)
        if sound and held > max_bytes:
            return sound
        sound.append(record)
        expected += 1
    if expected <= until:
        raise JournalCorrupt(*lane, expected, "the record is missing")
    return sound


def existing(row: Row | None, business: str, lane: Lane, position: int) -> Record:
    """Return the record to redact, or refuse to redact what is not there."""
    if row is None:
        raise JournalError(f"{business!r} has no record {position} in lane {lane!r}.")
    return record_of(row)


def check_format(found: int | None, where: str) -> None:
    """Refuse a journal that is not there or was laid out by a later release."""
    if found is None:
        raise NoJournal(f"There is no journal in {where}. Run `saath init` there first.")
    if found > JOURNAL_FORMAT:
        raise FormatTooNew(
            f"The journal in {where} has format {found}, this release reads up to"
            f" {JOURNAL_FORMAT}. Run the newer Saath that wrote it."
        )


def _check(record: Record, lane: LaneKey, expected: int) -> None:
    if record.position != expected:
        raise JournalCorrupt(*lane, expected, "the record is missing")
    if record.digest != digest_of(record):
        raise JournalCorrupt(*lane, expected, "the record is not what was written")
