"""Rate limits of sending: throughput, the pair, the portfolio's daily limit, calls an hour.

Figures: BASE/throughput and BASE/messaging-limits, Sep 2026. A coexistence number has 20 messages a
second, in and out together; a pair 1 in 6 s with 45 borrowed from the future.
"""

from collections import deque
from dataclasses import dataclass, field

from saath.simulator.clock import DAY, HOUR, SECOND, Clock
from saath.simulator.errors import GraphError

PER_SECOND = 20
PAIR_EVERY = 6 * SECOND
PAIR_BURST = 45
CALLS_PER_HOUR = 5_000
TIER_LIMITS = {"TIER_250": 250, "TIER_2K": 2_000, "TIER_10K": 10_000, "TIER_100K": 100_000}


@dataclass(slots=True)
class Rates:
    """Counters of one number; times in the world's milliseconds."""

    clock: Clock
    _second: deque[int] = field(default_factory=deque)
    _pairs: dict[str, int] = field(default_factory=dict)  # person -> borrowed until
    _reached: dict[str, int] = field(default_factory=dict)  # person -> last opened by us
    _calls: deque[int] = field(default_factory=deque)

    def count_message(self) -> None:
        """Count one message in either direction."""
        self._trim(self._second, SECOND)
        self._second.append(self.clock.now)

    def _trim(self, times: deque[int], span: int) -> None:
        while times and self.clock.now - times[0] >= span:
            times.popleft()

    def check_throughput(self) -> None:
        self._trim(self._second, SECOND)
        if len(self._second) >= PER_SECOND:
            raise GraphError(130429, details="Cloud API message throughput has been reached.")

    def check_pair(self, person: str) -> None:
        """Take one message from the pair's allowance, or refuse."""
        now = self.clock.now
        borrowed = max(self._pairs.get(person, now), now)
        if borrowed - now > (PAIR_BURST - 1) * PAIR_EVERY:
            details = "Too many messages sent from this phone number to the same user."
            raise GraphError(131056, details=details)
        self._pairs[person] = borrowed + PAIR_EVERY

    def check_tier(self, person: str, tier: str) -> None:
        """Count people reached outside a window in 24 hours. The code is a guess: none is documented."""
        now = self.clock.now
        self._reached = {p: at for p, at in self._reached.items() if now - at < DAY}
        limit = TIER_LIMITS.get(tier)
        if limit is not None and person not in self._reached and len(self._reached) >= limit:
            raise GraphError(131048, details="The messaging limit of the portfolio is reached.")
        self._reached[person] = now

    def count_call(self) -> None:
        """Count one management call."""
        self._trim(self._calls, HOUR)
        if len(self._calls) >= CALLS_PER_HOUR:
            raise GraphError(80007, details="Too many calls to this account within an hour.")
        self._calls.append(self.clock.now)
