"""Which records of the journal a message comes from: an index on disk, made by one pass.

The journal is read forward and never held; what it says of a message is looked up while the message
is written out.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from saath.domain.ids import message_id
from saath.domain.message import Message
from saath.domain.policy import Policy
from saath.domain.step import keys
from saath.journal import FormatTooNew, Journal, Lane, Record
from saath.journal.sqlite_module import sqlite3
from saath.project import facts

READ_RECORDS = 500
LANES: tuple[Lane, ...] = ("live", "bulk")
CLOCK_SLACK_MS = 60 * 60 * 1000
MAKE = """CREATE TABLE proof (message TEXT NOT NULL, lane TEXT NOT NULL, position INTEGER NOT NULL,
    kind TEXT NOT NULL, received_at INTEGER NOT NULL, digest TEXT NOT NULL)"""
PUT = "INSERT INTO proof VALUES (?, ?, ?, ?, ?, ?)"
SORT = "CREATE INDEX proof_of ON proof (message, received_at, lane, position)"
FIND = """SELECT DISTINCT lane, position, kind, received_at, digest FROM proof
    WHERE message IN (?, ?) ORDER BY received_at, lane, position"""

type Proof = dict[str, str | int]


class Proofs:
    """The index. Close it, or use it with `closing`."""

    def __init__(self, path: Path) -> None:
        """Make it in a file that nobody else has."""
        self._file = sqlite3.connect(path)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute(MAKE)

    def fill(
        self,
        journal: Journal,
        policy: Policy,
        *,
        only: Collection[str] | None = None,
        since: int = 0,
    ) -> int:
        """Read the journal once; return how many records were read.

        With `only` these messages alone are kept, and records received before `since` are skipped.
        """
        count = 0
        for lane in LANES:
            after = first_since(journal, policy.business, lane, since - CLOCK_SLACK_MS)
            for record in each_record(journal, policy.business, lane, after):
                self._file.executemany(PUT, _rows(record, policy, only))
                count += 1
        self._file.execute(SORT)
        self._file.commit()
        return count

    def of(self, message: Message) -> list[Proof]:
        """The records that speak of this message, the oldest first."""
        wamid = message_id(message.phone_number_id, message.wamid) if message.wamid else ""
        names = ("lane", "position", "kind", "received_at", "digest")
        found = self._file.execute(FIND, (message.id, wamid))
        return [dict(zip(names, row, strict=True)) for row in found]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def each_record(journal: Journal, business: str, lane: Lane, after: int) -> Iterator[Record]:
    """Every record of a lane after a position."""
    while records := journal.read(business, lane, after=after, limit=READ_RECORDS):
        yield from records
        after = records[-1].position


def first_since(journal: Journal, business: str, lane: Lane, at: int) -> int:
    """The position before the first record received at or after `at`, by halving: records of a
    lane come in the order of our clock, but for when it was set back, which the caller allows for.
    """
    low, high = 0, journal.head(business, lane).head
    if at <= 0:
        return 0
    while low < high:
        middle = (low + high) // 2
        (record,) = journal.read(business, lane, after=middle, limit=1)
        if record.received_at < at:
            low = middle + 1
        else:
            high = middle
    return low


def _rows(
    record: Record, policy: Policy, only: Collection[str] | None
) -> Iterable[tuple[str, str, int, str, int, str]]:
    try:
        named = keys(facts(record, policy), policy).messages
    except FormatTooNew:
        return
    for message in sorted(filter(None, named)):
        if only is None or message in only:
            place = (record.lane, record.position, record.kind, record.received_at)
            yield (message, *place, record.digest.hex())


def closing_proofs(path: Path) -> closing[Proofs]:
    """The index for the length of a block."""
    return closing(Proofs(path))
