"""One connection to PostgreSQL for one purpose: opened when needed, opened anew once it broke.

Not here: what is said over it (`postgresql`).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from saath.journal.errors import JournalUnavailable

CONNECT_TIMEOUT_S = 5

STALLED_S = 10
"""A process that stands still inside a transaction must not keep a lane from everybody else. Between
two statements of an append milliseconds pass; nobody waits longer for a lane either."""
_PATIENCE = f"""SELECT set_config('lock_timeout', '{STALLED_S}s', false),
    set_config('idle_in_transaction_session_timeout', '{STALLED_S}s', false)"""
# The least an acknowledged delivery needs. A stronger setting (remote_apply) stays.
_DURABLE = """SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') <> 'remote_apply'"""


class Line:
    """A connection that survives its server's restarts. One thread at a time."""

    def __init__(self, url: str) -> None:
        """Remember where; nothing is opened yet."""
        self._url = url
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None
        self._closed = False

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        """Lend the connection, in autocommit; any refusal of PostgreSQL is `JournalUnavailable`.

        The original error is not chained: PostgreSQL quotes values in it, and it may be logged.
        """
        with self._lock:
            try:
                yield self._open()
            except psycopg.Error as error:
                raise JournalUnavailable(
                    f"PostgreSQL does not take part in the journal: {_reason(error)}."
                ) from None

    def close(self) -> None:
        """Close for good."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.close()

    def _open(self) -> psycopg.Connection:
        if self._closed:
            raise JournalUnavailable("This journal is closed.")
        if self._connection is None or self._connection.closed:
            self._connection = _connect(self._url)
        return self._connection


def _connect(url: str) -> psycopg.Connection:
    connection = psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=CONNECT_TIMEOUT_S,
        application_name="saath journal",
        # A server that vanished is noticed in about 15 s instead of the kernel's hours.
        keepalives_idle=5,
        keepalives_interval=5,
        keepalives_count=2,
        tcp_user_timeout=15_000,
    )
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    connection.execute(_PATIENCE)
    connection.execute(_DURABLE)
    return connection


def _reason(error: psycopg.Error) -> str:
    """Name the error without quoting it."""
    return f"{type(error).__name__} {error.sqlstate or ''}".strip()
