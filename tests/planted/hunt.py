"""The hunt: how many worlds does it take until a planted bug is found, by the invariant it breaks?"""

import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.planted import deciding, incoming, living, outgoing
from tests.planted.planting import BUGS, Bug, planted
from tests.simulation.places import folders
from tests.simulation.run import run

ROOMS = (incoming, deciding, living, outgoing)


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one hunt. `by` is empty when no world found it."""

    name: str
    breaks: tuple[str, ...]
    seed: int = -1
    by: str = ""
    fell: str = ""
    seconds: float = 0.0

    @property
    def line(self) -> str:
        if self.fell:
            return f"{self.name:<46} FELL OVER in seed {self.seed}: {self.fell}"
        if not self.by:
            return f"{self.name:<46} NOT FOUND; breaks {', '.join(self.breaks)}"
        return f"{self.name:<46} {self.by:<12} seed {self.seed:>4}  {self.seconds:6.1f} s"


def hunt_one(name: str, seeds: Sequence[int]) -> Found:
    """Live through worlds with this bug in the product until one says what it breaks."""
    chosen, began = BUGS[name], time.process_time()
    with folders() as fresh, planted(chosen):
        for seed in seeds:
            with fresh() as place:
                try:
                    by = {one.invariant for one in run(seed, place).broken} & set(chosen.breaks)
                # Found by falling over is not found: the rule did not notice.
                except Exception as error:
                    return Found(name, chosen.breaks, seed, fell=repr(error))
            if by:
                seconds = time.process_time() - began
                return Found(name, chosen.breaks, seed, min(by), seconds=seconds)
    return Found(name, chosen.breaks)


def hunt(name: str, count: int, first: int, jobs: int) -> int:
    """Print a table of all bugs, or of one; 1 when one was not found."""
    unknown = name and name not in BUGS
    if unknown:
        sys.stderr.write(f'simulate: no bug "{name}" is planted. There are: {", ".join(BUGS)}.\n')
        return 2
    found = []
    for one in _all([name] if name else list(BUGS), range(first, first + count), jobs):
        found.append(one)
        sys.stdout.write(f"{one.line}\n")
        sys.stdout.flush()
    missed = [one for one in found if not one.by]
    sys.stdout.write(f"{len(found) - len(missed)} of {len(found)} found\n")
    return 1 if missed else 0


def _all(names: Sequence[str], seeds: Sequence[int], jobs: int) -> Iterator[Found]:
    if jobs <= 1:
        for name in names:
            yield hunt_one(name, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.starmap(hunt_one, [(name, seeds) for name in names], chunksize=1)


__all__ = ["BUGS", "ROOMS", "Bug", "Found", "hunt", "hunt_one"]
