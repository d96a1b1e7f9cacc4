"""What was acknowledged survives the writer's death, at whatever moment it dies."""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from saath.journal import Driver, Record, create_journal, open_journal
from tests.integration.journal.conftest import ROOT
from tests.integration.journal.entries import entry

APPENDS = 60


def test_every_acknowledged_record_survives_the_death_of_the_writer(
    engine_url: Path | str,
) -> None:
    create_journal(engine_url)
    for _ in range(3):
        acknowledged = _write_and_die(engine_url)
        with closing(open_journal(engine_url)) as journal:
            assert len(_all(journal)) >= acknowledged


def test_both_entries_of_an_append_survive_or_neither(engine_url: Path | str) -> None:
    create_journal(engine_url)
    _write_and_die(engine_url)
    with closing(open_journal(engine_url)) as journal:
        live, bulk = journal.head("bakery", "live"), journal.head("bakery", "bulk")
        assert live.head == bulk.head


@pytest.mark.parametrize("seed", range(8))
def test_a_torn_log_loses_its_tail_and_nothing_else(tmp_path: Path, seed: int) -> None:
    """A power cut may leave any part of the log's last pages unwritten or wrong."""
    with _killed(tmp_path / "killed") as folder:
        whole = _copy(folder, tmp_path / "whole")
        torn = _copy(folder, tmp_path / "torn")
    _tear(torn / "journal.db-wal", random.Random(seed))
    with closing(open_journal(whole)) as journal:
        written = _all(journal)
    with closing(open_journal(torn)) as journal:
        left = _all(journal)
        assert left == written[: len(left)]
        assert len(left) < len(written)
        assert journal.head("bakery", "live").head == journal.head("bakery", "bulk").head
        assert journal.append([entry()]) == [len(left) + 1]


def test_the_dead_writer_leaves_no_lock(tmp_path: Path) -> None:
    create_journal(tmp_path)
    _write_and_die(tmp_path)
    open_journal(tmp_path).close()


def _write_and_die(where: Path | str) -> int:
    """Run a writer, kill it after some appends, and return the last position it was told."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.integration.journal.writer_process", str(where)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for _ in range(APPENDS):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split("\n")
    told = [int(line) for line in rest[:-1] if line]
    return told[-1] if told else APPENDS


@contextmanager
def _killed(folder: Path) -> Iterator[Path]:
    """Give a folder as a killed writer leaves it: much of it still in the log."""
    folder.mkdir()
    create_journal(folder)
    _write_and_die(folder)
    yield folder


def _copy(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to))


def _tear(log: Path, chance: random.Random) -> None:
    """Cut the last part of a log off, or write noise over some bytes of it."""
    size = log.stat().st_size
    with log.open("r+b") as torn:
        if chance.random() < 0.5:
            torn.truncate(chance.randrange(size // 2, size))
        else:
            torn.seek(chance.randrange(size // 2, size - 64))
            torn.write(chance.randbytes(64))


def _all(journal: Driver) -> list[Record]:
    records: list[Record] = []
    while more := journal.read("bakery", "live", after=len(records), limit=500):
        records.extend(more)
    return records
