"""The worker: fold what the journal holds, one business after the other, until told to stop.

Who writes for a business is settled without leases or heartbeats: work that nobody moves is mine.
A worker takes a business whose journal is ahead of its tables, or for which something is due, and
that has not moved for a while; the epoch it takes fences whoever wrote before, dead, paused or
slow. On SQLite there is one worker, and it takes everything at once.

What a turn sends is in `sending`.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import DatabaseError, connections

from saath import project
from saath.bus import POLL_S, Waiter, Wake, Waker
from saath.domain.states import ConversationKey
from saath.journal import (
    UNCLAIMED,
    Fenced,
    FormatTooNew,
    Journal,
    JournalCorrupt,
    JournalUnavailable,
)
from saath.outbox import due_businesses, left_businesses
from saath.project import Progress, Writer
from saath.runtime.sending import Sending
from saath.store.cursors import all_cursors
from saath.store.generation import follow, is_behind
from saath.store.media import left_businesses as neglected_businesses
from saath.store.tenancy import across_businesses

STALL_MS = 2_000
"""How long another worker's work may stand still before it is taken over."""
NEGLECT_MS = 600_000
"""How long attachments may wait, and the business stand still, before another worker takes it: a
number that gets no answers looks the same as a worker that died."""
NAMED_MAX = 8
"""More touched conversations than this are told as "many": a page then looks for itself."""

log = logging.getLogger("saath.worker")

_CUT = frozenset({"57P01", "57P02", "57P03", "25P03"})
"""What PostgreSQL says when it ends a session: it stops, or the session stood still for too long.
A full disk, a deadlock and the like are errors of the same class of the driver, and end nothing."""

_ABSENT = frozenset({"42P01", "3F000"})
"""What it says of a table, or of a whole schema, that is not there."""

type Place = tuple[int, ...]


@dataclass(slots=True)
class Held:
    """A business that was taken; `settled` once the attempts of those before were doubted."""

    writer: Writer
    settled: bool = False


@dataclass(slots=True)
class Seen:
    """Where a business stood when its place last changed."""

    place: Place
    at: int


type Wrote = Callable[[int], object]
"""Hears how many facts a turn committed."""


def ignore(_facts: int) -> None:
    """Nobody wants to know."""


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
        sending: Sending | None = None,
    ) -> None:
        """`alone` takes what is there at once: no other worker can be at it.

        Without `sending` it folds only.
        """
        self._journal = journal
        self._waiter = waiter
        self._waker = waker
        self._clock = clock
        self._alone = alone
        self._sending = sending
        self._wrote: Wrote = ignore
        self._held: dict[str, Held] = {}
        self._seen: dict[str, Seen] = {}
        self._broken: set[str] = set()

    def run(self, stopping: Callable[[], bool], wrote: Wrote = ignore) -> None:
        """Turn until told to stop, and tell `wrote`; sleep only when nothing moved."""
        self._wrote = wrote
        while not stopping():
            try:
                moved = self.once()
            except JournalUnavailable:
                log.warning("worker.journal.unavailable")
                moved = False
            if not moved:
                self._waiter.wait(POLL_S)

    def once(self) -> bool:
        """Give every business that has work a turn; say whether anything moved."""
        with _reaching_tables():
            follow()
            work = self._businesses_with_work()
        moved = False
        for business in work:
            moved |= self._turn(business)
        return moved

    def _businesses_with_work(self) -> Iterable[str]:
        """What is mine and has work, and what was others' and nobody moves any more."""
        now = self._clock()
        with across_businesses():
            cursors = all_cursors()
            due = due_businesses(now)
            left = set() if self._alone else left_businesses(now)
            neglected = set() if self._alone else neglected_businesses(now - NEGLECT_MS)
        places: dict[str, list[int]] = {}
        behind: set[str] = set()
        for lane in self._journal.heads():
            at = cursors.get((lane.business, lane.lane))
            place = (at.position, at.part) if at else (0, 0)
            places.setdefault(lane.business, []).extend(place)
            if lane.head > place[0]:
                behind.add(lane.business)
        known = places.keys() - self._broken - {UNCLAIMED}
        mine = (self._held.keys() & (behind | due)) | self._unsettled() | self._to_look_at()
        stalls = dict.fromkeys(neglected, NEGLECT_MS)
        stalls |= dict.fromkeys(known if self._alone else behind | left, STALL_MS)
        left = (stalls.keys() & known) - self._held.keys()
        taken = {b for b in left if self._is_mine(b, tuple(places[b]), now, stalls[b])}
        self._seen = {b: seen for b, seen in self._seen.items() if b in left}
        return sorted((mine & known) | taken)

    def _to_look_at(self) -> set[str]:
        """Those of mine whose attachments it is time to look at."""
        sending = self._sending
        return set() if sending is None else set(filter(sending.fetcher.is_due, self._held))

    def _unsettled(self) -> set[str]:
        return {business for business, held in self._held.items() if not held.settled}

    def _is_mine(self, business: str, place: Place, now: int, stall: int) -> bool:
        """Whether what stands still has stood still for long enough to be taken."""
        seen = self._seen.get(business)
        if seen is None or seen.place != place or seen.at > now:
            self._seen[business] = seen = Seen(place, now)
        return self._alone or now - seen.at >= stall

    def _turn(self, business: str) -> bool:
        """Fold a batch of live, send, fold a slice of bulk. A broken business stops alone."""
        try:
            with _reaching_tables():
                return self._fold_and_send(business)
        except Fenced:
            log.info("worker.turn.fenced", extra={"business": business})
            self._drop(business)
        except JournalUnavailable:
            # Perhaps an attempt was kept all the same: whoever takes the business next (we, with
            # a new epoch, so that nothing of this one can follow) doubts every open one.
            self._drop(business)
            raise
        except (JournalCorrupt, FormatTooNew, project.TablesAhead) as broken:
            self._broken.add(business)
            log.error("worker.turn.stopped", extra={"business": business, "reason": str(broken)})  # noqa: TRY400
        return False

    def _fold_and_send(self, business: str) -> bool:
        held = self._take(business)
        live = project.live(held.writer)
        self._hear(live)
        sent = self._send(held)
        bulk = project.bulk(held.writer)
        if self._sending is not None and (live.media or bulk.media):
            self._sending.fetcher.moved(business)
        self._tell(business, (live, bulk))
        if live.moved or bulk.moved:
            self._wrote(live.facts + bulk.facts)
        return live.moved or sent or bulk.moved

    def _hear(self, live: Progress) -> None:
        """What customers write counts against the rate of the number."""
        if self._sending is not None:
            for number, count in live.inbound.items():
                self._sending.pace.heard(number, count, self._clock())

    def _take(self, business: str) -> Held:
        held = self._held.get(business)
        if held is None:
            epoch = self._journal.take(business)
            writer = project.open_writer(self._journal, business, epoch)
            held = self._held[business] = Held(writer, settled=self._sending is None)
        return held

    def _send(self, held: Held) -> bool:
        """Send, once the tables are at the head; say whether there is something to fold now."""
        writer, sending = held.writer, self._sending
        if sending is None:
            return False
        sending.around.passing("folded")
        if self._journal.head(writer.business, "live").head > writer.lanes["live"].place[0]:
            return True
        if not held.settled:
            held.settled = sending.settle(writer)
            return True
        return sending.turn(writer)

    def _drop(self, business: str) -> None:
        """Somebody took it over: leave it alone until their work stands still."""
        self._held.pop(business, None)
        self._seen.pop(business, None)

    def _tell(self, business: str, moved: Iterable[Progress]) -> None:
        touched: set[ConversationKey] = set()
        for progress in moved:
            touched |= progress.touched
        if touched:
            ids = tuple(f"{person}-{number}" for person, number in sorted(touched))
            self._waker.wake(Wake("tables", business, ids if len(ids) <= NAMED_MAX else ()))


@contextmanager
def _reaching_tables() -> Iterator[None]:
    """A server that is gone, or that ended a session which stood still, is one that is waited for.

    The original error is not chained: PostgreSQL quotes values in it, and it may be logged.
    """
    try:
        yield
    except (DatabaseError, psycopg.Error) as error:
        cause = error.__cause__ or error
        if not (_is_cut(cause) or (_is_absent(cause) and is_behind())):
            raise
        connections.close_all()  # the driver was asked past Django, which does not know
        said = type(cause).__name__
        raise JournalUnavailable(f"A session with the tables has ended: {said}.") from None


def _is_absent(error: BaseException) -> bool:
    """Whether a table is not there: a rebuild puts others in their place and removes these."""
    return isinstance(error, psycopg.Error) and error.sqlstate in _ABSENT


def _is_cut(error: BaseException) -> bool:
    """Whether the session is gone: said by the server, or by the driver when nobody is there."""
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)
    return error.sqlstate in _CUT or error.sqlstate.startswith("08")
