"""Wake-ups arrive on both engines, cost nothing when nobody waits, and may be lost safely."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from saath.bus import LoopListener, Wake, Waker, open_waiter, open_waker, wake
from tests.postgres import Cluster

LONG_S = 5.0


@pytest.fixture
def waker(engine_url: Path | str) -> Iterator[Waker]:
    with closing(open_waker(engine_url)) as opened:
        yield opened


def test_a_waiter_is_told_what_happened(engine_url: Path | str, waker: Waker) -> None:
    said = Wake("tables", "bakery", ("c7",))
    with closing(open_waiter(engine_url, "tables")) as waiter:
        waker.wake(said)
        assert waiter.receive(LONG_S) == [said]
        assert not waiter.wait(0)


def test_everybody_who_waits_is_woken(engine_url: Path | str, waker: Waker) -> None:
    with (
        closing(open_waiter(engine_url, "live")) as one,
        closing(open_waiter(engine_url, "live", "directory")) as other,
    ):
        waker.wake(Wake("live"))
        assert one.wait(LONG_S)
        assert other.wait(LONG_S)


def test_nobody_is_woken_for_another_topic(engine_url: Path | str, waker: Waker) -> None:
    with closing(open_waiter(engine_url, "directory")) as waiter:
        waker.wake(Wake("live"))
        waker.wake(Wake("tables"))
        assert not waiter.wait(0.1)
        waker.wake(Wake("directory"))
        assert waiter.wait(LONG_S)


def test_a_waiter_for_everything_names_no_topic(engine_url: Path | str) -> None:
    with closing(open_waiter(engine_url)) as waiter:
        wake(engine_url, "directory")
        assert waiter.receive(LONG_S) == [Wake("directory")]


def test_waiting_ends_with_its_time(engine_url: Path | str) -> None:
    with closing(open_waiter(engine_url)) as waiter:
        started = time.monotonic()
        assert not waiter.wait(0.2)
        assert time.monotonic() - started >= 0.19


def test_what_was_said_before_the_wait_began_is_not_lost(
    engine_url: Path | str, waker: Waker
) -> None:
    with closing(open_waiter(engine_url, "live")) as waiter:
        for _ in range(3):
            waker.wake(Wake("live"))
        assert waiter.wait(LONG_S)


def test_a_sleeper_wakes_at_once(engine_url: Path | str, waker: Waker) -> None:
    with closing(open_waiter(engine_url, "live")) as waiter:
        threading.Timer(0.1, waker.wake, [Wake("live")]).start()
        started = time.monotonic()
        assert waiter.wait(LONG_S)
        assert time.monotonic() - started < LONG_S / 2


def test_waking_nobody_is_no_error(waker: Waker) -> None:
    waker.wake(Wake("live"))


def test_an_event_loop_is_woken_too(engine_url: Path | str, waker: Waker) -> None:
    async def listen() -> list[Wake]:
        woken: asyncio.Future[list[Wake]] = asyncio.get_running_loop().create_future()
        waiter = open_waiter(engine_url, "live")
        with closing(LoopListener(waiter, asyncio.get_running_loop(), woken.set_result)):
            waker.wake(Wake("live", "bakery"))
            return await asyncio.wait_for(woken, LONG_S)

    assert asyncio.run(listen()) == [Wake("live", "bakery")]


def test_an_event_loop_may_watch_the_descriptor(engine_url: Path | str, waker: Waker) -> None:
    async def watch() -> list[Wake]:
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        with closing(open_waiter(engine_url, "live")) as waiter:
            loop.add_reader(waiter.fileno(), readable.set)
            waker.wake(Wake("live"))
            await asyncio.wait_for(readable.wait(), LONG_S)
            loop.remove_reader(waiter.fileno())
            return waiter.receive(0)

    assert asyncio.run(watch()) == [Wake("live")]


def test_a_socket_left_by_a_dead_process_is_removed(tmp_path: Path) -> None:
    waiter = open_waiter(tmp_path, "live")
    (left,) = (tmp_path / "bus").iterdir()
    other = left.with_name("live.dead.sock")
    left.rename(other)  # closing removes only the name it made
    waiter.close()
    wake(tmp_path, "live")
    assert not other.exists()


def test_a_waiter_that_never_reads_blocks_nobody(tmp_path: Path) -> None:
    with closing(open_waiter(tmp_path, "live")) as waiter, closing(open_waker(tmp_path)) as waker:
        for _ in range(10_000):
            waker.wake(Wake("live"))
        assert waiter.wait(0)


def test_a_waiter_in_a_deep_folder_is_woken(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    with closing(open_waiter(deep, "live")) as waiter:
        wake(deep, "live")
        assert waiter.wait(LONG_S)


def test_a_waiter_survives_its_server(postgres_cluster: Cluster, postgres_url: str) -> None:
    with (
        closing(open_waiter(postgres_url, "live")) as waiter,
        closing(open_waker(postgres_url)) as waker,
    ):
        waker.wake(Wake("live"))
        assert waiter.wait(LONG_S)
        with postgres_cluster.unreachable(postgres_url):
            waker.wake(Wake("live"))
            assert not waiter.wait(0.05)
            assert not waiter.wait(0.05)
        assert waiter.receive(LONG_S) == [Wake("live")]
        waker.wake(Wake("live", "bakery"))
        assert waiter.receive(LONG_S) == [Wake("live", "bakery")]
