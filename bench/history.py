"""How fast a history is imported while customers go on writing, and how long they wait meanwhile.

A whole installation: chunks of a thousand messages and live messages are posted to it as Meta
would. A live message counts as visible when its row can be read; its time runs from the moment
it was due, so that an answer that is late makes the next one late as well.
"""

import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field

from tests.stores import pointed_at

from bench import bare, deliveries
from bench.figures import AtLeast, AtMost, Figure, percentile
from bench.installation import Eye, Installation, await_folded, initialise, up
from bench.load import FIXED, Answers, post, request
from bench.places import Places
from saath.domain.ids import message_id

EVERY_S = 0.02
LOOK_EVERY_S = 0.002
QUIET_S = 4.0
VISIBLE_WITHIN_S = 60.0
LIMITS_MS = {"sqlite": 100.0, "postgresql": 150.0}
FIRST = 10_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    messages: int
    people: int
    rounds: int


QUICK = Size(messages=20_000, people=1_000, rounds=3)
FULL = Size(messages=100_000, people=1_000, rounds=3)


@dataclass(frozen=True, slots=True)
class Round:
    """One import: live delays before and during it in ms, and messages per second."""

    quiet: list[float]
    busy: list[float]
    rate: float
    reference: float


def measure(places: Places, engines: Sequence[str], size: Size) -> Iterator[Figure]:
    """Each engine, a fresh installation a round."""
    for engine in engines:
        rounds = [_round(initialise(places(engine)), size) for _ in range(size.rounds)]
        yield Figure(
            "live visible during an import, p95",
            engine,
            "ms",
            [percentile(one.busy, 0.95) for one in rounds],
            [percentile(one.quiet, 0.95) for one in rounds],
            "nothing imported",
            AtMost(LIMITS_MS[engine]),
            {
                "p50": [round(percentile(one.busy, 0.5), 1) for one in rounds],
                "max": [round(max(one.busy), 1) for one in rounds],
                "live_messages": [len(one.busy) for one in rounds],
            },
        )
        yield Figure(
            "history imported during live traffic",
            engine,
            "messages/s",
            [one.rate for one in rounds],
            [one.reference for one in rounds],
            "bare insert",
            AtLeast(0.30),
        )


def _round(installation: Installation, size: Size) -> Round:
    chance = random.Random(1)
    secret = installation.app_secret.encode()
    cut = deliveries.slices(size.messages, size.people, chance)
    told = [request(body, secret) for body in deliveries.chunks(FIXED, cut, size.people, chance)]
    with up(installation, worker=True) as port:
        # On PostgreSQL a worker watches a business for two seconds before it takes it over.
        with Traffic(installation, port, size.people, 0):
            time.sleep(EVERY_S)
        quiet = Traffic(installation, port, size.people, FIRST)
        with quiet:
            time.sleep(QUIET_S)
        busy = Traffic(installation, port, size.people, 2 * FIRST)
        with busy:
            start = time.perf_counter()
            _accepted(post(port, told, connections=1))
            await_folded(installation, "bulk")
            seconds = time.perf_counter() - start
    place = installation.place
    with pointed_at(place.folder, place.url):
        reference = bare.insert(installation.business, deliveries.came(cut))
    return Round(quiet.delays, busy.delays, size.messages / seconds, reference)


def _accepted(answers: Answers) -> None:
    if answers.refused:
        raise RuntimeError(f"{answers.refused} deliveries were refused.")


@dataclass(slots=True)
class Traffic:
    """Live messages, fifty a second, for as long as the block runs."""

    installation: Installation
    port: int
    people: int
    first: int
    delays: list[float] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)
    _sent: list[tuple[str, float]] = field(default_factory=list)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    _running: list[Future[None]] = field(default_factory=list)

    def __enter__(self) -> "Traffic":
        """Start writing and watching."""
        self._running = [self._threads.submit(run) for run in (self._write, self._watch)]
        return self

    def __exit__(self, *_: object) -> None:
        """Stop writing; return once everything written is visible."""
        self._ended.set()
        with self._threads:
            for running in self._running:
                running.result()

    def _write(self) -> None:
        chance = random.Random(self.first)
        number, due = self.first, time.perf_counter()
        while not self._ended.wait(max(0.0, due - time.perf_counter())):
            body = deliveries.live(FIXED, number, chance.randrange(self.people), chance)
            secret = self.installation.app_secret.encode()
            _accepted(post(self.port, [request(body, secret)], connections=1))
            self._sent.append((self._id(number), due))
            number, due = number + 1, due + EVERY_S

    def _watch(self) -> None:
        with closing(Eye(self.installation)) as eye:
            while not self._ended.is_set() or len(self.delays) < len(self._sent):
                self._look(eye)
                time.sleep(LOOK_EVERY_S)

    def _look(self, eye: Eye) -> None:
        """Note every message that has become visible, in the order in which they were written."""
        while len(self.delays) < len(self._sent):
            message, due = self._sent[len(self.delays)]
            waited = time.perf_counter() - due
            if eye.sees(message):
                self.delays.append(waited * 1000)
            elif waited > VISIBLE_WITHIN_S:
                raise TimeoutError("A live message did not become visible.")
            else:
                return

    def _id(self, number: int) -> str:
        return message_id(self.installation.phone_number_id, deliveries.wamid(number))
