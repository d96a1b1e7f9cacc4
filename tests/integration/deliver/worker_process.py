"""Workers as processes that are killed or stopped between two named steps.

Run as `python -m tests.integration.deliver.worker_process`. It reads one JSON command a line:
{"run": {...Job}} forks a worker and answers its process id; {"wait": pid} answers how it came to
rest: "exited", "killed" or "stopped". Everything is imported once, so that a worker is quick.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saath.journal import open_journal
from tests.fake_graph import FakeGraph
from tests.sending import House
from tests.stores import pointed_at

from saath.project import writer  # isort: skip - Django is set up by then
from saath.store import tenancy  # isort: skip
from saath.store.generation import follow  # isort: skip

REST_S = 15.0
INSIDE = "inside a transaction"


@dataclass(frozen=True, slots=True)
class Job:
    """One worker's life: until nothing is left to do, or until it passes `point`."""

    folder: str
    url: str
    graph: str
    now: int
    point: str = ""
    signal: int = 0
    ticks_per_s: float = 1.0
    stops: int = 0
    """At how many points it stops, whichever these are."""


def main() -> None:
    """Obey until the input ends."""
    for line in sys.stdin:
        command = json.loads(line)
        sys.stdout.write(f"{_obey(command)}\n")
        sys.stdout.flush()


def _obey(command: dict[str, object]) -> str:
    if "run" in command:
        child = os.fork()
        if child == 0:
            _live(Job(**command["run"]))  # type: ignore[arg-type]
        return str(child)
    _, status = os.waitpid(int(str(command["wait"])), os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return "stopped"
    if os.WIFSIGNALED(status):
        return "killed"
    return "exited" if os.WEXITSTATUS(status) == 0 else "fell"


def _live(job: Job) -> None:
    """Work until there is nothing to do, and end without any cleaning up."""
    code = 1
    try:
        with pointed_at(Path(job.folder), job.url):
            follow()
            journal = open_journal(job.url or Path(job.folder), appender=False)
            graph = FakeGraph(url=job.graph)
            folder, ticks = Path(job.folder), job.ticks_per_s
            house = House(
                journal, graph, now=job.now, founded=True, ticks_per_s=ticks, folder=folder
            )
            house.passing = _stopping(job, house) if job.stops else _passing(job, house)
            if job.point == INSIDE:
                _stop_inside()
            house.settles()
            code = 0
    finally:
        os._exit(code)


def _stopping(job: Job, house: House) -> Callable[[str], None]:
    left = [job.stops]

    def passing(_point: str) -> None:
        with house.turning:
            left[0] -= 1
            if left[0] >= 0:
                os.kill(os.getpid(), signal.SIGSTOP)

    return passing


def _stop_inside() -> None:
    """Stand still once in the middle of a transaction, everything written and nothing committed.

    What the server allows is shortened: nobody wants to wait for it.
    """
    assert f"'{tenancy.STALLED_S}s'" in tenancy.WRITE
    tenancy.WRITE = tenancy.WRITE.replace(f"'{tenancy.STALLED_S}s'", "'1s'")
    room = vars(writer)
    advance = room["advance"]

    def stop(*given: Any) -> None:
        room["advance"] = advance
        os.kill(os.getpid(), signal.SIGSTOP)
        advance(*given)

    room["advance"] = stop


def _passing(job: Job, house: House) -> Callable[[str], None]:
    passed: list[str] = []

    def passing(point: str) -> None:
        if point == job.point and point not in passed:
            passed.append(point)
            if job.signal == signal.SIGSTOP:
                # Between two rounds: a transaction that stands still holds its rows for ever.
                with house.turning:
                    os.kill(os.getpid(), job.signal)
                return
            os.kill(os.getpid(), job.signal)
            time.sleep(REST_S)

    return passing


if __name__ == "__main__":
    main()
