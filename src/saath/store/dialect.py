"""The few statements of the batch writer, in SQLite's SQL and in PostgreSQL's.

They run on the driver's own connection, inside the transaction that Django opened: Django's
cursors cost more than these statements do.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Protocol

from django.db import connections
from msgspec.json import encode

from saath.store.rows import Row, Table


class Dialect(Protocol):
    """What the batch writer asks of a database."""

    def fetch(
        self, table: Table, column: str, business: str, values: Collection[str]
    ) -> Sequence[Row]:
        """Return the rows, without their business, where `column` is one of `values`."""

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows, new and known ones."""

    def run(self, statement: str, parameters: Sequence[object]) -> int:
        """Run one statement written with question marks; return how many rows it touched."""

    def select(self, statement: str, parameters: Sequence[object]) -> Sequence[Row]:
        """Return the rows of one query written with question marks."""


def dialect(using: str) -> Dialect:
    """Return the dialect of an alias, on the connection of this thread."""
    connection = connections[using]
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        return Postgresql(connection.connection)
    return Sqlite(connection.connection)


class Sqlite:
    """Statements for SQLite."""

    def __init__(self, connection: Any) -> None:
        """Take the connection of pysqlite3 or sqlite3."""
        self._connection = connection

    def fetch(
        self, table: Table, column: str, business: str, values: Collection[str]
    ) -> Sequence[Row]:
        """Look rows up; the values travel as one JSON array, so that the statement is prepared once."""
        given = (business, encode(list(values)).decode())
        rows: Sequence[Row] = self._connection.execute(_fetch(table, column), given).fetchall()
        return rows

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write the rows one by one, prepared once."""
        self._connection.executemany(_upsert_one(table), rows)

    def run(self, statement: str, parameters: Sequence[object]) -> int:
        """Run one statement."""
        count: int = self._connection.execute(statement, parameters).rowcount
        return count

    def select(self, statement: str, parameters: Sequence[object]) -> Sequence[Row]:
        """Return the rows of one query."""
        rows: Sequence[Row] = self._connection.execute(statement, parameters).fetchall()
        return rows


class Postgresql:
    """Statements for PostgreSQL."""

    def __init__(self, connection: Any) -> None:
        """Take the connection of psycopg."""
        self._cursor = connection.cursor()

    def fetch(
        self, table: Table, column: str, business: str, values: Collection[str]
    ) -> Sequence[Row]:
        """Look rows up."""
        chosen = ", ".join(table.columns[1:])
        self._cursor.execute(
            f"SELECT {chosen} FROM {table.name} WHERE business = %s AND {column} = ANY(%s)",
            (business, list(values)),
        )
        rows: Sequence[Row] = self._cursor.fetchall()
        return rows

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write all rows with one statement: one array per column."""
        if rows:
            self._cursor.execute(_upsert_arrays(table), [list(c) for c in zip(*rows, strict=True)])

    def run(self, statement: str, parameters: Sequence[object]) -> int:
        """Run one statement."""
        self._cursor.execute(statement.replace("?", "%s"), parameters)
        count: int = self._cursor.rowcount
        return count

    def select(self, statement: str, parameters: Sequence[object]) -> Sequence[Row]:
        """Return the rows of one query."""
        self._cursor.execute(statement.replace("?", "%s"), parameters)
        rows: Sequence[Row] = self._cursor.fetchall()
        return rows


@cache
def _fetch(table: Table, column: str) -> str:
    chosen = ", ".join(table.columns[1:])
    return (
        f"SELECT {chosen} FROM {table.name} WHERE business = ?"
        f" AND {column} IN (SELECT value FROM json_each(?))"
    )


@cache
def _upsert_one(table: Table) -> str:
    places = ", ".join("?" for _ in table.columns)
    return (
        f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({places}) {_conflict(table)}"
    )


@cache
def _upsert_arrays(table: Table) -> str:
    arrays = ", ".join(
        f"%s::{'bigint' if column in table.numbers else 'text'}[]" for column in table.columns
    )
    return (
        f"INSERT INTO {table.name} ({', '.join(table.columns)})"
        f" SELECT * FROM unnest({arrays}) {_conflict(table)}"
    )


def _conflict(table: Table) -> str:
    changed = ", ".join(f"{c} = excluded.{c}" for c in table.columns if c not in table.key)
    return f"ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changed}"
