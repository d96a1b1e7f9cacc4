"""Wake-ups between the processes of one folder: a datagram socket per waiter in DIR/bus.

The name of a socket says what its owner waits for (`live+tables.4711-9f3c.sock`), so nobody is
woken for nothing. A socket whose owner died is removed by the next sender that meets it.
"""

import os
import secrets
import select
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from saath.bus.address import socket_address
from saath.bus.wakes import WAKE_BYTES_MAX, Topic, Wake, decode, encode

FOLDER = "bus"
SUFFIX = ".sock"
JOINT = "+"


class DatagramWaker:
    """Sends to every socket in the folder that waits for the topic."""

    def __init__(self, folder: Path) -> None:
        """Open a socket to send from. The folder need not exist: then nobody waits."""
        self._folder = folder / FOLDER
        self._sending = threading.Lock()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(0)

    def wake(self, wake: Wake) -> None:
        """Tell everybody who waits; see `Waker.wake`."""
        said = encode(wake)
        with self._sending:
            for path in _waiting(self._folder, wake.topic):
                self._send(path, said)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _send(self, path: Path, said: bytes) -> None:
        try:
            with socket_address(path) as address:
                self._socket.sendto(said, address)
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)  # its owner died
        except OSError:
            return  # it went away, or has more wake-ups unread than it needs: it polls anyway


class DatagramWaiter:
    """A socket of one's own in the folder."""

    def __init__(self, folder: Path, topics: Sequence[Topic]) -> None:
        """Wait for these topics from now on."""
        (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        name = f"{JOINT.join(topics)}.{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        self._path = folder / FOLDER / name
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(0)
        with socket_address(self._path) as address:
            self._socket.bind(address)
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)

    def wait(self, timeout_s: float) -> bool:
        """Sleep until woken; see `Waiter.wait`."""
        return bool(self.receive(timeout_s))

    def receive(self, timeout_s: float) -> list[Wake]:
        """Return what was said; see `Waiter.receive`."""
        self._poll.poll(timeout_s * 1000)
        return [wake for said in self._arrived() if (wake := decode(said)) is not None]

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the socket and remove it from the folder."""
        self._path.unlink(missing_ok=True)
        self._socket.close()

    def _arrived(self) -> Iterator[bytes]:
        with suppress(BlockingIOError):  # nothing more
            while True:
                yield self._socket.recv(WAKE_BYTES_MAX)


def _waiting(folder: Path, topic: Topic) -> list[Path]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names only: this runs for every commit
    except FileNotFoundError:
        return []
    return [
        folder / name
        for name in names
        if name.endswith(SUFFIX) and topic in name.partition(".")[0].split(JOINT)
    ]
