"""When SQLite's derived tables get a checkpoint: beside the worker. What one is: `store.sqlite`.

A writer that moves its own write-ahead log into the file stands still for as long as the disk
does, and so does everybody whose message waits: 60 ms for ten thousand pages, several times a
second during an import. Here a thread does it while the writer goes on. The writer's own
checkpoint (`wal_autocheckpoint`) stays as the bound, for what this thread could not keep up with.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from saath.journal.sqlite_module import has_wal_reset_bug, sqlite3
from saath.runtime.loop import Wrote, ignore
from saath.store.generation import where
from saath.store.sqlite.checkpoints import checkpoint

EVERY_FACTS = 3_000
"""A fact leaves a page or two in the log: well before the writer's own ten thousand pages."""
TURN_FACTS = 10
"""What a turn leaves there however little it folded, counted in facts."""

log = logging.getLogger("saath.worker")


@contextmanager
def checkpoints(engine: str) -> Iterator[Wrote]:
    """Have them made for as long as the block runs; gives who is to be told of every turn.

    PostgreSQL makes its own. So does the writer where SQLite is so old that two connections could
    corrupt the file between them.
    """
    if engine != "sqlite" or has_wal_reset_bug(sqlite3.sqlite_version_info):
        yield ignore
        return
    with closing(Checkpoints(lambda: Path(where()[0]))) as made:
        yield made.wrote


class Checkpoints:
    """A thread that makes them, one after another, whenever enough was written."""

    def __init__(self, file: Callable[[], Path], every: int = EVERY_FACTS) -> None:
        """Start the thread. `file` says where the tables are now; a rebuild moves them."""
        self._where = file
        self._every = every
        self._written = 0
        self._file = Path()
        self._failed = False
        self._due = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def wrote(self, facts: int) -> None:
        """Count what a turn committed. Called by the writer's thread; never blocks."""
        self._written += TURN_FACTS + facts
        if self._written >= self._every:
            self._written = 0
            self._file = self._where()
            self._due.set()

    def close(self) -> None:
        """End, after the checkpoint that is being made."""
        self._closing.set()
        self._due.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            if self._closing.is_set():
                return
            self._make()

    def _make(self) -> None:
        """Make one. Where that fails, the writer makes it itself, later: said once until it works."""
        try:
            checkpoint(self._file)
        except sqlite3.Error as error:
            if self._file.exists() and not self._failed:  # a rebuild takes the old file away
                log.warning("worker.checkpoint.failed", extra={"reason": type(error).__name__})
                self._failed = True
        else:
            self._failed = False
