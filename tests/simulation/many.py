"""Many worlds, one after the other or in several processes, and what they come to together."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.simulation.drawing import ALL
from tests.simulation.places import Fresh, folders
from tests.simulation.play import Broken
from tests.simulation.run import Ran, run

CHUNKS = range(25, 250)
"""How many worlds share what is made once for them, an empty installation: few enough that every
process has its part, many enough that its migrations do not count."""


@dataclass(frozen=True, slots=True)
class Lived:
    """One world that was lived through, without its transcript."""

    seed: int
    broken: tuple[Broken, ...]
    trace: str
    cpu_s: float
    days: float
    posted: int
    sent: int
    deaths: int
    struck: dict[str, int]


@dataclass(slots=True)
class Sum:
    """What many worlds come to."""

    began: float = field(default_factory=time.monotonic)
    worlds: int = 0
    failed: list[int] = field(default_factory=list)
    cpu_s: float = 0.0
    days: float = 0.0
    posted: int = 0
    sent: int = 0
    deaths: int = 0
    struck: Counter[str] = field(default_factory=Counter)

    def add(self, one: Lived) -> None:
        self.worlds += 1
        self.cpu_s += one.cpu_s
        self.days += one.days
        self.posted += one.posted
        self.sent += one.sent
        self.deaths += one.deaths
        self.struck.update(one.struck)
        if one.broken:
            self.failed.append(one.seed)


def lived(ran: Ran) -> Lived:
    """The same without what only this process can tell."""
    return Lived(
        ran.seed,
        ran.broken,
        ran.trace,
        ran.cpu_s,
        ran.days,
        ran.posted,
        ran.sent,
        ran.deaths,
        ran.struck,
    )


def play_chunk(seeds: Sequence[int]) -> list[Lived]:
    """Live through some worlds in this process."""
    with folders() as fresh:
        return [_played(seed, fresh) for seed in seeds]


def _played(seed: int, fresh: Fresh) -> Lived:
    with fresh() as place:
        return lived(run(seed, place))


def play_all(seeds: Sequence[int], jobs: int) -> Iterator[Lived]:
    """Live through all of them, in order."""
    size = min(max(len(seeds) // (4 * max(jobs, 1)), CHUNKS.start), CHUNKS.stop)
    chunks = [seeds[start : start + size] for start in range(0, len(seeds), size)]
    if jobs <= 1:
        for chunk in chunks:
            yield from play_chunk(chunk)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for played in pool.imap(play_chunk, chunks):
            yield from played


def summary(total: Sum) -> str:
    """A line for a person and one for a log."""
    quiet = sorted(ALL.keys() - total.struck.keys())
    return (
        f"{total.worlds} worlds, {len(total.failed)} broke an invariant;"
        f" {total.days / 365.25:.1f} years of virtual time, {total.posted} deliveries,"
        f" {total.sent} sends, {total.deaths} deaths, {sum(total.struck.values())} faults;"
        f" {total.cpu_s / max(total.worlds, 1):.2f} s of processor a world,"
        f" {time.monotonic() - total.began:.0f} s in all"
        + (f"; never struck: {', '.join(quiet)}" if quiet else "")
    )
