"""Wake-ups between processes on one PostgreSQL: LISTEN and NOTIFY, a channel per topic.

A server that is down wakes nobody and stops nobody. After the connection is back, a waiter is
woken for all its topics once, because nobody knows what was said meanwhile.
"""

import threading
import time
from collections.abc import Sequence
from contextlib import suppress

import psycopg
from psycopg import sql

from saath.bus.wakes import Topic, Wake, decode, encode

CONNECT_TIMEOUT_S = 5
RETRY_S = 1.0


class NotifyWaker:
    """Sends over a connection of its own, so that NOTIFY never delays a journal commit."""

    def __init__(self, url: str) -> None:
        """Connect with the first wake-up."""
        self._url = url
        self._sending = threading.Lock()
        self._connection: psycopg.Connection | None = None

    def wake(self, wake: Wake) -> None:
        """Tell everybody who waits; see `Waker.wake`."""
        with self._sending, suppress(psycopg.Error):  # a hint is lost, and polling finds out
            if self._connection is None or self._connection.closed:
                self._connection = _connect(self._url)
                # To PostgreSQL a NOTIFY is a commit; a hint is not worth a flush to disk.
                self._connection.execute("SET synchronous_commit = off")
            said = encode(wake).decode()
            self._connection.execute("SELECT pg_notify(%s, %s)", (_channel(wake.topic), said))

    def close(self) -> None:
        """Close the connection."""
        with self._sending:
            if self._connection is not None:
                self._connection.close()


class ListenWaiter:
    """A connection that listens."""

    def __init__(self, url: str, topics: Sequence[Topic]) -> None:
        """Wait for these topics from now on."""
        self._url = url
        self._topics = topics
        self._connection = _listening(url, topics)

    def wait(self, timeout_s: float) -> bool:
        """Sleep until woken; see `Waiter.wait`."""
        return bool(self.receive(timeout_s))

    def receive(self, timeout_s: float) -> list[Wake]:
        """Return what was said; see `Waiter.receive`."""
        try:
            if self._connection.closed:
                return self._listen_again()
            notifies = self._connection.notifies(timeout=timeout_s, stop_after=1)
            return [wake for said in notifies if (wake := decode(said.payload)) is not None]
        except psycopg.Error:
            time.sleep(min(timeout_s, RETRY_S))  # as if nothing had been said
            return []

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 while there is none."""
        return -1 if self._connection.closed else self._connection.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _listen_again(self) -> list[Wake]:
        self._connection = _listening(self._url, self._topics)
        return [Wake(topic) for topic in self._topics]


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=CONNECT_TIMEOUT_S,
        application_name="saath bus",
        keepalives_idle=5,
        keepalives_interval=5,
        keepalives_count=2,
    )


def _listening(url: str, topics: Sequence[Topic]) -> psycopg.Connection:
    connection = _connect(url)
    for topic in topics:
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(_channel(topic))))
    return connection


def _channel(topic: Topic) -> str:
    return f"saath_{topic}"
