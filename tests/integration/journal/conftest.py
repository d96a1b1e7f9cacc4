"""The journals every promise is held against."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from saath.journal import Driver, GroupCommit, create_journal, open_journal

ROOT = Path(__file__).parents[3]
KINDS = [
    "sqlite",
    "sqlite, grouped",
    "sqlite, nobody holds it",
    "sqlite, another process holds it",
    "postgresql",
    "postgresql, grouped",
]


class AppenderProcess:
    """The other process, told what to serve."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Talk to a started one."""
        self._process = process

    @contextmanager
    def serving(self, folder: Path) -> Iterator[None]:
        """Have it hold a folder."""
        self._tell(str(folder))
        try:
            yield
        finally:
            self._tell("")

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "ready\n"


@pytest.fixture(scope="session")
def appender_process() -> Iterator[AppenderProcess]:
    """Start one process for all tests; it ends with its input."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.integration.journal.appender_process"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield AppenderProcess(process)


@pytest.fixture(params=KINDS)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    """Open an empty journal of each kind."""
    engine, _, how = request.param.partition(", ")
    where = tmp_path if engine == "sqlite" else request.getfixturevalue("postgres_url")
    create_journal(where)
    if how == "another process holds it":
        process: AppenderProcess = request.getfixturevalue("appender_process")
        with process.serving(tmp_path), closing(open_journal(where, appender=False)) as remote:
            yield remote
    else:
        driver = open_journal(where, appender=how != "nobody holds it")
        with closing(GroupCommit(driver) if how == "grouped" else driver) as opened:
            yield opened
