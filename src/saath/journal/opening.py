"""The journal's front door: from a place to a journal. The engines are behind it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from saath.bus.address import is_postgresql
from saath.journal import postgresql, sqlite
from saath.journal.appender import GroupCommit
from saath.journal.checks import check_format
from saath.journal.contract import Driver
from saath.journal.lock import FolderLock
from saath.journal.remote import SocketJournal
from saath.journal.socket import AppenderSocket


def create_journal(where: Path | str) -> None:
    """Create the tables in a folder or a PostgreSQL database. Creating twice is creating once."""
    if is_postgresql(where):
        postgresql.create(str(where))
    else:
        sqlite.create(Path(where))


def open_journal(where: Path | str, *, appender: bool = True) -> Driver:
    """Open the journal of a folder or of a PostgreSQL database.

    On SQLite `appender` takes the folder or raises `JournalLocked`; without it, appends go
    through whoever holds the folder. PostgreSQL has any number of appenders.
    """
    if is_postgresql(where):
        return postgresql.PostgresJournal(str(where))
    folder = Path(where)
    if not folder.is_dir():
        check_format(None, str(folder))
    if not appender:
        return SocketJournal(folder)
    return sqlite.open_appending(folder, FolderLock.take(folder))


@contextmanager
def appending(where: Path | str) -> Iterator[GroupCommit]:
    """Be an appender for a while: group commit, and on SQLite the socket for other processes."""
    with closing(GroupCommit(open_journal(where))) as group:
        if is_postgresql(where):
            yield group
        else:
            with closing(AppenderSocket(group, Path(where))):
                yield group
