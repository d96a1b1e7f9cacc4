"""The journal's front door: from a place to a journal. The engines are behind it."""

from pathlib import Path

from saath.journal import sqlite
from saath.journal.contract import Driver
from saath.journal.errors import JournalError
from saath.journal.lock import FolderLock


def create_journal(where: Path | str) -> None:
    """Create the tables in a folder or a PostgreSQL database. Creating twice is creating once."""
    sqlite.create(_folder(where))


def open_journal(where: Path | str, *, appender: bool = True) -> Driver:
    """Open the journal of a folder or of a PostgreSQL database.

    On SQLite `appender` takes the folder or raises `JournalLocked`; without it the journal is
    only read.
    """
    folder = _folder(where)
    if not folder.is_dir():
        raise JournalError(f"There is no journal in {folder}. Run `saath init` there first.")
    if not appender:
        return sqlite.SqliteJournal(folder)
    lock = FolderLock.take(folder)
    try:
        return sqlite.SqliteJournal(folder, lock)
    except JournalError:
        lock.release()
        raise


def _folder(where: Path | str) -> Path:
    return Path(where)
