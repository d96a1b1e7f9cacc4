"""Where a measurement puts its data: a folder for SQLite, a database of a real PostgreSQL.

The server is started as the tests start theirs, but as it would be operated: what is acknowledged
is on disk.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import SETTINGS, Cluster, find_programs, running

ENGINES = ("sqlite", "postgresql")
OPERATED = SETTINGS | {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "autovacuum": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
}


class NoServer(Exception):
    """There are no programs of a PostgreSQL server on this machine."""


@dataclass(frozen=True, slots=True)
class Place:
    """A fresh folder, and on PostgreSQL an empty database."""

    engine: str
    folder: Path
    url: str

    @property
    def journal(self) -> Path | str:
        """What the journal and the bus are given."""
        return self.url or self.folder


type Places = Callable[[str], Place]


@contextmanager
def places(engines: Sequence[str]) -> Iterator[Places]:
    """Give as many fresh places as are asked for; remove them all afterwards."""
    with ExitStack() as held:
        root = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="saath-bench-")))
        cluster = held.enter_context(_server()) if "postgresql" in engines else None

        def fresh(engine: str) -> Place:
            folder = Path(tempfile.mkdtemp(prefix=f"{engine}-", dir=root))
            url = cluster.create_database() if cluster and engine == "postgresql" else ""
            return Place(engine, folder, url)

        yield fresh


@contextmanager
def _server() -> Iterator[Cluster]:
    programs = find_programs()
    if programs is None:
        raise NoServer(
            "No PostgreSQL server programs here. apt-get install postgresql, or --engine sqlite."
        )
    with running(programs, OPERATED) as cluster:
        yield cluster
