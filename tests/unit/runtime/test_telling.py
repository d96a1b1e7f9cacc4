"""News reach the worker: the first at once, a burst as few wake-ups, the last of it always."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from saath.bus import Wake
from saath.runtime.telling import Telling

PATIENCE_S = 10
BURST = 1_000


class SlowWaker:
    """Counts wake-ups; each takes until the test lets it go."""

    def __init__(self) -> None:
        """Hold the first wake-up."""
        self.count = 0
        self.told = threading.Semaphore(0)
        self.go = threading.Event()

    def wake(self, wake: Wake) -> None:
        """Count, and wait to be let go."""
        assert wake == Wake("live")
        self.count += 1
        self.told.release()
        assert self.go.wait(PATIENCE_S)

    def close(self) -> None:
        """Not ours to close."""
        raise AssertionError


@pytest.fixture
def waker() -> SlowWaker:
    return SlowWaker()


@pytest.fixture
def telling(waker: SlowWaker) -> Iterator[Telling]:
    with closing(Telling(waker, Wake("live"))) as telling:
        yield telling
        waker.go.set()


def test_the_first_news_are_told(waker: SlowWaker, telling: Telling) -> None:
    telling.tell()
    assert waker.told.acquire(timeout=PATIENCE_S)


def test_news_that_come_while_it_tells_are_told_again(waker: SlowWaker, telling: Telling) -> None:
    telling.tell()
    assert waker.told.acquire(timeout=PATIENCE_S)
    telling.tell()
    waker.go.set()
    assert waker.told.acquire(timeout=PATIENCE_S)


def test_a_burst_is_told_as_one(waker: SlowWaker, telling: Telling) -> None:
    telling.tell()
    assert waker.told.acquire(timeout=PATIENCE_S)
    for _ in range(BURST):
        telling.tell()
    waker.go.set()
    assert waker.told.acquire(timeout=PATIENCE_S)
    telling.close()
    assert waker.count <= 3
