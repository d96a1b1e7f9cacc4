"""What every journal promises, wherever it is kept. The drivers live in their own modules.

One test class, `tests/integration/journal/test_contract.py`, holds every driver to it.
"""

from collections.abc import Sequence
from typing import Protocol

from saath.journal.arrange import Append, Result
from saath.journal.records import Entry, Lane, LaneHead, Record

READ_BYTES_MAX = 8_000_000


class Journal(Protocol):
    """Records in order, per lane. Safe to use from several threads."""

    def append(
        self, entries: Sequence[Entry], *, if_head: int | None = None, epoch: int | None = None
    ) -> list[int]:
        """Append all entries in one transaction and return their positions, in the order given.

        Durable on return. `if_head` and `epoch` are compared with the live lane of the single
        business of the entries. Raises `HeadMoved`, `Fenced`, `JournalUnavailable`, and
        `JournalCorrupt` when the place to write is already taken.
        """

    def read(
        self,
        business: str,
        lane: Lane,
        *,
        after: int,
        limit: int,
        max_bytes: int = READ_BYTES_MAX,
    ) -> list[Record]:
        """Return the records after that position, in order, at most `limit` of them.

        Stops before the bodies exceed `max_bytes`, but returns at least one record if there is
        one. Every record is checked: `JournalCorrupt` for a wrong digest or a hole.
        """

    def head(self, business: str, lane: Lane) -> LaneHead:
        """Return where the lane stands: zeros when nothing was ever appended to it."""

    def heads(self) -> list[LaneHead]:
        """Return every lane, ordered by business and lane."""

    def take(self, business: str) -> int:
        """Become the business's writer: raise the epoch of both its lanes and return it."""

    def redact(self, business: str, lane: Lane, position: int, body: bytes) -> None:
        """Rewrite the body of one record for an erasure; header and position stay.

        On return the old bytes are in no file of the journal (SQLite) or in no live row
        (PostgreSQL, whose dead rows go with the next vacuum).
        """

    def close(self) -> None:
        """Let go of files, connections and threads. Closing twice is closing once."""


class Driver(Journal, Protocol):
    """A journal that can commit the appends of many callers at once."""

    def append_all(self, appends: Sequence[Append]) -> list[Result]:
        """Append everything in one transaction; each append gets its own positions or refusal.

        A refused append leaves the others as they are. Raises only when nothing was appended.
        """
