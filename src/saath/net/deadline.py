"""An end to an exchange that nobody else ends: each of its waits is short, all of them are not.

A timer shuts the connection down, whatever is being read or written there. httpcore hands out its
stream when the connection stands. (encode/httpcore, docs/extensions, read 2026-11-22)
"""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

CONNECTED = "connection.connect_tcp.complete"


class Deadline:
    """Use as a context manager around one exchange. `seconds` of 0 never end it."""

    def __init__(self, seconds: float) -> None:
        """Nothing runs yet."""
        self.is_over = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end) if seconds else None

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of the connection: a trace of httpcore's."""
        if self._timer is None or event != CONNECTED:
            return
        # A duplicate of our own: TLS takes the first one over, and its number may be given to
        # another connection once it is closed.
        try:
            mine = info["return_value"].get_extra_info("socket").dup()
        except OSError:  # no file is left for it: what cannot be ended does not begin
            self.is_over = True
            return
        with self._lock:
            self._socket = mine
        if self.is_over:
            self._shut()

    def __enter__(self) -> Self:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def _end(self) -> None:
        self.is_over = True
        self._shut()

    def _shut(self) -> None:
        with self._lock, suppress(OSError):  # the other side may have gone before
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)
