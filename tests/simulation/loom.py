"""Virtual time, and pieces of the product that run side by side in one thread.

A strand is a piece of the product that stops where the world says so and goes on later: a post that
waits for WhatsApp, a worker that is stopped between two steps. What runs next is decided by virtual
time and by the order of planning, never by the machine.
"""

import heapq
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, override

from greenlet import getcurrent, greenlet

type Act = Callable[[], None]


class Killed(BaseException):
    """The process of this strand was killed: nothing of it may run any more."""


class Loom:
    """What happens when. `now` is true time, in milliseconds; nobody sets it back."""

    def __init__(self, now: int) -> None:
        self.now = now
        self._hub = getcurrent()
        self._heap: list[tuple[int, int, Act | greenlet]] = []
        self._planned = 0
        self._strands: dict[greenlet, None] = {}

    def after(self, delay: int, act: Act) -> None:
        """Plan something of the world; a kill of the product does not reach it."""
        self._push(self.now + max(0, delay), act)

    def strand(self, act: Act) -> bool:
        """Begin a strand of the product now; say whether it came to its end already."""
        strand = greenlet(act, self._hub)
        self._strands[strand] = None
        return self._go_on(strand)

    def later(self, act: Act) -> None:
        """Begin a strand of the product as soon as the present one stops."""
        strand = greenlet(act, self._hub)
        self._strands[strand] = None
        self._push(self.now, strand)

    def sleep(self, ms: int) -> None:
        """Let the strand that calls stop for so long; outside of a strand nothing waits."""
        me = getcurrent()
        if me in self._strands:
            self._push(self.now + max(0, ms), me)
            self._hub.switch()

    @property
    def next_at(self) -> int | None:
        return self._heap[0][0] if self._heap else None

    def run_next(self) -> None:
        """Let happen what is planned first; time has come to it."""
        _, _, planned = heapq.heappop(self._heap)
        if isinstance(planned, greenlet):
            if planned in self._strands:
                self._go_on(planned)
        else:
            planned()

    def kill(self) -> int:
        """End every strand where it stands; say how many there were."""
        strands, self._strands = self._strands, {}
        alive = [strand for strand in strands if strand]
        for strand in alive:
            try:
                strand.throw(Killed)
            except Killed:
                continue
        return len(alive)

    @property
    def strands(self) -> int:
        return len(self._strands)

    def _push(self, at: int, planned: "Act | greenlet") -> None:
        self._planned += 1
        heapq.heappush(self._heap, (at, self._planned, planned))

    def _go_on(self, strand: greenlet) -> bool:
        strand.switch()
        if strand.dead:
            self._strands.pop(strand, None)
        return bool(strand.dead)


class Strands(Executor):
    """What the product takes for its threads."""

    def __init__(self, loom: Loom) -> None:
        self._loom = loom

    @override
    def submit[**P, T](
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> "Future[T]":
        future: Future[Any] = Future()

        def run() -> None:
            # As a thread of a pool does: whatever falls is in the future.
            try:
                result = fn(*args, **kwargs)
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        self._loom.later(run)
        return future

    @override
    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing to end: strands end with their process."""
