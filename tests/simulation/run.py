"""One seed from its drawing to its verdict."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from tests.simulation.judging import desk, ends, ingress, life, sends, threads
from tests.simulation.judging.book import ALL, read
from tests.simulation.places import Place
from tests.simulation.play import MOMENTS_MAX, Broken, Played, play, quiet


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one world."""

    seed: int
    broken: tuple[Broken, ...]
    trace: str
    transcript: Callable[[], str]
    cpu_s: float
    days: float
    posted: int
    sent: int
    deaths: int
    struck: dict[str, int]

    @property
    def line(self) -> str:
        """The one line that plays it again."""
        return f"bin/simulate --seed {self.seed} --transcript"


def run(seed: int, place: Place) -> Ran:
    """Play a world and judge it."""
    began = time.process_time()
    played = play(seed, place)
    with quiet():
        judge(played)
        trace = _trace(played)
    played.house.stop()
    struck = dict(played.house.luck.struck)
    for town in played.towns:
        for name, times in town.world.ground.faults.struck.items():
            struck[name] = struck.get(name, 0) + times
    return Ran(
        seed,
        tuple(played.broken),
        trace,
        played.tale.text,
        time.process_time() - began,
        (played.loom.now - played.tale.start) / 86_400_000,
        played.posted,
        len(played.wire.posts),
        played.house.deaths,
        struck,
    )


def judge(played: Played) -> None:
    """Hold a world to every rule; one that never ended is judged already."""
    if played.moments > MOMENTS_MAX:
        return
    ends.judge(played)
    for town in played.towns:
        book = read(played, town)
        for rule in (ingress, threads, sends, life, desk):
            rule.judge(book)


def _trace(played: Played) -> str:
    """A hash of every record, send and event, in their order."""
    hashed = blake2b(played.tale.digest().encode(), digest_size=16)
    for lane in played.house.driver.heads():
        hashed.update(f"{lane.business}/{lane.lane}/{lane.head}".encode())
        for record in played.house.driver.read(lane.business, lane.lane, after=0, limit=ALL):
            hashed.update(record.digest)
    for post in played.wire.posts:
        hashed.update(f"{post.at} {post.callback}".encode())
    for town in played.towns:
        for one in town.world.truth.acceptances:
            hashed.update(f"{one.wamid} {one.at} {one.answered}".encode())
    return hashed.hexdigest()
