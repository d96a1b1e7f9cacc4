"""How a business stands now: its lights and its open alerts, kept for a few seconds per process.

Every page shows them, so they are measured at most once in `KEPT_S`, whoever asks how often.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from saath.domain.lights import Light, lights
from saath.journal import Journal
from saath.queries.alerts import AlertView, list_open
from saath.transition.watch.measuring import Place, measure
from saath.transition.watch.sources import also

KEPT_S = 5.0


@dataclass(frozen=True, slots=True)
class Standing:
    """The three lights, and what needs somebody."""

    lights: tuple[Light, ...]
    alerts: tuple[AlertView, ...]
    at: int

    @property
    def unseen(self) -> int:
        """How many alerts nobody has taken note of."""
        return sum(not alert.seen_at for alert in self.alerts)

    @property
    def worst(self) -> str:
        """The state of the worst alert that nobody has taken note of; "" for none."""
        return min((alert.state for alert in self.alerts if not alert.seen_at), default="")


def stand(business: str, *, journal: Journal | None, place: Place, now: int) -> Standing:
    """Measure and judge, now."""
    evidence = measure(business, journal=journal, place=place, now=now)
    return Standing(lights(evidence, now=now, also=also(business, now)), list_open(business), now)


class Watch:
    """Keeps what was measured a moment ago. Safe to use from several threads."""

    def __init__(self, journal: Journal | None, place: Place, ticks: Callable[[], float]) -> None:
        """`ticks` are seconds of any beginning."""
        self._journal = journal
        self._place = place
        self._ticks = ticks
        self._known: dict[str, tuple[float, Standing]] = {}
        self._lock = threading.Lock()

    def standing(self, business: str, now: int) -> Standing:
        """How the business stands, at most a few seconds old."""
        known = self._known.get(business)
        if known and self._ticks() - known[0] < KEPT_S:
            return known[1]
        with self._lock:  # one measures, the others take what it found
            known = self._known.get(business)
            if known and self._ticks() - known[0] < KEPT_S:
                return known[1]
            found = stand(business, journal=self._journal, place=self._place, now=now)
            self._known[business] = (self._ticks(), found)
            return found

    def forget(self, business: str) -> None:
        """Measure anew at the next look: somebody just changed something."""
        self._known.pop(business, None)
