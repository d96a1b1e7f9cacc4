"""Django's SQLite backend with pysqlite3 in the place of the standard library's module.

Why another library: `saath.journal.sqlite_module`. The few places where Django reaches for the
standard module by itself are covered here; everything else is inherited.
"""

import datetime as dt
import decimal
from collections.abc import Mapping
from typing import Any, override

from django.db.backends.sqlite3 import base

from saath.journal.sqlite_module import sqlite3

LIMITS = {9: 32766, 2: 2000}  # SQLITE_LIMIT_VARIABLE_NUMBER, SQLITE_LIMIT_COLUMN: the defaults

_base: Any = base  # its types leave out what only backends need
_translate = _base.SQLiteCursorWrapper.convert_query

sqlite3.register_adapter(decimal.Decimal, str)
sqlite3.register_adapter(dt.date, dt.date.isoformat)
sqlite3.register_adapter(dt.datetime, lambda moment: moment.isoformat(" "))


class Connection(sqlite3.Connection):
    """A connection that can say its limits: Django 6.1 asks, pysqlite3 0.6.1 cannot answer."""

    @override
    def getlimit(self, category: int, /) -> int:
        """Return what every SQLite is compiled with unless somebody lowered it."""
        return LIMITS[category]


class Cursor(sqlite3.Cursor):
    """Django writes %s where SQLite wants a question mark."""

    @override
    def execute(self, query: str, params: Any = None, /) -> Any:
        """Run one statement."""
        if params is None:
            return super().execute(query)
        return super().execute(self._translated(query, params), params)

    @override
    def executemany(self, query: str, params: Any, /) -> Any:
        """Run one statement for many rows; Django passes sequences, never names, here."""
        return super().executemany(self._translated(query, ()), params)

    def _translated(self, query: str, params: Any) -> str:
        names = list(params) if isinstance(params, Mapping) else None
        translated: str = _translate(self, query, param_names=names)
        return translated


class DatabaseWrapper(base.DatabaseWrapper):
    """Named in the settings as ENGINE "saath.store.sqlite"."""

    Database = sqlite3
    reads = False
    """Whether the next transaction only reads: it then waits for no writer and stops none."""

    @override
    def get_connection_params(self) -> dict[str, Any]:
        """Dates need no converters by declared type: Django converts by field."""
        return {**super().get_connection_params(), "detect_types": 0, "factory": Connection}

    @override
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect with our library, then do what Django does to a connection."""
        connection = sqlite3.connect(**conn_params)
        _base.register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        for pragma in self.settings_dict["PRAGMAS"]:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @override
    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor of our library that speaks Django's placeholders."""
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        """Take the write lock at once: a read that turns into a write cannot wait for it later."""
        self.cursor().execute("BEGIN DEFERRED" if self.reads else "BEGIN IMMEDIATE")
