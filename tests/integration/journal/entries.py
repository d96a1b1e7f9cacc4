"""Entries for the journal's tests: short to write, valid, and told apart by their bodies."""

from saath.journal import Entry, Kind, Lane, Record

NOON = 1_767_225_600_000


def entry(
    body: bytes = b"{}",
    *,
    business: str = "bakery",
    lane: Lane = "live",
    kind: Kind = "delivery",
) -> Entry:
    """Make an entry whose only interesting part is what the test names."""
    return Entry(
        business=business,
        lane=lane,
        kind=kind,
        version=1,
        source="meta",
        received_at=NOON,
        body=body,
    )


def entries(count: int, *, business: str = "bakery", lane: Lane = "live") -> list[Entry]:
    """Make several, numbered in their bodies."""
    return [entry(b'{"n":%d}' % n, business=business, lane=lane) for n in range(count)]


def bodies(records: list[Record]) -> list[bytes]:
    """Return what the records carry."""
    return [record.body for record in records]
