"""Appending from an event loop: one wake-up of the loop per commit, not per append."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from saath.journal.appender import GroupCommit
from saath.journal.arrange import Result
from saath.journal.errors import JournalError
from saath.journal.records import Entry

type Settled = tuple["asyncio.Future[list[int]]", Result]


class LoopAppends:
    """The door of one event loop to a group commit."""

    def __init__(self, group: GroupCommit, loop: asyncio.AbstractEventLoop) -> None:
        """Bind to the loop that `append` is called in."""
        self._group = group
        self._loop = loop
        self._settled: deque[Settled] = deque()
        self._is_scheduled = False

    def append(self, entries: Sequence[Entry]) -> "asyncio.Future[list[int]]":
        """Return a future of the positions; raise `JournalUnavailable` at once when full."""
        future: asyncio.Future[list[int]] = self._loop.create_future()
        self._group.submit(entries, lambda result: self._settle(future, result))
        return future

    def _settle(self, future: "asyncio.Future[list[int]]", result: Result) -> None:
        """Keep the result for the loop; in the appender's thread.

        Append first, then look at the flag; `_deliver` clears the flag first, then takes. So a
        result is either taken by the delivery that is due or asks for another one.
        """
        self._settled.append((future, result))
        if not self._is_scheduled:
            self._is_scheduled = True
            with suppress(RuntimeError):  # a closed loop: nobody is waiting any more
                self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._is_scheduled = False
        while self._settled:
            future, result = self._settled.popleft()
            if future.done():  # its request was cancelled; the record is there all the same
                continue
            if isinstance(result, JournalError):
                future.set_exception(result)
            else:
                future.set_result(result)
