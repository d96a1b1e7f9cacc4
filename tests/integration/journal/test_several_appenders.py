"""What a PostgreSQL journal remembers of a lane is a guess: other processes append to it as well."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import chain

import psycopg
import pytest

from saath.journal import (
    Driver,
    Entry,
    Fenced,
    HeadMoved,
    JournalCorrupt,
    create_journal,
    open_journal,
)
from saath.journal.postgresql import PostgresJournal
from tests.integration.journal.entries import NOON, bodies, entries, entry

TURNS = 5


@pytest.fixture
def pair(postgres_url: str) -> Iterator[tuple[Driver, Driver]]:
    """Two processes' journals, each of which has appended once."""
    create_journal(postgres_url)
    with ExitStack() as held:
        one, two = (held.enter_context(closing(open_journal(postgres_url))) for _ in range(2))
        assert one.append([entry(b"one")]) == [1]
        assert two.append([entry(b"two")]) == [2]
        yield one, two


def test_appends_in_turns_leave_no_gap(pair: tuple[Driver, Driver]) -> None:
    turns = [journal.append(entries(2)) for _ in range(TURNS) for journal in pair]
    assert list(chain(*turns)) == list(range(3, 3 + 4 * TURNS))
    assert len(pair[0].read("bakery", "live", after=0, limit=100)) == 2 + 4 * TURNS


def test_appends_in_turns_lock_no_lane(
    pair: tuple[Driver, Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_given: object) -> None:
        raise AssertionError("What was read anew would have been enough.")

    monkeypatch.setattr(PostgresJournal, "_locked", locked)
    turns = [journal.append([entry()]) for _ in range(TURNS) for journal in pair]
    assert list(chain(*turns)) == list(range(3, 3 + 2 * TURNS))


def test_a_condition_on_what_somebody_else_appended_holds(pair: tuple[Driver, Driver]) -> None:
    assert pair[0].append([entry()], if_head=2) == [3]


def test_a_condition_on_what_is_only_remembered_is_refused(pair: tuple[Driver, Driver]) -> None:
    with pytest.raises(HeadMoved):
        pair[0].append([entry()], if_head=1)
    assert pair[0].head("bakery", "live").head == 2


def test_a_writer_is_fenced_by_an_epoch_it_never_saw(pair: tuple[Driver, Driver]) -> None:
    mine = pair[0].take("bakery")
    pair[0].append([entry()], epoch=mine)
    theirs = pair[1].take("bakery")
    with pytest.raises(Fenced):
        pair[0].append([entry()], epoch=mine)
    assert pair[0].append([entry(b"fenced in")], epoch=theirs) == [4]


def test_two_appenders_at_once_lose_nothing(pair: tuple[Driver, Driver]) -> None:
    def write(journal: Driver, name: bytes) -> None:
        for turn in range(100):
            journal.append([entry(b"%b%d" % (name, turn))])

    threads = [
        threading.Thread(target=write, args=each) for each in zip(pair, (b"a", b"b"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = bodies(pair[0].read("bakery", "live", after=2, limit=1_000))
    assert sorted(said) == sorted(
        b"%b%d" % (name, turn) for name in (b"a", b"b") for turn in range(100)
    )
    assert [body for body in said if body.startswith(b"a")] == [b"a%d" % n for n in range(100)]


def test_a_place_that_is_taken_is_corruption_also_from_memory(
    pair: tuple[Driver, Driver], postgres_url: str
) -> None:
    _set_head(postgres_url, 1)
    with pytest.raises(JournalCorrupt, match="2"):
        pair[0].append([entry()])


def _set_head(url: str, head: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE public.journal_lane SET head = %s", (head,))


def test_texts_that_an_array_must_escape_come_back_whole(pair: tuple[Driver, Driver]) -> None:
    odd = Entry("bakery", "live", "import", 1, 'a"b\\c,{d} NULL', NOON, b"{}", 'unclaimed:"\\,}')
    pair[1].append([odd, entry()])
    (record, _plain) = pair[0].read("bakery", "live", after=2, limit=2)
    assert (record.source, record.copy_of) == (odd.source, odd.copy_of)
