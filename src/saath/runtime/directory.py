"""The directory ingest asks, kept in memory and read anew when somebody says so or time passes.

An unreadable store leaves the last directory in place: deliveries that are signed right are still
taken while the tables are away.
"""

import hashlib
import hmac
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from saath.whatsapp.peek import Peek

RELOAD_S = 5.0

log = logging.getLogger("saath.directory")


@dataclass(frozen=True, slots=True)
class Connection:
    """One number of one business, and the secrets its deliveries may be signed with."""

    business: str
    phone_number_id: str
    waba_id: str
    portfolio_id: str
    app_secrets: tuple[bytes, ...]
    verify_token: str
    provider: str = "meta"
    webhook_key: str = ""


class Snapshot:
    """All connections at one moment. Implements `saath.ingest.Directory` and `Doors`."""

    def __init__(self, connections: Iterable[Connection]) -> None:
        """Index the connections by what a delivery names."""
        self._owners: dict[tuple[bytes, str], set[str]] = {}
        self._tokens: set[str] = set()
        self._doors: dict[tuple[str, bytes], str] = {}
        for connection in connections:
            self._tokens.add(connection.verify_token)
            if connection.webhook_key:
                door = (connection.provider, _digest(connection.webhook_key))
                self._doors[door] = connection.business
            for secret in connection.app_secrets:
                self._index(connection, secret)
        self._secrets = sorted({secret for secret, _ in self._owners})
        self._concerned: dict[tuple[bytes, frozenset[str]], frozenset[str]] = {}

    def _index(self, connection: Connection, secret: bytes) -> None:
        named = (connection.phone_number_id, connection.waba_id, connection.portfolio_id)
        for name in filter(None, named):
            self._owners.setdefault((secret, name), set()).add(connection.business)

    def secrets(self) -> Sequence[bytes]:
        """Every app secret in use."""
        return self._secrets

    def accepts(self, verify_token: str) -> bool:
        """Whether the token is one of ours; every token is compared, in constant time."""
        given = verify_token.encode()
        matches = [hmac.compare_digest(token.encode(), given) for token in self._tokens if token]
        return any(matches)

    def concerned(self, secret: bytes, peek: Peek) -> frozenset[str]:
        """The businesses connected with this secret that the delivery names."""
        asked = (secret, peek.phone_number_ids | peek.account_ids)
        known = self._concerned.get(asked)
        if known is None:
            found = (self._owners.get((secret, name), set()) for name in asked[1])
            known = frozenset[str]().union(*found)
            if known:  # names of nobody come without end
                self._concerned[asked] = known
        return known

    def whose(self, provider: str, key: str) -> str | None:
        """The business whose deliveries of this provider come to this key."""
        return self._doors.get((provider, _digest(key)))


def _digest(key: str) -> bytes:
    """Looked up by a digest, so that how long it takes says nothing about the key."""
    return hashlib.sha256(key.encode()).digest()


class Directory:
    """The present snapshot, and the thread that keeps it fresh."""

    def __init__(self, read: Callable[[], list[Connection]]) -> None:
        """`read` gives all connections; the first reading must succeed."""
        self._read = read
        self._present = Snapshot(read())
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._keep_fresh, name="directory", daemon=True)
        self._thread.start()

    def __call__(self) -> Snapshot:
        """The present snapshot."""
        return self._present

    def reload(self) -> None:
        """Read anew as soon as possible."""
        self._wake.set()

    def renew(self) -> None:
        """Read anew now, and return when that is done."""
        self._present = Snapshot(self._read())

    def close(self) -> None:
        """Stop the thread."""
        self._closing = True
        self._wake.set()
        self._thread.join()

    def _keep_fresh(self) -> None:
        while not self._closing:
            self._wake.wait(RELOAD_S)
            self._wake.clear()
            try:
                self._present = Snapshot(self._read())
            except Exception:  # the last directory is better than none; it says so and goes on
                log.exception("directory.reload.failed")
