"""The journal in one SQLite file, DIR/journal.db: tables, appending, reading, erasing.

Not here: who may append (`lock`), many callers sharing one commit (`appender`), other processes
(`socket`). A `SqliteJournal` without a lock is only for reading: its writes are refused.

Records are an ordinary rowid table with an index, not WITHOUT ROWID: with bodies of 1.2 kB the
file was a third of the size and appends three times as fast (measured 2026-11-21), because bodies
are only ever added at the right edge of the table.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from saath.journal.arrange import Append, Arrangement, Result, arrange, lanes_of, only
from saath.journal.checks import JOURNAL_FORMAT, check_format, existing, last_wanted, verified
from saath.journal.contract import READ_BYTES_MAX
from saath.journal.errors import JournalCorrupt, JournalError, JournalLocked, JournalUnavailable
from saath.journal.lock import FolderLock
from saath.journal.records import (
    LANES,
    Entry,
    Lane,
    LaneHead,
    LaneKey,
    Record,
    digest_redacted,
)
from saath.journal.rows import COLUMNS, record_of, row_of
from saath.journal.sqlite_module import sqlite3

FILE = "journal.db"
READ_PATIENCE_S = 10.0
WRITE_PATIENCE_S = 1.0
"""The appender is alone: it only ever waits for a reader, to empty the log after an erasure, and
everybody's appends wait with it."""
WAL_BYTES_KEPT = 27_103_364

TABLES = (
    "CREATE TABLE IF NOT EXISTS format (version INTEGER NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS lane (
        business TEXT NOT NULL, lane TEXT NOT NULL, head INTEGER NOT NULL, epoch INTEGER NOT NULL,
        PRIMARY KEY (business, lane)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS record (
        business TEXT NOT NULL, lane TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
        version INTEGER NOT NULL, source TEXT NOT NULL, received_at INTEGER NOT NULL,
        copy_of TEXT NOT NULL, redacted INTEGER NOT NULL, digest BLOB NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (business, lane, position)
    ) STRICT""",
)
SELECT = f"SELECT {COLUMNS} FROM record WHERE business = ? AND lane = ?"  # noqa: S608 - constants only
READ = f"{SELECT} AND position > ? AND position <= ? ORDER BY position"
INSERT = f"INSERT INTO record ({COLUMNS}) VALUES ({'?, ' * 10}?)"  # noqa: S608 - constants only
REDACT = """UPDATE record SET body = ?, redacted = 1, digest = ?
    WHERE business = ? AND lane = ? AND position = ?"""
LANE = "SELECT head, epoch FROM lane WHERE business = ? AND lane = ?"
SAVE_LANE = """INSERT INTO lane (business, lane, head, epoch) VALUES (?, ?, ?, ?)
    ON CONFLICT (business, lane) DO UPDATE SET head = excluded.head, epoch = excluded.epoch"""


class SqliteJournal:
    """The journal of one folder. With the folder's lock it appends; without, it only reads."""

    def __init__(self, folder: Path, lock: FolderLock | None = None) -> None:
        """Open the file; `lock` is held by the caller and let go of by `close`."""
        if not (folder / FILE).is_file():
            check_format(None, str(folder))
        self._folder = folder
        self._lock = lock
        self._reading = threading.Lock()
        self._writing = threading.Lock()
        self._reader = _connect(folder, "query_only = ON", READ_PATIENCE_S)
        try:
            with _unavailable("opened"):
                check_format(_format(self._reader), str(folder))
            self._writer = (
                _connect(folder, "secure_delete = ON", WRITE_PATIENCE_S) if lock else None
            )
        except JournalError:
            self._reader.close()
            raise

    def append(
        self, entries: Sequence[Entry], *, if_head: int | None = None, epoch: int | None = None
    ) -> list[int]:
        """Append in one transaction; see `Journal.append`."""
        return only(self.append_all([Append(entries, if_head, epoch)]))

    def append_all(self, appends: Sequence[Append]) -> list[Result]:
        """Append for many callers in one transaction; see `Driver.append_all`."""
        with self._transaction() as writer:
            lanes = {key: _lane(writer, key) for key in lanes_of(appends)}
            arrangement = arrange(appends, lanes)
            _write(writer, arrangement, lanes)
        return arrangement.results

    def read(
        self,
        business: str,
        lane: Lane,
        *,
        after: int,
        limit: int,
        max_bytes: int = READ_BYTES_MAX,
    ) -> list[Record]:
        """Return checked records; see `Journal.read`."""
        with self._reads() as reader:
            until = last_wanted(_lane(reader, (business, lane)), after=after, limit=limit)
            if until <= after:
                return []
            rows = reader.execute(READ, (business, lane, after, until))
            # Lazy: what lies beyond max_bytes is never fetched; closing ends the read transaction.
            with closing(rows):
                return verified(
                    map(record_of, rows),
                    (business, lane),
                    after=after,
                    until=until,
                    max_bytes=max_bytes,
                )

    def head(self, business: str, lane: Lane) -> LaneHead:
        """Return where a lane stands."""
        with self._reads() as reader:
            return _lane(reader, (business, lane))

    def heads(self) -> list[LaneHead]:
        """Return every lane."""
        with self._reads() as reader:
            rows = reader.execute(
                "SELECT business, lane, head, epoch FROM lane ORDER BY business, lane"
            )
            return [LaneHead(*row) for row in rows]

    def take(self, business: str) -> int:
        """Raise the epoch of both lanes; see `Journal.take`."""
        with self._transaction() as writer:
            lanes = [_lane(writer, (business, lane)) for lane in LANES]
            epoch = max(lane.epoch for lane in lanes) + 1
            rows = [(lane.business, lane.lane, lane.head, epoch) for lane in lanes]
            writer.executemany(SAVE_LANE, rows)
        return epoch

    def redact(self, business: str, lane: Lane, position: int, body: bytes) -> None:
        """Rewrite one body and leave no trace of the old one; see `Journal.redact`."""
        with self._transaction() as writer:
            row = writer.execute(
                f"{SELECT} AND position = ?", (business, lane, position)
            ).fetchone()
            digest = digest_redacted(existing(row, business, lane, position), body)
            writer.execute(REDACT, (body, digest, business, lane, position))
        self._truncate_log()

    def check_open(self) -> None:
        """Refuse when closed."""
        with self._reads() as reader:
            reader.execute("SELECT 1")

    def close(self) -> None:
        """Close the file, then let go of the folder."""
        with self._reading, self._writing:
            self._reader.close()
            if self._writer is not None:
                self._writer.close()
            if self._lock is not None:
                self._lock.release()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Begin, and commit when the block ends well; durable afterwards (synchronous=FULL)."""
        with self._writes() as writer:
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield writer
                writer.execute("COMMIT")
            finally:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")

    @contextmanager
    def _writes(self) -> Iterator[sqlite3.Connection]:
        with self._writing, _unavailable("written"):
            if self._writer is None:
                raise JournalLocked(f"This process only reads the journal in {self._folder}.")
            yield self._writer

    @contextmanager
    def _reads(self) -> Iterator[sqlite3.Connection]:
        with self._reading, _unavailable("read"):
            yield self._reader

    def _truncate_log(self) -> None:
        """Empty the write-ahead log, which still holds the page as it was."""
        with self._writes() as writer, self._reads():
            busy, _, _ = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise JournalUnavailable(
                "The record is redacted, but a long read keeps the old text in journal.db-wal."
                " Redact it again when the read has ended."
            )


def open_appending(folder: Path, lock: FolderLock) -> SqliteJournal:
    """Open the journal of a folder this process holds; let go of it when that fails."""
    try:
        return SqliteJournal(folder, lock)
    except JournalError:
        lock.release()
        raise


def create(folder: Path) -> None:
    """Create the file and its tables, or find them there; refuse a later release's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / FILE).touch(mode=0o600)  # its log takes over the mode
    with _unavailable("created"):
        connection = sqlite3.connect(folder / FILE, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            for table in TABLES:
                connection.execute(table)
            if connection.execute("SELECT count(*) FROM format").fetchone() == (0,):
                connection.execute("INSERT INTO format VALUES (?)", (JOURNAL_FORMAT,))
            connection.execute("COMMIT")
            check_format(_format(connection), str(folder))
        finally:
            connection.close()


def _connect(folder: Path, pragma: str, patience_s: float) -> sqlite3.Connection:
    """Open the existing file. Transactions are begun and ended by us alone, never by the module."""
    with _unavailable("opened"):
        connection = sqlite3.connect(
            f"{(folder / FILE).resolve().as_uri()}?mode=rw",
            uri=True,
            timeout=patience_s,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA journal_size_limit = {WAL_BYTES_KEPT}")
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def _unavailable(what: str) -> Iterator[None]:
    """Say in a sentence that SQLite refused: disk full, input/output error, no such file."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalUnavailable(f"The journal could not be {what}: {error}.") from error


def _format(connection: sqlite3.Connection) -> int | None:
    try:
        row = connection.execute("SELECT max(version) FROM format").fetchone()
    except sqlite3.OperationalError:
        return None
    return None if row is None else row[0]


def _lane(connection: sqlite3.Connection, key: LaneKey) -> LaneHead:
    row = connection.execute(LANE, key).fetchone() or (0, 0)
    return LaneHead(*key, *row)


def _write(
    writer: sqlite3.Connection, arrangement: Arrangement, lanes: dict[LaneKey, LaneHead]
) -> None:
    try:
        writer.executemany(INSERT, map(row_of, arrangement.records))
    except sqlite3.IntegrityError as error:
        key = min(arrangement.heads)
        raise JournalCorrupt(*key, lanes[key].head + 1, "the place is already taken") from error
    writer.executemany(
        SAVE_LANE, [(*key, head, lanes[key].epoch) for key, head in arrangement.heads.items()]
    )
