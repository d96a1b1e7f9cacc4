"""A house that sends, on both engines."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from saath.journal import Journal, open_journal
from tests.fake_graph import FakeGraph, fake_graph
from tests.sending import House
from tests.stores import journal, made_database, made_folder

__all__ = ["journal", "made_database", "made_folder"]

ROOT = Path(__file__).parents[3]


@pytest.fixture
def graph() -> Iterator[FakeGraph]:
    """Somebody who takes messages."""
    with fake_graph() as made:
        yield made


@dataclass(slots=True)
class Workers:
    """Worker processes on one installation; see `worker_process`."""

    process: "subprocess.Popen[str]"
    folder: Path
    url: str

    def start(self, house: House, **job: object) -> int:
        """Start one on the house's installation, at the house's time."""
        told = {"folder": str(self.folder), "url": self.url, "graph": house.graph.url}
        return int(self._tell({"run": {**told, "now": house.now, **job}}))

    def wait(self, worker: int) -> str:
        """How it came to rest."""
        return self._tell({"wait": worker})

    def _tell(self, command: dict[str, object]) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture(scope="session")
def worker_processes() -> Iterator["subprocess.Popen[str]"]:
    """One process that makes workers, for all tests."""
    command = [sys.executable, "-m", "tests.integration.deliver.worker_process"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def workers(
    request: pytest.FixtureRequest,
    journal: Journal,
    tmp_path: Path,
    worker_processes: "subprocess.Popen[str]",
) -> Workers:
    """Worker processes on the installation of this test; nobody here holds its journal."""
    journal.close()
    on_server = request.node.callspec.params["journal"] == "postgresql"
    url = request.getfixturevalue("made_database") if on_server else ""
    return Workers(worker_processes, tmp_path, url)


@pytest.fixture
def shared_house(workers: Workers, graph: FakeGraph) -> Iterator[House]:
    """A house whose workers are other processes; a customer wrote and Beena replied."""
    with closing(open_journal(workers.url or workers.folder, appender=False)) as journal:
        made = House(journal, graph, folder=workers.folder)
        made.customer_writes()
        made.settles()
        made.replies()
        yield made
        made.close()


@pytest.fixture
def house(journal: Journal, graph: FakeGraph, tmp_path: Path) -> Iterator[House]:
    """A house whose customer wrote, and whose tables know it."""
    made = House(journal, graph, folder=tmp_path)
    made.customer_writes()
    made.settles()
    yield made
    made.close()
