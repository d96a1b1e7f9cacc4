"""Which SQLite this program runs on: `from saath.journal.sqlite_module import sqlite3`.

pysqlite3's wheel carries a current SQLite. Many systems' own has the WAL-reset bug, which can
corrupt a database that two connections write (3.7.0 to 3.51.2, fixed in 3.51.3, 3.50.7 and
3.44.6; sqlite.org/changes.html, checked 2026-11-21); Debian 12 ships 3.40.1. The standard
library's module is the fallback.

Everybody who opens one of our files takes the module from here. Two SQLite libraries in one
process must never open the same file: POSIX locks belong to the process, and the one that closes
first drops the other's.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["has_wal_reset_bug", "sqlite3"]


_MENDED: dict[tuple[int, ...], tuple[int, ...]] = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether a SQLite of this version can corrupt a file that two connections move the log into."""
    mended = _MENDED.get(version[:2], (3, 51, 3))
    return (3, 7) <= version < mended
