"""For whom a transaction speaks. PostgreSQL's row-level security hides every other business.

`as_business` is how every read and write begins. `across_businesses` reads everybody's rows and
writes nobody's: for what comes before a business is known (the directory, signing in, an API
key) and for what concerns the whole installation (`state_hash`, the operator's lists).

The wall stands twice: every key and query names the business, and on PostgreSQL the tables are
guarded by policies (`operations`) even if a query forgot to.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from saath.store.kinds import TABLES
from saath.store.sqlite.base import DatabaseWrapper as Sqlite

EVERYBODY = "*"
STALLED_S = 10
"""A worker that stands still inside a transaction that writes (stopped, starved, its machine frozen)
holds the rows of its business. PostgreSQL then ends its session, and another worker goes on. Between
two statements of a batch a slice is folded: a tenth of a second, some seconds on a machine that
hardly moves. It ends well before an attempt counts as abandoned (`outbox.awaiting`). Readers hold
nobody up, and a backup reads for as long as it takes: they have no such end."""
SPEAK = "SELECT set_config('saath.business', %s, true)"
WRITE = f"{SPEAK}, set_config('idle_in_transaction_session_timeout', '{STALLED_S}s', true)"
READ = f"{SPEAK}, set_config('transaction_read_only', 'on', true)"
STAND_STILL = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def as_business(business: str, using: str = TABLES, *, reads: bool = False) -> Iterator[None]:
    """Open a transaction that sees and writes the rows of one business only.

    With `reads` it writes nothing, and on SQLite waits for no writer.
    """
    if business in {"", EVERYBODY}:
        raise ValueError("A business has a name of its own.")
    with _transaction(using, reads=reads):
        _say(READ if reads else WRITE, business, using)
        yield


@contextmanager
def across_businesses(using: str = TABLES) -> Iterator[None]:
    """Open a transaction that reads the rows of all businesses, as they are at its beginning."""
    with _transaction(using, reads=True):
        if connections[using].vendor == "postgresql":
            with connections[using].cursor() as cursor:
                cursor.execute(STAND_STILL)
        _say(SPEAK, EVERYBODY, using)
        yield


@contextmanager
def _transaction(using: str, *, reads: bool) -> Iterator[None]:
    """Open the outermost transaction; `durable` refuses to open one inside another."""
    connection = connections[using]
    if isinstance(connection, Sqlite):
        connection.reads = reads
    with transaction.atomic(using=using, durable=True):
        yield


def _say(statement: str, business: str, using: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(statement, [business])
