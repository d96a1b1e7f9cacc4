"""Many callers, one commit: the thread that appends for everybody in this process.

Being durable costs one flush to disk per commit, however many appends are in it. So whatever
waits while one commit runs goes into the next one together. Works over both engines.

Not here: the engines (`sqlite`, `postgresql`), other processes (`socket`), asyncio (`awaiting`).
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Final

from saath.journal.arrange import Append, Result
from saath.journal.contract import READ_BYTES_MAX, Driver
from saath.journal.errors import JournalCorrupt, JournalError, JournalUnavailable
from saath.journal.records import Entry, Lane, LaneHead, Record

WAITING_BYTES_MAX = 64_000_000
"""Over this, callers are refused at once: Meta comes back with what it was refused."""
COMMIT_APPENDS_MAX = 1_000
COMMIT_BYTES_MAX = 8_000_000
LINGER_S = 0.0005
COMPANY_MIN = 4
"""After a commit that more than these shared, the next waits a moment for company: a commit costs
the same for twelve as for forty, and the processor it takes is not left for answering. At 64
connections half a millisecond acknowledges most on both engines, and 1 ms a twentieth less.
Whoever appends alone never waits."""
HEADER_BYTES = 200
"""What an entry weighs beside its body, roughly."""

type Done = Callable[[Result], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    append: Append
    done: Done
    weight: int


class GroupCommit:
    """A journal whose appends share commits. Everything else goes straight to the driver."""

    def __init__(
        self,
        driver: Driver,
        *,
        waiting_bytes_max: int = WAITING_BYTES_MAX,
        has_thread: bool = True,
    ) -> None:
        """Take over the driver: `close` closes it. Without a thread somebody calls `commit`."""
        self._driver: Final = driver
        self._waiting_bytes_max = waiting_bytes_max
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._door = threading.Lock()
        self._bytes = 0
        self._last_shared_by = 0
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="journal appender", daemon=True)
        if has_thread:
            self._thread.start()

    def submit(
        self,
        entries: Sequence[Entry],
        done: Done,
        *,
        if_head: int | None = None,
        epoch: int | None = None,
    ) -> None:
        """Queue an append; `done` gets its positions or its refusal once that is final.

        `done` runs in the appender's thread: it must be quick and must not raise. Raises
        `JournalUnavailable` at once when too much is waiting, or nobody will ever commit it.
        """
        append = Append(entries, if_head, epoch)
        weight = sum([HEADER_BYTES + len(entry.body) for entry in entries])
        with self._door:
            if not self._is_open:
                raise JournalUnavailable("The journal's appender has stopped.")
            if self._bytes + weight > self._waiting_bytes_max:
                raise JournalUnavailable("Too much is waiting for the journal. Try again later.")
            self._bytes += weight
            self._queue.put(_Waiting(append, done, weight))

    def append(
        self, entries: Sequence[Entry], *, if_head: int | None = None, epoch: int | None = None
    ) -> list[int]:
        """Append and wait until it is durable; see `Journal.append`."""
        future: Future[list[int]] = Future()
        self.submit(entries, partial(_resolve, future), if_head=if_head, epoch=epoch)
        return future.result()

    def append_all(self, appends: Sequence[Append]) -> list[Result]:
        """Append for many callers in one transaction; see `Driver.append_all`."""
        return self._driver.append_all(appends)

    def read(
        self,
        business: str,
        lane: Lane,
        *,
        after: int,
        limit: int,
        max_bytes: int = READ_BYTES_MAX,
    ) -> list[Record]:
        """Return checked records; see `Journal.read`."""
        return self._driver.read(business, lane, after=after, limit=limit, max_bytes=max_bytes)

    def head(self, business: str, lane: Lane) -> LaneHead:
        """Return where a lane stands."""
        return self._driver.head(business, lane)

    def heads(self) -> list[LaneHead]:
        """Return every lane."""
        return self._driver.heads()

    def take(self, business: str) -> int:
        """Raise the epoch of both lanes; see `Journal.take`."""
        return self._driver.take(business)

    def redact(self, business: str, lane: Lane, position: int, body: bytes) -> None:
        """Rewrite one body; see `Journal.redact`."""
        self._driver.redact(business, lane, position, body)

    def close(self) -> None:
        """Commit what is waiting, refuse what comes after, then close the driver."""
        with self._door:
            self._is_open = False
            self._queue.put(None)
        if self._thread.ident is None:
            self._run()
        else:
            self._thread.join()
        self._driver.close()

    def commit(self) -> None:
        """Commit what is waiting, if anything is: for whoever runs this without a thread."""
        if not self._queue.empty():
            self._run_once(self._gather())

    def _run_once(self, batch: deque[_Waiting]) -> None:
        self._last_shared_by = len(batch)
        self._settle(batch, self._commit(batch))

    def _run(self) -> None:
        batch: deque[_Waiting] = deque()
        try:
            while batch := self._gather():
                self._run_once(batch)
        finally:
            # After an unforeseen error too: nobody may wait for ever for an appender that died.
            self._abandon(batch)

    def _gather(self) -> deque[_Waiting]:
        """Wait for the first append, then take whatever else is there; empty means: stop."""
        batch: deque[_Waiting] = deque()
        weight = 0
        waiting = self._queue.get()
        if waiting is not None and self._last_shared_by > COMPANY_MIN:
            time.sleep(LINGER_S)
        while waiting is not None:
            batch.append(waiting)
            weight += waiting.weight
            if len(batch) >= COMMIT_APPENDS_MAX or weight >= COMMIT_BYTES_MAX:
                return batch
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return batch
        self._queue.put(None)
        return batch

    def _commit(self, batch: Sequence[_Waiting]) -> Sequence[Result]:
        """Append the batch in one transaction; when it fails, it failed for every one of them."""
        appends = [waiting.append for waiting in batch]
        try:
            return self._driver.append_all(appends)
        except JournalCorrupt:
            # One business's damaged lane must not refuse the others: each on its own.
            return [self._commit_alone(append) for append in appends]
        except JournalError as error:
            return [JournalUnavailable(str(error)) for _ in appends]

    def _commit_alone(self, append: Append) -> Result:
        try:
            return self._driver.append_all([append])[0]
        except JournalError as error:
            return error

    def _settle(self, batch: deque[_Waiting], results: Sequence[Result]) -> None:
        with self._door:
            self._bytes -= sum([waiting.weight for waiting in batch])
        for result in results:
            batch.popleft().done(result)

    def _abandon(self, batch: deque[_Waiting]) -> None:
        with self._door:
            self._is_open = False
            self._queue.put(None)
        while batch or (batch := self._gather()):
            batch.popleft().done(JournalUnavailable("The journal's appender has stopped."))


def _resolve(future: "Future[list[int]]", result: Result) -> None:
    if isinstance(result, JournalError):
        future.set_exception(result)
    else:
        future.set_result(result)
