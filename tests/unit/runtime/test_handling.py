"""Django's handler works in a few threads that stay, and nobody holds one by being slow."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any, override

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

import tests.stores  # noqa: F401  (Django is set up by it)
from saath.runtime.handling import Pages, pages_and_files

THREADS = 3
seen: set[str] = set()
taken: list[int] = []
began, may_end, let_go = threading.Event(), threading.Event(), threading.Event()
_busy = threading.Semaphore(THREADS)


def busy(_request: HttpRequest) -> HttpResponse:
    """Says in which thread it was answered; fails when more than that work at once."""
    if not _busy.acquire(blocking=False):
        raise RuntimeError("More requests at once than there are threads.")
    try:
        seen.add(threading.current_thread().name)
        threading.Event().wait(0.01)
        return HttpResponse("done")
    finally:
        _busy.release()


def film(_request: HttpRequest) -> StreamingHttpResponse:
    """Notes how much of it was asked for."""

    def parts() -> Iterator[bytes]:
        for number in range(100):
            taken.append(number)
            yield b"x" * 1000

    return StreamingHttpResponse(parts())


def plain(_request: HttpRequest) -> HttpResponseBase:
    """Answers at once."""
    return HttpResponse("ok")


def named(_request: HttpRequest, key: str) -> HttpResponse:
    """Looks for something by what the address says."""
    return HttpResponse(key.encode())


class Kept(HttpResponse):
    """Notes when it is let go of."""

    @override
    def close(self) -> None:
        super().close()
        let_go.set()


def slow(_request: HttpRequest) -> HttpResponse:
    """Answers when it is told to."""
    began.set()
    may_end.wait(10)
    return Kept("at last")


urlpatterns = [
    *(path("slow", slow), path("busy", busy), path("film", film), path("plain", plain)),
    path("named/<str:key>", named),
]


@pytest.fixture(autouse=True)
def bare() -> Iterator[None]:
    """Only these pages, and nothing before them."""
    for kept in (seen, taken):
        kept.clear()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield


class Visit:
    """One request and what was answered; reading stops after `reads` messages."""

    def __init__(self, address: str) -> None:
        self.scope = {"type": "http", "method": "GET", "path": address, "headers": []}
        self.sent: list[Any] = []
        self.reads = asyncio.Semaphore(1_000)
        self.body = asyncio.Event()
        self.body.set()
        self._asked = iter([self.body, asyncio.Event()])

    async def receive(self) -> Any:
        """The whole body once `body` is set, and then nothing for ever."""
        await next(self._asked).wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: Any) -> None:
        await self.reads.acquire()
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])


def test_many_requests_share_a_few_threads() -> None:
    async def play() -> list[Visit]:
        pages, visits = Pages(THREADS), [Visit("/busy") for _ in range(20)]
        await asyncio.gather(*(pages(one.scope, one.receive, one.send) for one in visits))
        return visits

    assert {one.status for one in asyncio.run(play())} == {200}
    assert 1 <= len(seen) <= THREADS


def test_who_reads_slowly_holds_no_thread_and_nothing_is_read_ahead() -> None:
    async def play() -> tuple[int, int]:
        pages, slow, other = Pages(1), Visit("/film"), Visit("/plain")
        slow.reads = asyncio.Semaphore(3)  # the head and two parts
        reading = asyncio.create_task(pages(slow.scope, slow.receive, slow.send))
        while len(slow.sent) < 3:  # noqa: ASYNC110  (what is waited for has no event)
            await asyncio.sleep(0.01)
        await pages(other.scope, other.receive, other.send)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return other.status, len(taken)

    status, read = asyncio.run(asyncio.wait_for(play(), 10))
    assert (status, read <= 4) == (200, True)


def test_who_goes_away_leaves_the_thread_to_nobody_until_it_has_ended() -> None:
    async def play() -> tuple[bool, int]:
        pages, impatient, other = Pages(2), Visit("/slow"), Visit("/busy")
        visiting = asyncio.create_task(pages(impatient.scope, impatient.receive, impatient.send))
        await asyncio.to_thread(began.wait, 10)
        visiting.cancel()
        await asyncio.gather(visiting, return_exceptions=True)
        await pages(other.scope, other.receive, other.send)
        answered = other.status
        may_end.set()
        return await asyncio.to_thread(let_go.wait, 10), answered

    assert asyncio.run(asyncio.wait_for(play(), 20)) == (True, 200)


def test_who_sends_slowly_holds_no_thread() -> None:
    async def play() -> int:
        pages = Pages(1)
        slow, other = Visit("/plain"), Visit("/plain")
        slow.body.clear()
        sending = asyncio.create_task(pages(slow.scope, slow.receive, slow.send))
        await pages(other.scope, other.receive, other.send)
        slow.body.set()
        await asyncio.wait_for(sending, 5)
        return other.status + slow.status

    assert asyncio.run(asyncio.wait_for(play(), 10)) == 400


def test_a_file_that_is_not_there_is_said_to_be_missing() -> None:
    async def play() -> int:
        visit = Visit("/static/no-such-file.css")
        await pages_and_files()(visit.scope, visit.receive, visit.send)
        return visit.status

    assert asyncio.run(play()) == 404


def test_no_database_is_asked_for_a_nul() -> None:
    async def play() -> Visit:
        visit = Visit("/named/a\0b")
        await pages_and_files()(visit.scope, visit.receive, visit.send)
        return visit

    assert asyncio.run(play()).sent[1]["body"].decode() == "a\ufffdb"
