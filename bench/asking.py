"""How long a person waits: for the answer to a request, and for a new message to reach the page.

A whole installation, as an operator runs it. A request is a note on a conversation, asked over
HTTP with a key; its time ends with the answer, which comes when the request was folded. The pages
are fifty that listen to the live events and ask for their list at every one, as the browser does.
"""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial

import httpx

from bench import deliveries
from bench.figures import AtMost, Figure, percentile
from bench.installation import Installation, await_folded, initialise, link, up
from bench.load import FIXED, post, request
from bench.places import Place, Places
from bench.viewers import watch
from saath.runtime.ids import new_id

PEOPLE = 60
LIVE_PER_SECOND = 500
IMPORTED = 200_000
FIRST_SHOWN = 2_000_000
GETS_GOING_S = 1.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    requests: int
    viewers: int
    messages: int
    rounds: int


QUICK = Size(requests=150, viewers=50, messages=25, rounds=2)
FULL = Size(requests=500, viewers=50, messages=100, rounds=3)


@dataclass(frozen=True, slots=True)
class Round:
    """Milliseconds: requests when idle, under live traffic, during an import; pages."""

    idle: list[float]
    live: list[float]
    importing: list[float]
    pages: list[float]


def measure(places: Places, engines: Sequence[str], size: Size) -> Iterator[Figure]:
    """Each engine, a fresh installation a round."""
    for engine in engines:
        rounds = [_round(_linked(places(engine)), size) for _ in range(size.rounds)]
        for name, delays, limit in (
            ("a request answered, idle, p95", [one.idle for one in rounds], 50),
            ("a request answered, 500 messages/s, p95", [one.live for one in rounds], 50),
            ("a request answered, during an import, p95", [one.importing for one in rounds], 150),
            (f"on {size.viewers} pages, p95", [one.pages for one in rounds], 300),
        ):
            yield _figure(name, engine, delays, limit)


def _linked(place: Place) -> Installation:
    installation = initialise(place)
    link(installation, deliveries.START_S)
    return installation


def _figure(name: str, engine: str, rounds: Sequence[list[float]], limit: float) -> Figure:
    details = {
        "p50": [round(percentile(one, 0.5), 1) for one in rounds],
        "max": [round(max(one), 1) for one in rounds],
        "count": [len(one) for one in rounds],
    }
    p95 = [percentile(one, 0.95) for one in rounds]
    return Figure(name, engine, "ms", p95, goal=AtMost(limit), details=details)


def _round(installation: Installation, size: Size) -> Round:
    with up(installation, worker=True) as port:
        _tell(installation, port, range(PEOPLE))
        await_folded(installation, "live")
        caller = Caller(installation, port)
        idle = caller.times(size.requests)
        live = caller.times(size.requests, beside=_beside(partial(_stream, installation, port)))
        importing = caller.times(
            size.requests, beside=_beside(partial(_import, installation, port))
        )
        await_folded(installation, "live", "bulk")  # no page waits for what came before it
        pages = asyncio.run(_pages(installation, port, size))
    return Round(idle, live, importing, pages)


def _tell(installation: Installation, port: int, numbers: Sequence[int]) -> None:
    """One message each, of so many people."""
    chance = random.Random(1)
    secret = installation.app_secret.encode()
    told = [
        request(deliveries.live(FIXED, number, number % PEOPLE, chance), secret)
        for number in numbers
    ]
    if post(port, told, connections=1).refused:
        raise RuntimeError("Deliveries were refused.")


class Caller:
    """Asks notes of one conversation after another, each over a kept connection."""

    def __init__(self, installation: Installation, port: int) -> None:
        """Learn which conversations there are."""
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1",
            headers={"authorization": f"Bearer {installation.api_key}"},
            timeout=30,
        )
        found = self._http.get("/conversations?limit=100").json()["data"]
        self._conversations = [one["id"] for one in found]

    def times(
        self, count: int, beside: AbstractContextManager[object] | None = None
    ) -> list[float]:
        """Ask so many times while something goes on; return the milliseconds of each."""
        with beside or nullcontext():
            return [self._ask(number) for number in range(count)]

    def _ask(self, number: int) -> float:
        conversation = self._conversations[number % len(self._conversations)]
        start = time.perf_counter()
        answer = self._http.post(
            f"/conversations/{conversation}/notes",
            json={"text": "Wants the blue one"},
            headers={"idempotency-key": new_id()},
        )
        spent = (time.perf_counter() - start) * 1000
        if answer.status_code != 201:
            raise RuntimeError(f"A request was answered with {answer.status_code}.")
        return spent


@contextmanager
def _beside(run: Callable[[threading.Event], None]) -> Iterator[None]:
    """Something that goes on in a thread for as long as the block runs; fails if it failed."""
    ended = threading.Event()
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(run, ended)
        time.sleep(GETS_GOING_S)
        try:
            yield
        finally:
            ended.set()
        running.result()


def _stream(installation: Installation, port: int, ended: threading.Event) -> None:
    """Five hundred live messages a second, in portions of fifty, each when it is due."""
    portion = LIVE_PER_SECOND // 10
    number, due = 1_000_000, time.perf_counter()
    while not ended.wait(max(0.0, due - time.perf_counter())):
        _tell(installation, port, range(number, number + portion))
        number, due = number + portion, due + 0.1


def _import(installation: Installation, port: int, ended: threading.Event) -> None:
    """Chunks of a history, one after the other, until the end or until everything was told."""
    chance, secret = random.Random(2), installation.app_secret.encode()
    cut = deliveries.slices(IMPORTED, PEOPLE, chance)
    for body in deliveries.chunks(FIXED, cut, PEOPLE, chance):
        post(port, [request(body, secret)], connections=1)
        if ended.is_set():
            return


async def _pages(installation: Installation, port: int, size: Size) -> list[float]:
    secret, chance = installation.app_secret.encode(), random.Random(3)

    async def say(number: int) -> str:
        words = f"Message {number} of many"
        body = deliveries.live(FIXED, FIRST_SHOWN + number, number % PEOPLE, chance, words)
        await asyncio.to_thread(post, port, [request(body, secret)], 1)
        return words

    return await watch(installation, port, size.viewers, size.messages, say)
