"""Whether an installation can be opened at all: a sentence before anything starts.

Not here: whether each record is what was written; the journal proves that whenever it reads.
"""

from contextlib import closing
from pathlib import Path

import psycopg
from django.db import DatabaseError

from saath.journal import JournalUnavailable, NoJournal, open_journal
from saath.journal.sqlite_module import sqlite3
from saath.runtime.folder import URL_VARIABLE, Folder, FolderRefused
from saath.store import founding
from saath.store.databases import SEES_EVERYTHING
from saath.store.founding import NotFounded
from saath.store.generation import pending, present
from saath.store.kinds import TABLES

CONNECT_WITHIN_S = 10
JOURNAL, STORE = "journal.db", "store.db"


class Damaged(Exception):
    """A file of the installation is not what it was."""


class NotMigrated(Exception):
    """The databases wait for `saath migrate`."""


def require_server(url: str) -> None:
    """Refuse an address where no PostgreSQL lets us in."""
    try:
        psycopg.connect(url, connect_timeout=CONNECT_WITHIN_S).close()
    except psycopg.OperationalError as error:
        reason = "; ".join(filter(None, map(str.strip, str(error).splitlines())))
        raise FolderRefused(
            f"PostgreSQL does not let us in ({reason}). Start it, or correct {URL_VARIABLE}."
        ) from None


def sees_everything(url: str) -> bool:
    """Whether this role of PostgreSQL sees past the rows of one business."""
    with psycopg.connect(url, connect_timeout=CONNECT_WITHIN_S) as connection:
        row = connection.execute(SEES_EVERYTHING).fetchone()
    return bool(row and row[0])


def require_readable(folder: Folder) -> None:
    """Refuse files that are no databases any more. What is missing is another question."""
    if folder.engine != "sqlite":
        return
    for path in sorted(folder.path.glob("*.db")):
        if not _is_database(path):
            raise Damaged(f"{path} cannot be read. {_remedy(folder.path, path)}")
    if (folder.path / JOURNAL).is_file() and not (folder.path / STORE).is_file():
        _require_nothing_lost(folder)


def require_kept(folder: Folder) -> None:
    """Refuse an installation whose journal is gone: an empty one in its place would pass for it."""
    if _is_founded(folder) and not _has_records(folder):
        raise Damaged(
            f"The journal of {folder.path} is gone or empty, and every chat is in it. Nothing was"
            " changed. Restore the whole backup: saath restore FILE --data NEW_DIR"
        )


def _is_founded(folder: Folder) -> bool:
    if folder.engine == "sqlite" and not (folder.path / STORE).is_file():
        return False  # asking would make the file
    try:
        return founding.find() is not None
    except DatabaseError:
        return False


def _has_records(folder: Folder) -> bool:
    """Whether there is a journal that was begun: its first policy came before everything else."""
    try:
        with closing(open_journal(folder.journal_place, appender=False)) as journal:
            return any(lane.head for lane in journal.heads())
    except NoJournal:
        return False


def require_whole(folder: Folder) -> None:
    """Refuse an installation that was never finished, or of which a part is missing."""
    require_readable(folder)
    require_kept(folder)
    _require_journal(folder)
    if folder.engine == "sqlite":
        _require_file(folder.path, STORE)
    try:
        founding.require()
        number = present()
    except DatabaseError:
        raise NotFounded(f"{folder.path} was never finished. Run: saath init") from None
    if folder.engine == "sqlite":
        _require_file(folder.path, f"{TABLES}-{number}.db")


def require_migrated(folder: Folder) -> None:
    """Refuse to run on tables that an earlier release laid out."""
    if pending():
        raise NotMigrated(
            f"{folder.path} was laid out by an earlier release. Take a backup, then run:"
            f" saath migrate --data {folder.path}"
        )


def _require_journal(folder: Folder) -> None:
    try:
        with closing(open_journal(folder.journal_place, appender=False)) as journal:
            journal.heads()
    except JournalUnavailable as unavailable:
        if folder.engine == "sqlite":
            raise Damaged(f"{unavailable} Restore it from a backup.") from None
        raise


def _require_nothing_lost(folder: Folder) -> None:
    """An installation that was cut off while it was made has at most its first policy."""
    with closing(open_journal(folder.journal_place, appender=False)) as journal:
        if sum(lane.head for lane in journal.heads()) > 1:
            _require_file(folder.path, STORE)


def _require_file(folder: Path, name: str) -> None:
    if not (folder / name).is_file():
        raise Damaged(f"{folder / name} is missing. {_remedy(folder, folder / name)}")


def _remedy(folder: Path, path: Path) -> str:
    """Tables are derived: the journal fills them again. The rest exists nowhere else."""
    if path.name.startswith(TABLES):
        return f"Stop Saath, remove {path}*, and run: saath init --data {folder}"
    return "Restore it from a backup."


def _is_database(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            opened.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError:
        return False
    return True
