"""A reader never skips a record, whoever appends: the reason why a lane has a row to lock.

The control beside it does what one would do first, positions from a sequence and a reader that
asks for `position > cursor`. It must lose rows, otherwise this test proves nothing.
"""

import threading
from collections.abc import Callable
from contextlib import closing

import psycopg

from saath.journal import Entry, create_journal, open_journal
from tests.integration.journal.entries import entries

WRITERS = 4
TRANSACTIONS = 40
ROWS = 8
NAIVE_ROUNDS = 10


def test_a_reader_of_lanes_sees_every_record_once(postgres_url: str) -> None:
    create_journal(postgres_url)

    def write(writer: int) -> None:
        with closing(open_journal(postgres_url)) as journal:
            for _ in range(TRANSACTIONS):
                journal.append(_mixed(writer))

    seen: list[int] = []
    with closing(open_journal(postgres_url)) as reader:

        def read() -> None:
            cursor = seen[-1] if seen else 0
            records = reader.read("bakery", "live", after=cursor, limit=50)
            seen.extend(record.position for record in records)

        _race(write, read)
        while len(seen) < reader.head("bakery", "live").head:
            read()
    assert seen == list(range(1, WRITERS * TRANSACTIONS * ROWS + 1))


def test_a_naive_reader_of_a_sequence_skips_rows(postgres_url: str) -> None:
    """The control. One round may get lucky, ten do not."""
    assert any(_naive_round(postgres_url) for _ in range(NAIVE_ROUNDS))


def _mixed(writer: int) -> list[Entry]:
    """Entries of two lanes, mentioned in another order by every writer: no ring of waiting."""
    live, bulk = entries(ROWS), entries(2, lane="bulk")
    return [*live, *bulk] if writer % 2 else [*bulk, *live]


def _naive_round(url: str) -> int:
    """Return how many rows the naive reader never saw."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS naive")
        connection.execute("CREATE TABLE naive (position bigserial PRIMARY KEY)")
        seen: list[int] = []

        def read() -> None:
            cursor = seen[-1] if seen else 0
            rows = connection.execute(
                "SELECT position FROM naive WHERE position > %s ORDER BY position", (cursor,)
            )
            seen.extend(position for (position,) in rows)

        _race(lambda _: _write_naively(url), read)
        read()
        row = connection.execute("SELECT count(*) FROM naive").fetchone()
    assert row is not None
    written: int = row[0]
    return written - len(seen)


def _write_naively(url: str) -> None:
    with psycopg.connect(url) as connection:
        for _ in range(TRANSACTIONS):
            for _ in range(ROWS):
                connection.execute("INSERT INTO naive DEFAULT VALUES")
            connection.commit()


def _race(write: Callable[[int], None], read: Callable[[], None]) -> None:
    """Run the writers while this thread keeps reading."""
    writers = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        read()
    for writer in writers:
        writer.join()
