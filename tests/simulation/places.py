"""Where the product of a world keeps its files: a copy of an installation made once.

SQLite in memory-backed files, so that a flush costs nothing; or a database of a real PostgreSQL.
A place can lose what an operating system may lose: the last transactions of derived tables, whose
files are written with synchronous=NORMAL, and an unfinished frame at the end of the journal's log.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from django.db import connections

from saath.journal import Driver, open_journal
from saath.store.generation import follow, migrate_tables, present
from tests.stores import emptied, installed, pointed_at

MEMORY = Path("/dev/shm")  # noqa: S108 - only if it is there; files get a folder of their own
TORN = b"\x37\x7f\x06\x82" * 60


class Place(Protocol):
    """A fresh installation and what may befall it. Django is pointed at it."""

    folder: Path
    engine: str

    def open(self) -> Driver:
        """Open the journal, as a process that starts."""

    def let_go(self, journal: Driver) -> None:
        """Close what is open: the process is gone."""

    def remember(self) -> None:
        """Keep the derived tables as they are on disk by now."""

    def lose_power(self, journal: Driver) -> bool:
        """Let go, and lose what was not flushed; say whether tables were lost."""


class Folder:
    """SQLite."""

    engine = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept = folder / "kept"
        self._generation = 0

    def open(self) -> Driver:
        follow()
        return open_journal(self.folder)

    def let_go(self, journal: Driver) -> None:
        journal.close()
        connections.close_all()

    def remember(self) -> None:
        connections["tables"].close()
        shutil.rmtree(self._kept, ignore_errors=True)
        self._kept.mkdir()
        self._generation = present()
        for path in self._tables():
            shutil.copyfile(path, self._kept / path.name)

    def lose_power(self, journal: Driver) -> bool:
        image = {path: path.read_bytes() for path in self._journal()}
        lost = self._generation == present()
        self.let_go(journal)
        for path in self._journal():
            path.unlink()
        for path, held in image.items():
            path.write_bytes(held + (TORN if path.name.endswith("-wal") else b""))
        if lost:
            for path in self._tables():
                path.unlink()
            for path in self._kept.iterdir():
                shutil.copyfile(path, self.folder / path.name)
        return lost

    def _journal(self) -> list[Path]:
        files = (self.folder / "journal.db", self.folder / "journal.db-wal")
        return [path for path in files if path.exists()]

    def _tables(self) -> list[Path]:
        return sorted(self.folder.glob(f"tables-{self._generation}.db*"))


class Database:
    """PostgreSQL."""

    engine = "postgresql"

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self._url = url

    def open(self) -> Driver:
        follow()
        return open_journal(self._url)

    def let_go(self, journal: Driver) -> None:
        journal.close()
        connections.close_all()

    def remember(self) -> None:
        """What a server loses is the server's own business."""

    def lose_power(self, journal: Driver) -> bool:
        self.let_go(journal)
        return False


type Fresh = Callable[[], AbstractContextManager[Place]]


@contextmanager
def folders() -> Iterator[Fresh]:
    """Give fresh installations on SQLite, one at a time."""
    top = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="saath-worlds-", dir=top) as root:
        made = Path(root) / "made"
        made.mkdir()
        with installed(made, made):
            pass
        yield lambda: _copied(made, Path(root) / "world")


@contextmanager
def _copied(made: Path, folder: Path) -> Iterator[Place]:
    shutil.copytree(made, folder)
    try:
        with pointed_at(folder):
            yield Folder(folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def database(url: str, folder: Path) -> Iterator[Place]:
    """Give an installation on PostgreSQL that was made before, emptied."""
    is_whole = emptied(url)
    with pointed_at(folder, url):
        if not is_whole:  # the world before this one was rebuilt
            migrate_tables()
        yield Database(url, folder)
