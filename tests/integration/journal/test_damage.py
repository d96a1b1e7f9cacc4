"""A hole or a flipped byte stops the reader at its place; an engine that is away is a sentence."""

import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from saath.journal import (
    Driver,
    FormatTooNew,
    JournalCorrupt,
    JournalError,
    JournalUnavailable,
    appending,
    create_journal,
    open_journal,
)
from saath.journal.sqlite_module import sqlite3
from tests.integration.journal.entries import bodies, entries, entry
from tests.postgres import Cluster

type Vandal = Callable[[str], None]


@pytest.fixture
def vandal(engine_url: Path | str) -> Vandal:
    """Give a way to change the tables behind the journal's back; `{}` stands for their prefix."""
    create_journal(engine_url)

    def change(statement: str) -> None:
        if isinstance(engine_url, Path):
            with closing(sqlite3.connect(engine_url / "journal.db")) as connection:
                connection.execute(statement.format(""))
                connection.commit()
        else:
            with psycopg.connect(engine_url) as postgres:
                postgres.execute(statement.format("journal_").encode())

    return change


@pytest.fixture
def journal(vandal: Vandal, engine_url: Path | str) -> Iterator[Driver]:
    with closing(open_journal(engine_url)) as opened:
        yield opened


def test_a_hole_stops_the_reader_at_its_place(journal: Driver, vandal: Vandal) -> None:
    journal.append(entries(5))
    vandal("DELETE FROM {}record WHERE position = 3")
    with pytest.raises(JournalCorrupt, match="position 3: the record is missing"):
        journal.read("bakery", "live", after=0, limit=10)
    assert len(journal.read("bakery", "live", after=0, limit=2)) == 2
    assert len(journal.read("bakery", "live", after=3, limit=9)) == 2


def test_a_lost_end_is_noticed_too(journal: Driver, vandal: Vandal) -> None:
    journal.append(entries(5))
    vandal("DELETE FROM {}record WHERE position = 5")
    with pytest.raises(JournalCorrupt, match="position 5"):
        journal.read("bakery", "live", after=0, limit=10)
    with pytest.raises(JournalCorrupt, match="position 5"):
        journal.read("bakery", "live", after=4, limit=10)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {}record SET body = digest WHERE position = 2",
        "UPDATE {}record SET received_at = 0 WHERE position = 2",
        "UPDATE {}record SET kind = 'policy' WHERE position = 2",
        "UPDATE {}record SET version = 2 WHERE position = 2",
    ],
)
def test_a_changed_record_stops_the_reader(journal: Driver, vandal: Vandal, change: str) -> None:
    journal.append(entries(3))
    vandal(change)
    with pytest.raises(JournalCorrupt, match="position 2: the record is not what was written"):
        journal.read("bakery", "live", after=0, limit=10)


def test_a_taken_place_is_never_overwritten(journal: Driver, vandal: Vandal) -> None:
    journal.append([entry(b"first"), entry(b"second")])
    vandal("UPDATE {}lane SET head = 1")
    with pytest.raises(JournalCorrupt, match="position 2: the place is already taken"):
        journal.append([entry(b"third")])
    assert bodies(journal.read("bakery", "live", after=0, limit=9)) == [b"first"]
    vandal("UPDATE {}lane SET head = 2")
    assert bodies(journal.read("bakery", "live", after=1, limit=9)) == [b"second"]


def test_a_damaged_lane_does_not_refuse_the_others(vandal: Vandal, engine_url: Path | str) -> None:
    with appending(engine_url) as journal:
        journal.append([entry(), entry(business="florist")])
        vandal("UPDATE {}lane SET head = 0 WHERE business = 'florist'")
        with pytest.raises(JournalCorrupt, match="'florist'"):
            journal.append([entry(business="florist")])
        assert journal.append([entry()]) == [2]


def test_a_journal_of_a_later_release_is_not_opened(vandal: Vandal, engine_url: Path | str) -> None:
    vandal("UPDATE {}format SET version = 99")
    with pytest.raises(FormatTooNew, match="format 99"):
        open_journal(engine_url)
    with pytest.raises(FormatTooNew):
        create_journal(engine_url)
    vandal("UPDATE {}format SET version = 1")
    open_journal(engine_url).close()


def test_creating_twice_keeps_what_is_there(journal: Driver, engine_url: Path | str) -> None:
    journal.append(entries(2))
    create_journal(engine_url)
    assert journal.head("bakery", "live").head == 2


def test_a_place_without_a_journal_says_what_to_do(engine_url: Path | str) -> None:
    for appender in (True, False):
        with pytest.raises(JournalError, match="saath init"):
            open_journal(engine_url, appender=appender)


def test_a_folder_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="saath init"):
        open_journal(tmp_path / "absent")


def test_a_file_that_is_no_journal_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"Dear diary" * 1_000)
    for attempt in (open_journal, create_journal):
        with pytest.raises(JournalUnavailable, match="not a database"):
            attempt(tmp_path)


def test_nobody_else_on_the_machine_reads_the_journal(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    create_journal(folder)
    with closing(open_journal(folder)) as journal:
        journal.append(entries(1))
        modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_full_disk_appends_nothing_and_is_survived(tmp_path: Path) -> None:
    create_journal(tmp_path)
    with closing(open_journal(tmp_path)) as journal:
        journal.append(entries(2))
        _limit_pages(journal, 1)
        with pytest.raises(JournalUnavailable, match="full"):
            journal.append([entry(b"x" * 3_000_000)])
        _limit_pages(journal, 1_000_000)
        assert journal.append(entries(1)) == [3]
        assert len(journal.read("bakery", "live", after=0, limit=9)) == 3


def test_a_server_that_is_away_is_unavailable_and_comes_back(
    postgres_cluster: Cluster, postgres_url: str
) -> None:
    create_journal(postgres_url)
    with appending(postgres_url) as journal:
        journal.append(entries(1))
        journal.read("bakery", "live", after=0, limit=1)
        with postgres_cluster.unreachable(postgres_url):
            for _ in range(2):
                with pytest.raises(JournalUnavailable):
                    journal.append(entries(1))
                with pytest.raises(JournalUnavailable):
                    journal.read("bakery", "live", after=0, limit=1)
        assert journal.append(entries(1)) == [2]
        assert len(journal.read("bakery", "live", after=0, limit=9)) == 2


def test_no_value_of_a_record_is_in_what_is_raised(
    postgres_cluster: Cluster, postgres_url: str, vandal: Vandal
) -> None:
    create_journal(postgres_url)
    with closing(open_journal(postgres_url)) as journal:
        with psycopg.connect(postgres_url) as connection:
            connection.execute("ALTER TABLE journal_record ADD CHECK (octet_length(body) < 10)")
        with pytest.raises(JournalUnavailable, match="CheckViolation 23514") as raised:
            journal.append([entry(b"a secret told to nobody")])
    assert raised.value.__suppress_context__
    assert raised.value.__cause__ is None


def _limit_pages(journal: Driver, pages: int) -> None:
    """Make the database full at this size (never below what it has)."""
    journal._writer.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]  # noqa: SLF001 - the disk is only full for this connection
