"""Checkpoints of SQLite's derived tables, beside the worker. What one is, is in `store.sqlite`.

A writer that moves its own write-ahead log into the file stands still for as long as the disk
does, and so does everybody whose message waits: 60 ms at every seventh slice of a history. Here a
thread does it while the writer goes on. The writer's own checkpoint (`wal_autocheckpoint`) stays
as the bound, for what this thread could not keep up with.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from saath.journal.sqlite_module import sqlite3
from saath.store.generation import where
from saath.store.sqlite.checkpoints import checkpoint

EVERY = 3_000
A_TURN = 10
"""What a turn leaves in the log however little it folded, counted in facts: about as many pages."""

log = logging.getLogger("saath.worker")


type Wrote = Callable[[int], None]
"""Hears how many facts a turn committed."""


@contextmanager
def checkpoints(engine: str) -> Iterator[Wrote]:
    """Have them made for as long as the block runs. PostgreSQL makes its own."""
    if engine != "sqlite":
        yield lambda _facts: None
        return
    with closing(Checkpoints(lambda: Path(where()[0]))) as made:
        yield made.wrote


class Checkpoints:
    """A thread that makes them, one after another, whenever enough was written."""

    def __init__(self, file: Callable[[], Path], every: int = EVERY) -> None:
        """Start the thread. `file` says where the tables are now; a rebuild moves them."""
        self._where = file
        self._every = every
        self._written = 0
        self._file = Path()
        self._due = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def wrote(self, facts: int) -> None:
        """Count what a turn committed. Called by the writer's thread; never blocks."""
        self._written += A_TURN + facts
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
            try:
                checkpoint(self._file)
            except sqlite3.Error as error:  # the writer makes it itself, later
                log.warning("worker.checkpoint.failed", extra={"reason": type(error).__name__})
