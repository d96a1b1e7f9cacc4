"""Moving what was committed from SQLite's write-ahead log into the file. When: `runtime.checkpoints`."""

from contextlib import closing
from pathlib import Path

from saath.journal.sqlite_module import sqlite3


def checkpoint(file: Path) -> None:
    """Move everything committed by now, as far as nobody reads older pages. Waits for nobody.

    Over a connection of its own, so that any thread may ask, whoever writes meanwhile. Raises
    `sqlite3.Error` when the file is gone or its disk is full; nothing is lost then, the log has it.
    """
    address = f"{file.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)) as own:
        own.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
