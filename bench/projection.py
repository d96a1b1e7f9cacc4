"""How fast records become rows, one writer, beside a bare insert of the same rows.

    .venv/bin/python -m bench.projection ENGINE MESSAGES [history]

does it once under the profiler, for whoever wants to make it faster.
"""

import cProfile
import os
import pstats
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

os.environ.setdefault("SAATH_KEY", "5a" * 32)

from django.db import connections
from tests.stores import installed

from bench import bare, deliveries
from bench.figures import AtLeast, Figure
from bench.places import Place, Places, places
from saath.domain.policy import Number, Policy
from saath.journal import Entry, Journal, Lane
from saath.project import Writer, ahead, bulk, live, open_writer, writer
from saath.project.turns import LIVE_RECORDS, SLICE_FACTS
from saath.runtime.memory import collect_rarely
from saath.store.kinds import TABLES
from saath.store.policies import POLICY_FORMAT, encode_policy

BUSINESS = "bench"
NUMBER = Number("700100200300400", "800100200300400", "900100200300400", "919000000001")
RECEIVED_AT = deliveries.START_S * 1000
APPENDED_AT_ONCE = 500
GOALS: dict[Lane, AtLeast] = {"live": AtLeast(0.15, hoped=0.25), "bulk": AtLeast(0.30)}
NAMES: dict[Lane, str] = {
    "live": "projected, a message a delivery",
    "bulk": "projected, history alone",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    messages: int
    people: int
    rounds: int


QUICK = Size(messages=20_000, people=1_000, rounds=3)
FULL = Size(messages=100_000, people=1_000, rounds=3)


def measure(wanted: Places, engines: Sequence[str], size: Size) -> Iterator[Figure]:
    """Each engine: live deliveries of one message, then history in chunks."""
    collect_rarely()  # as every process of the product does
    for engine in engines:
        for lane in NAMES:
            yield _figure(lane, [_round(wanted(engine), lane, size) for _ in range(size.rounds)])


@dataclass(slots=True)
class Round:
    """One projection and its reference."""

    engine: str
    rate: float
    reference: float
    as_often: float
    """Another reference: the same rows in as many transactions as the writer needed."""
    spent: dict[str, float] = field(default_factory=dict)
    """The share of the time within each named function."""


def _figure(lane: Lane, rounds: Sequence[Round]) -> Figure:
    last = sorted(rounds[-1].spent.items(), key=lambda item: -item[1])
    return Figure(
        NAMES[lane],
        rounds[0].engine,
        "messages/s",
        [one.rate for one in rounds],
        [one.reference for one in rounds],
        "bare insert",
        GOALS[lane],
        {
            "share_of_time": {name: round(share, 3) for name, share in last},
            "ratio_to_bare_insert_in_as_many_transactions": round(
                median(one.rate / one.as_often for one in rounds), 3
            ),
        },
    )


def _round(place: Place, lane: Lane, size: Size) -> Round:
    with installed(place.journal, place.folder) as journal:
        came = fill(journal, lane, size)
        at_work = open_writer(journal, BUSINESS, journal.take(BUSINESS))
        clock = Clock()
        with clock.watching(_watched(journal)):
            seconds = project(at_work)
        clock.spent["rest"] = seconds - sum(clock.spent.values())
        spent = {name: part / seconds for name, part in clock.spent.items()}
        rate = size.messages / seconds
        turn = LIVE_RECORDS if lane == "live" else SLICE_FACTS
        as_often = bare.insert(BUSINESS, came, turn)
        return Round(place.engine, rate, bare.insert(BUSINESS, came), as_often, spent)


def fill(journal: Journal, lane: Lane, size: Size) -> list[str]:
    """Append everything that is going to be projected; return the messages in their order."""
    policy = encode_policy(Policy(BUSINESS, 1, (NUMBER,)))
    before = RECEIVED_AT - 1  # a policy is in force for what is received after it
    journal.append([Entry(BUSINESS, "live", "policy", POLICY_FORMAT, "saath", before, policy)])
    came, bodies = _told(lane, size)
    entries = [Entry(BUSINESS, lane, "delivery", 1, "meta", RECEIVED_AT, body) for body in bodies]
    for at in range(0, len(entries), APPENDED_AT_ONCE):
        journal.append(entries[at : at + APPENDED_AT_ONCE])
    return came


def _told(lane: Lane, size: Size) -> tuple[list[str], Iterator[bytes]]:
    """The ids of the messages in the order in which they come, and the deliveries they come in."""
    chance = random.Random(1)
    if lane == "bulk":
        cut = deliveries.slices(size.messages, size.people, chance)
        return deliveries.came(cut), deliveries.chunks(NUMBER, cut, size.people, chance)
    numbers = range(size.messages)
    told = (deliveries.live(NUMBER, n, chance.randrange(size.people), chance) for n in numbers)
    return [deliveries.wamid(number) for number in numbers], told


def project(at_work: Writer) -> float:
    """Project everything there is; return the seconds."""
    start = time.perf_counter()
    while live(at_work).moved or bulk(at_work).moved:
        pass
    return time.perf_counter() - start


def _watched(journal: Journal) -> list[tuple[Any, str]]:
    """What the time is divided among."""
    written = [(writer, name) for name in ("load", "wanted", "fold", "save", "advance")]
    return [(journal, "read"), (ahead, "facts"), (connections[TABLES], "_commit"), *written]


class Clock:
    """Where the time goes: seconds within each named function."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.spent: dict[str, float] = defaultdict(float)

    @contextmanager
    def watching(self, places: Sequence[tuple[Any, str]]) -> Iterator[None]:
        """Wrap functions while the block runs."""
        before = [(where, name, getattr(where, name)) for where, name in places]
        for where, name, function in before:
            setattr(where, name, self._timed(name, function))
        try:
            yield
        finally:
            for where, name, function in before:
                setattr(where, name, function)

    def _timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                self.spent[name] += time.perf_counter() - start

        return timed


def main(arguments: Sequence[str]) -> None:
    """Project once under the profiler."""
    collect_rarely()
    engine, messages, *history = arguments
    lane: Lane = "bulk" if history else "live"
    with places([engine]) as fresh:
        place = fresh(engine)
        with installed(place.journal, place.folder) as journal:
            fill(journal, lane, Size(int(messages), QUICK.people, 1))
            at_work = open_writer(journal, BUSINESS, journal.take(BUSINESS))
            profile = cProfile.Profile()
            profile.runcall(project, at_work)
    pstats.Stats(profile).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    main(sys.argv[1:])
