"""How fast each number speaks and is spoken to, and which numbers must be silent for a while.

Kept in memory by the one who sends: a restart costs at most a second of a limit that holds a
second, or one refused attempt.
"""

import threading
from collections import defaultdict, deque

from saath.domain.limits import CLOCK_BACK_MS, OWN_SHARE_PER_SECOND

SECOND_MS = 1000
RECOVERS_EVERY_MS = 2000
"""After a refusal for speed the number may send half as much, and one a second more each time
this has passed (additive increase, multiplicative decrease; our own choice)."""
KEPT = 64


class Pace:
    """The last second of every number. Safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing was heard or sent yet."""
        self._lock = threading.Lock()
        self._sent: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._heard: defaultdict[str, deque[tuple[int, int]]] = defaultdict(
            lambda: deque(maxlen=KEPT)
        )
        self._silent: dict[str, tuple[int, int]] = {}
        self._slowed: dict[str, tuple[int, int]] = {}

    def sent(self, number: str, now: int) -> None:
        """An attempt was made."""
        with self._lock:
            self._sent[number].append(now)

    def heard(self, number: str, count: int, now: int) -> None:
        """So many live messages of customers were folded."""
        with self._lock:
            self._heard[number].append((now, count))

    def lately(self, number: str, now: int) -> tuple[int, ...]:
        """When this number sent within the last second; what lies ahead of the clock is left out."""
        with self._lock:
            return tuple(at for at in self._sent[number] if now - SECOND_MS < at <= now)

    def inbound(self, number: str, now: int) -> int:
        """How many customers' messages came within the last second."""
        with self._lock:
            return sum(count for at, count in self._heard[number] if now - SECOND_MS < at <= now)

    def slow(self, number: str, now: int) -> None:
        """WhatsApp refused a message because the number was too fast: halve its pace."""
        with self._lock:
            self._slowed[number] = (max(1, self._share(number, now) // 2), now)

    def share(self, number: str, now: int) -> int:
        """How many messages a second this number may send by now."""
        with self._lock:
            return self._share(number, now)

    def _share(self, number: str, now: int) -> int:
        share, since = self._slowed.get(number, (OWN_SHARE_PER_SECOND.value, now))
        recovered = abs(now - since) // RECOVERS_EVERY_MS  # a clock set back slows nobody for long
        return min(OWN_SHARE_PER_SECOND.value, share + recovered)

    def silence(self, number: str, until: int, now: int) -> None:
        """WhatsApp said by now that this number must wait."""
        with self._lock:
            self._silent[number] = (now, max(until, self._until(number, now)))

    def silent_until(self, number: str, now: int) -> int:
        """Until when this number must wait, 0 when it need not.

        Who was told it by a clock that was set back since waits no hour longer for that: at worst
        WhatsApp refuses once more.
        """
        with self._lock:
            return self._until(number, now)

    def _until(self, number: str, now: int) -> int:
        told, until = self._silent.get(number, (now, 0))
        return until if now < until and told <= now + CLOCK_BACK_MS.value else 0
