"""Telling the worker that records came: from the loop that took them, without waiting for it.

A thread does it, because a wake-up may block. News that come while it is telling are told once
more afterwards, so the last record of a burst is never left to the worker's own polling.
"""

import threading

from saath.bus.wakes import Wake, Waker

REST_S = 0.01
"""Between two wake-ups: under load they would cost more than what they announce."""


class Telling:
    """One topic's news, told by a thread of its own."""

    def __init__(self, waker: Waker, wake: Wake) -> None:
        """Start the thread; `close` ends it and leaves the waker open."""
        self._waker = waker
        self._wake = wake
        self._news = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="telling", daemon=True)
        self._thread.start()

    def tell(self) -> None:
        """Have it told soon. Never blocks."""
        if not self._news.is_set():  # setting takes a lock, for every record that comes
            self._news.set()

    def close(self) -> None:
        """End; what was not told yet, the worker finds by polling."""
        self._closing.set()
        self._news.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.wait(REST_S):
            self._news.wait()
            self._news.clear()
            self._waker.wake(self._wake)
