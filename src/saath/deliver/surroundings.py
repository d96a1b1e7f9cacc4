"""What work beside the loop needs of its process, and how its outcome gets into the journal."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from saath.bus import Wake, Waker
from saath.journal import Journal, JournalUnavailable
from saath.store.bodies import entry

APPEND_AGAIN_S = 0.5

log = logging.getLogger("saath.deliver")


def _pass(_point: str) -> None:
    """Nothing happens between two steps, but in tests."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What posting needs of the process: clocks (ms; seconds that no setting of a clock moves).

    `passing` is told between any two steps by name: tests stop or kill the process there.
    """

    journal: Journal
    waker: Waker
    clock: Callable[[], int]
    ticks: Callable[[], float]
    passing: Callable[[str], None] = _pass


def append_outcome(
    around: Surroundings, closing: threading.Event, business: str, body: bytes
) -> None:
    """Append an outcome, whatever the head is by now, as soon as the journal takes it."""
    while True:
        record = entry(business, "outcome", body, now=around.clock())
        try:
            around.journal.append([record])
        except JournalUnavailable:
            log.warning("deliver.outcome.waits", extra={"business": business})
            if closing.wait(APPEND_AGAIN_S):
                return
            continue
        around.waker.wake(Wake("live", business))
        return
