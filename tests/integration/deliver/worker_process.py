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

from saath.journal import open_journal
from tests.fake_graph import FakeGraph
from tests.sending import House
from tests.stores import pointed_at

from saath.store.generation import follow  # isort: skip - Django is set up by then

REST_S = 15.0


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
            house.passing = _passing(job, house)
            house.settles()
            code = 0
    finally:
        os._exit(code)


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
