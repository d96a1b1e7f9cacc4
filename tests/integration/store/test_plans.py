"""The queries of every batch use the index they should, even while nobody counted the rows."""

import pytest
from django.db import connections
from psycopg import RawCursor

from saath.journal import Journal
from saath.store.dialect import _fetch, _fetch_any, _texts, dialect
from saath.store.generation import count_rows
from saath.store.kinds import TABLES
from saath.store.rows import ALIAS, CONVERSATION, MESSAGE, Row, Table
from saath.store.tenancy import as_business

BUSINESS = "tea-house"
ROWS = 3_000
IDS = [f"{number:020x}" for number in range(500)]

LOOKUPS = [
    (MESSAGE, "id", {"message_pkey", "sqlite_autoindex_message_1"}),
    (ALIAS, "id", {"alias_pkey", "sqlite_autoindex_alias_1"}),
    (ALIAS, "person", {"alias_person"}),
    (CONVERSATION, "person", {"conversation_pkey", "sqlite_autoindex_conversation_1"}),
]
THREAD = """SELECT id FROM message WHERE business = ? AND person = ? AND phone_number_id = ?
    AND direction <> '' ORDER BY at DESC, id DESC LIMIT 50"""
LIST = """SELECT person FROM conversation WHERE business = ? ORDER BY last_at DESC, person
    LIMIT 50"""


@pytest.mark.parametrize(("table", "column", "indexes"), LOOKUPS)
@pytest.mark.parametrize("counted", [False, True])
def test_a_batch_looks_its_states_up_by_index(
    journal: Journal, table: Table, column: str, indexes: set[str], *, counted: bool
) -> None:
    fill(table, counted=counted)
    plan = explain_lookup(table, column)
    assert any(index in plan for index in indexes), plan
    assert not reads_everything(plan), plan


@pytest.mark.parametrize("counted", [False, True])
def test_a_thread_comes_in_the_order_of_its_index(journal: Journal, *, counted: bool) -> None:
    fill(MESSAGE, counted=counted)
    plan = explain(THREAD, (BUSINESS, IDS[1], "7001"))
    assert "message_thread" in plan
    assert not sorts(plan), plan


def test_the_list_comes_in_the_order_of_its_index(journal: Journal) -> None:
    # Until PostgreSQL has counted (autovacuum: within a minute) it sorts a business's list.
    fill(CONVERSATION, counted=True)
    plan = explain(LIST, (BUSINESS,))
    assert "conversation_list" in plan
    assert not sorts(plan), plan


@pytest.mark.parametrize("journal", ["postgresql"], indirect=True)
def test_the_naive_lookup_would_read_everything(journal: Journal) -> None:
    fill(MESSAGE, counted=False)
    naive = "SELECT id FROM message WHERE business = ? AND id = ANY(?::text[])"
    plan = explain(naive, (BUSINESS, _texts(IDS)))
    assert reads_everything(plan), "The plan is good by itself now: the lookup can be simpler."


def reads_everything(plan: str) -> bool:
    """Whether a plan reads all rows of a business, or of the table."""
    return (
        "Bitmap Heap Scan" in plan
        or "Seq Scan" in plan
        or "SCAN " in plan.replace("SCAN json_each", "")
    )


def explain_lookup(table: Table, column: str) -> str:
    """The plan of a batch's lookup."""
    with as_business(BUSINESS, reads=True):
        if connections[TABLES].vendor == "postgresql":
            cursor = RawCursor(connections[TABLES].connection)
            cursor.execute(b"EXPLAIN " + _fetch_any(table, column), (BUSINESS, _texts(IDS)))
            return "\n".join(row[0] for row in cursor.fetchall())
        rows = dialect(TABLES).select(
            f"EXPLAIN QUERY PLAN {_fetch(table, column)}", (BUSINESS, '["a"]')
        )
        return "\n".join(row[3] for row in rows)


def explain(statement: str, parameters: tuple[object, ...]) -> str:
    """The plan of a query."""
    server = connections[TABLES].vendor == "postgresql"
    with as_business(BUSINESS, reads=True):
        how = "EXPLAIN" if server else "EXPLAIN QUERY PLAN"
        rows = dialect(TABLES).select(f"{how} {statement}", parameters)
    return "\n".join(row[0 if server else 3] for row in rows)


def sorts(plan: str) -> bool:
    """Whether rows have to be brought into order after they were found."""
    return "Sort" in plan or "TEMP B-TREE" in plan


def fill(table: Table, *, counted: bool) -> None:
    """Write rows, each of another person."""
    with as_business(BUSINESS):
        dialect(TABLES).upsert(table, [row(table, number) for number in range(ROWS)])
    if counted:
        count_rows()


def row(table: Table, number: int) -> Row:
    """A row that is only different in what identifies it."""
    named = {"business": BUSINESS, "phone_number_id": "7001", "direction": "in"}
    own = {"id", "person", "wamid", "value"}
    return tuple(
        number
        if column in table.numbers
        else f"{number:020x}"
        if column in own
        else named.get(column, "")
        for column in table.columns
    )
