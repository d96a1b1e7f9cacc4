"""Wake-ups for an event loop: a thread that waits and calls into the loop.

`Waiter.fileno` with `loop.add_reader` does the same on SQLite with no thread. On PostgreSQL the
connection, and with it the descriptor, is another one after a restart of the server; and opening
one blocks. A thread may do both.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from saath.bus.wakes import POLL_S, Waiter, Wake


class LoopListener:
    """Calls `woken` in the loop with what arrived; takes the waiter over."""

    def __init__(
        self, waiter: Waiter, loop: asyncio.AbstractEventLoop, woken: Callable[[list[Wake]], None]
    ) -> None:
        """Start listening."""
        self._waiter = waiter
        self._loop = loop
        self._woken = woken
        self._is_open = True
        self._thread = threading.Thread(target=self._listen, name="bus listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and close the waiter; takes up to 250 ms."""
        self._is_open = False
        self._thread.join()
        self._waiter.close()

    def _listen(self) -> None:
        while self._is_open:
            wakes = self._waiter.receive(POLL_S)
            if wakes:
                with suppress(RuntimeError):  # the loop is closed: nobody is listening any more
                    self._loop.call_soon_threadsafe(self._woken, wakes)
