"""Checkpoints beside the writer: what was committed reaches the file while somebody writes on."""

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from saath.journal.sqlite_module import has_wal_reset_bug, sqlite3
from saath.runtime.checkpoints import TURN_FACTS, Checkpoints, checkpoints
from saath.runtime.loop import ignore
from saath.store.sqlite.checkpoints import checkpoint

PATIENCE_S = 10
EVERY = 100


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tables-1.db"


@pytest.fixture
def writer(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that makes no checkpoints of its own."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE said (what TEXT)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        yield connection


def in_the_file(file: Path) -> list[str]:
    """What the file says without its log, as a copy of it alone would."""
    alone = file.with_name("alone.db")
    shutil.copyfile(file, alone)
    with closing(sqlite3.connect(f"{alone.as_uri()}?immutable=1", uri=True)) as connection:
        return [what for (what,) in connection.execute("SELECT what FROM said")]


def reaches_the_file(file: Path, said: list[str]) -> bool:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if in_the_file(file) == said:
            return True
        time.sleep(0.01)
    return False


def test_what_was_committed_reaches_the_file_while_somebody_writes(
    file: Path, writer: sqlite3.Connection
) -> None:
    writer.execute("INSERT INTO said VALUES ('committed')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO said VALUES ('not yet')")
    assert in_the_file(file) == []

    checkpoint(file)

    assert in_the_file(file) == ["committed"]
    writer.execute("COMMIT")
    checkpoint(file)
    assert in_the_file(file) == ["committed", "not yet"]


def test_a_file_that_is_gone_is_not_made_anew(file: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        checkpoint(file)
    assert not file.exists()


def test_a_checkpoint_is_made_once_enough_was_written(
    file: Path, writer: sqlite3.Connection
) -> None:
    writer.execute("INSERT INTO said VALUES ('one')")
    with closing(Checkpoints(lambda: file, EVERY)) as made:
        made.wrote(EVERY - TURN_FACTS - 1)
        time.sleep(0.05)
        assert in_the_file(file) == []
        made.wrote(0)
        assert reaches_the_file(file, ["one"])


def test_small_turns_count_too(file: Path, writer: sqlite3.Connection) -> None:
    writer.execute("INSERT INTO said VALUES ('one')")
    with closing(Checkpoints(lambda: file, EVERY)) as made:
        for _ in range(EVERY // TURN_FACTS):
            made.wrote(0)
        assert reaches_the_file(file, ["one"])


def test_a_checkpoint_that_fails_is_said_once_and_the_next_one_is_made(
    file: Path, writer: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    writer.execute("INSERT INTO said VALUES ('one')")
    spoilt = file.with_name("spoilt.db")
    spoilt.write_bytes(b"no database" * 1_000)
    files = iter([spoilt, spoilt, file.with_name("gone.db"), file])
    with (
        caplog.at_level(logging.WARNING, "saath.worker"),
        closing(Checkpoints(lambda: next(files), EVERY)) as made,
    ):
        made.wrote(EVERY)
        until = time.monotonic() + PATIENCE_S
        while not caplog.records and time.monotonic() < until:
            time.sleep(0.01)
        for _ in range(2):
            made.wrote(EVERY)
            time.sleep(0.1)
        made.wrote(EVERY)
        assert reaches_the_file(file, ["one"])
    assert [record.message for record in caplog.records] == ["worker.checkpoint.failed"]


def test_postgresql_makes_its_own() -> None:
    with checkpoints("postgresql") as wrote:
        assert wrote is ignore


def test_a_sqlite_that_two_connections_could_corrupt_leaves_it_to_the_writer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    with checkpoints("sqlite") as wrote:
        assert wrote is ignore
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 53, 4))
    with checkpoints("sqlite") as wrote:
        assert wrote is not ignore


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2)])
def test_these_sqlites_have_the_bug(version: tuple[int, ...]) -> None:
    assert has_wal_reset_bug(version)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 4)])
def test_these_do_not(version: tuple[int, ...]) -> None:
    assert not has_wal_reset_bug(version)
