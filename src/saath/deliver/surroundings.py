"""What work beside the loop needs of its process, and how its outcome gets into the journal."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

from saath.bus import Wake, Waker
from saath.journal import Journal, JournalUnavailable
from saath.net import Client, Sends
from saath.store.bodies import entry

APPEND_AGAIN_S = 0.5

log = logging.getLogger("saath.deliver")


def _pass(_point: str) -> None:
    """Nothing happens between two steps, but in tests."""


def _threads(size: int) -> Executor:
    return ThreadPoolExecutor(size, thread_name_prefix="deliver")


@dataclass(frozen=True, slots=True)
class Hands:
    """What works beside the loop: who makes calls, what runs them side by side, how a while is
    waited. Threads and a network, unless a simulated world brings its own.
    """

    client: Callable[[], Sends] = Client
    threads: Callable[[int], Executor] = _threads
    wait: Callable[[threading.Event, float], bool] = threading.Event.wait


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
    hands: Hands = Hands()


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
            if around.hands.wait(closing, APPEND_AGAIN_S):
                return
            continue
        around.waker.wake(Wake("live", business))
        return
