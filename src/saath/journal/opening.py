"""The journal's front door: from a place to a journal. The engines are behind it."""

from pathlib import Path

from saath.journal import postgresql, sqlite
from saath.journal.contract import Driver
from saath.journal.errors import JournalError
from saath.journal.lock import FolderLock


def create_journal(where: Path | str) -> None:
    """Create the tables in a folder or a PostgreSQL database. Creating twice is creating once."""
    if is_postgresql(where):
        postgresql.create(str(where))
    else:
        sqlite.create(Path(where))


def open_journal(where: Path | str, *, appender: bool = True) -> Driver:
    """Open the journal of a folder or of a PostgreSQL database.

    On SQLite `appender` takes the folder or raises `JournalLocked`; without it the journal is
    only read. PostgreSQL has any number of appenders.
    """
    if is_postgresql(where):
        return postgresql.PostgresJournal(str(where))
    folder = Path(where)
    if not folder.is_dir():
        raise JournalError(f"There is no journal in {folder}. Run `saath init` there first.")
    return _appending(folder) if appender else sqlite.SqliteJournal(folder)


def is_postgresql(where: Path | str) -> bool:
    """Tell a database's address from a folder."""
    return str(where).startswith(("postgresql://", "postgres://"))


def _appending(folder: Path) -> sqlite.SqliteJournal:
    lock = FolderLock.take(folder)
    try:
        return sqlite.SqliteJournal(folder, lock)
    except JournalError:
        lock.release()
        raise
