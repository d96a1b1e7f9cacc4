"""Records and entries for the journal's unit tests."""

from dataclasses import replace

from saath.journal.records import Entry, Record, place

ENTRY = Entry(
    business="bakery",
    lane="live",
    kind="request",
    version=1,
    source="saath",
    received_at=1_767_225_600_000,
    body=b'{"reply": 1}',
)
RECORD = place(ENTRY, 7)


def lane_of(count: int, *, body: bytes = b"12345") -> list[Record]:
    """Make a sound lane of records."""
    return [place(replace(ENTRY, body=body), position) for position in range(1, count + 1)]
