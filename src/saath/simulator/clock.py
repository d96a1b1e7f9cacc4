"""Time inside the simulator: a clock that jumps, and the schedule of what happens when.

Nothing here reads the machine's clock: whoever drives a world says what time it is.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

type Act = Callable[[], None]


@dataclass(slots=True)
class Clock:
    """What time it is in the world, in milliseconds since the epoch, UTC."""

    now: int

    @property
    def seconds(self) -> int:
        return self.now // SECOND


@dataclass(slots=True)
class Schedule:
    """What will happen, in order of time and then of planning."""

    clock: Clock
    _heap: list[tuple[int, int, Act]] = field(default_factory=list)
    _planned: int = 0

    def at(self, when: int, act: Act) -> None:
        self._planned += 1
        heapq.heappush(self._heap, (max(when, self.clock.now), self._planned, act))

    def after(self, delay: int, act: Act) -> None:
        self.at(self.clock.now + delay, act)

    @property
    def next_at(self) -> int | None:
        return self._heap[0][0] if self._heap else None

    def run_to(self, when: int) -> None:
        """Do everything due until then, each at its own time, and leave the clock there."""
        while self._heap and self._heap[0][0] <= when:
            at, _, act = heapq.heappop(self._heap)
            self.clock.now = max(self.clock.now, at)
            act()
        self.clock.now = max(self.clock.now, when)
