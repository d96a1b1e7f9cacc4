"""The worker: fold what the journal holds, one business after the other, until told to stop.

Who writes for a business is settled without leases or heartbeats: work that nobody moves is mine.
A worker takes a business whose journal is ahead of its tables and has not moved for a while; the
epoch it takes fences whoever wrote before, dead, paused or slow. On SQLite there is one worker,
and it takes everything at once.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from saath import project
from saath.bus import POLL_S, Waiter, Wake, Waker
from saath.domain.states import ConversationKey
from saath.journal import UNCLAIMED, Fenced, Journal, JournalCorrupt, JournalUnavailable
from saath.project import Progress, Writer
from saath.store.cursors import all_cursors
from saath.store.generation import follow
from saath.store.tenancy import across_businesses

STALL_MS = 2_000
"""How long another worker's work may stand still before it is taken over."""
NAMED_MAX = 8
"""More touched conversations than this are told as "many": a page then looks for itself."""

log = logging.getLogger("saath.worker")

type Place = tuple[int, ...]


@dataclass(slots=True)
class Seen:
    """Where a business stood when its place last changed."""

    place: Place
    at: int


class Worker:
    """All businesses of an installation, each with a writer once it was taken."""

    def __init__(
        self,
        journal: Journal,
        waiter: Waiter,
        waker: Waker,
        clock: Callable[[], int],
        *,
        alone: bool,
    ) -> None:
        """`alone` takes what is there at once: no other worker can be at it."""
        self._journal = journal
        self._waiter = waiter
        self._waker = waker
        self._clock = clock
        self._stall_ms = 0 if alone else STALL_MS
        self._writers: dict[str, Writer] = {}
        self._seen: dict[str, Seen] = {}
        self._broken: set[str] = set()

    def run(self, stopping: Callable[[], bool]) -> None:
        """Turn until told to stop; sleep only when nothing moved."""
        while not stopping():
            try:
                moved = self._round()
            except JournalUnavailable:
                log.warning("worker.journal.unavailable")
                moved = False
            if not moved:
                self._waiter.wait(POLL_S)

    def _round(self) -> bool:
        follow()
        moved = False
        for business in self._businesses_with_work():
            moved |= self._turn(business)
        return moved

    def _businesses_with_work(self) -> Iterable[str]:
        """Whose journal is ahead of their tables, those of another worker left out for a while."""
        with across_businesses():
            cursors = all_cursors()
        places: dict[str, list[int]] = {}
        behind: set[str] = set()
        for lane in self._journal.heads():
            at = cursors.get((lane.business, lane.lane))
            place = (at.position, at.part) if at else (0, 0)
            places.setdefault(lane.business, []).extend(place)
            if lane.business != UNCLAIMED and lane.head > place[0]:
                behind.add(lane.business)
        return [b for b in sorted(behind - self._broken) if self._is_mine(b, tuple(places[b]))]

    def _is_mine(self, business: str, place: Place) -> bool:
        if business in self._writers:
            return True
        now, seen = self._clock(), self._seen.get(business)
        if seen is None or seen.place != place:
            self._seen[business] = seen = Seen(place, now)
        return now - seen.at >= self._stall_ms

    def _turn(self, business: str) -> bool:
        """Fold a batch of live and a slice of bulk. A broken business stops alone."""
        try:
            writer = self._writer(business)
            moved = [project.live(writer), project.bulk(writer)]
        except Fenced:
            log.info("worker.turn.fenced", extra={"business": business})
            self._drop(business)
            return False
        except (JournalCorrupt, project.TablesAhead) as broken:
            self._broken.add(business)
            log.error("worker.turn.stopped", extra={"business": business, "reason": str(broken)})  # noqa: TRY400
            return False
        self._tell(business, moved)
        return any(progress.moved for progress in moved)

    def _writer(self, business: str) -> Writer:
        writer = self._writers.get(business)
        if writer is None:
            epoch = self._journal.take(business)
            writer = self._writers[business] = project.open_writer(self._journal, business, epoch)
        return writer

    def _drop(self, business: str) -> None:
        """Somebody took it over: leave it alone until their work stands still."""
        self._writers.pop(business, None)
        self._seen.pop(business, None)

    def _tell(self, business: str, moved: Iterable[Progress]) -> None:
        touched: set[ConversationKey] = set()
        for progress in moved:
            touched |= progress.touched
        if touched:
            ids = tuple(f"{person}-{number}" for person, number in sorted(touched))
            self._waker.wake(Wake("tables", business, ids if len(ids) <= NAMED_MAX else ()))
