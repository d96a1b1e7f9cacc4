"""The few statements of the batch writer, in SQLite's SQL and in PostgreSQL's.

They run on the driver's own connection, inside the transaction that Django opened: Django's
cursors cost more than these statements do.
"""
# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, Protocol

from django.db import connections
from msgspec.json import encode
from psycopg import DataError, RawCursor, ServerCursor

from saath.journal.sqlite_module import sqlite3
from saath.store.rows import Row, Table

STREAMED_ROWS = 5_000
SEPARATOR = "\x1f"  # never in an id, hardly ever in a text

UNSTORABLE = (DataError, sqlite3.DataError, OverflowError, ValueError)
"""What the drivers raise for a value that no column can hold."""


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

    def stream(self, statement: str, parameters: Sequence[object]) -> Iterator[Row]:
        """Yield the rows of one query without holding them all."""


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

    def stream(self, statement: str, parameters: Sequence[object]) -> Iterator[Row]:
        """Yield rows as SQLite finds them."""
        rows: Iterator[Row] = self._connection.execute(statement, parameters)
        return rows


class Postgresql:
    """Statements for PostgreSQL, prepared on the server."""

    def __init__(self, connection: Any) -> None:
        """Take the connection of psycopg."""
        self._cursor = RawCursor(connection)

    def fetch(
        self, table: Table, column: str, business: str, values: Collection[str]
    ) -> Sequence[Row]:
        """Look rows up."""
        self._cursor.execute(_fetch_any(table, column), (business, _texts(values)))
        return self._cursor.fetchall()

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write all rows with one statement: one array per column; the business is the same."""
        if rows:
            business, *columns = zip(*rows, strict=True)
            arrays = [
                _numbers(values) if name in table.numbers else _texts(values)
                for name, values in zip(table.columns[1:], columns, strict=True)
            ]
            self._cursor.execute(_upsert_arrays(table), (business[0], *arrays))

    def run(self, statement: str, parameters: Sequence[object]) -> int:
        """Run one statement."""
        return self._cursor.execute(_numbered(statement), parameters).rowcount

    def select(self, statement: str, parameters: Sequence[object]) -> Sequence[Row]:
        """Return the rows of one query."""
        return self._cursor.execute(_numbered(statement), parameters).fetchall()

    def stream(self, statement: str, parameters: Sequence[object]) -> Iterator[Row]:
        """Yield rows through a cursor on the server, some thousand at a time."""
        with ServerCursor(self._cursor.connection, "stream") as cursor:
            cursor.itersize = STREAMED_ROWS
            cursor.execute(statement.replace("?", "%s").encode(), parameters)
            yield from cursor


def _texts(values: Collection[str]) -> str:
    """Write a PostgreSQL array of texts: several times as fast as psycopg's, item by item."""
    if not values:
        return "{}"
    joined = SEPARATOR.join(values)
    if joined.count(SEPARATOR) != len(values) - 1:
        return "{" + ",".join(map(_text, values)) + "}"
    escaped = joined.replace("\\", "\\\\").replace('"', '\\"')
    return '{"' + escaped.replace(SEPARATOR, '","') + '"}'


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _numbers(values: Collection[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


@cache
def _numbered(statement: str) -> bytes:
    """Write the placeholders as PostgreSQL's protocol does: $1, $2, ..."""
    head, *rest = statement.split("?")
    return (head + "".join(f"${n}{part}" for n, part in enumerate(rest, 1))).encode()


@cache
def _fetch_any(table: Table, column: str) -> bytes:
    """Look every value up by itself, by index.

    With `= ANY(values)`, PostgreSQL read every row of the business while the table had no
    statistics yet: it takes a business for two hundred times smaller than it is (seen on 15.18).
    """
    chosen = ", ".join(table.columns[1:])
    return (
        f"SELECT found.* FROM unnest($2::text[]) AS wanted(value) CROSS JOIN LATERAL (SELECT"
        f" {chosen} FROM {table.name} WHERE business = $1 AND {column} = wanted.value OFFSET 0)"
        " AS found"
    ).encode()


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
    return f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({places}) {_conflict(table)}"


@cache
def _upsert_arrays(table: Table) -> bytes:
    arrays = ", ".join(
        f"${place}::{'bigint' if column in table.numbers else 'text'}[]"
        for place, column in enumerate(table.columns[1:], 2)
    )
    return (
        f"INSERT INTO {table.name} ({', '.join(table.columns)})"
        f" SELECT $1, given.* FROM unnest({arrays}) AS given {_conflict(table)}"
    ).encode()


def _conflict(table: Table) -> str:
    changed = ", ".join(_changed(table, c) for c in table.columns if c not in table.key)
    return f"ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changed}"


def _changed(table: Table, column: str) -> str:
    if column not in table.earliest:
        return f"{column} = excluded.{column}"
    known, told = f"{table.name}.{column}", f"excluded.{column}"
    return f"{column} = CASE WHEN {told} < {known} THEN {told} ELSE {known} END"
