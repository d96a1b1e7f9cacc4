"""What may go now: in the order in which it was asked for, one of each conversation at a time."""

from dataclasses import replace

import pytest

from saath.domain.intention import Intention, doubted, gone, opened, requeued
from saath.domain.outgoing import Outgoing
from saath.domain.states import States
from saath.journal import Journal
from saath.outbox import Hold, hold, list_doubtful, list_due, list_open
from saath.project import open_writer
from saath.store.save import release_holds, save
from saath.store.tenancy import as_business
from tests.asking import NOON
from tests.deliveries import BUSINESS, NUMBER

LATER = NOON + 600_000


def waiting(key: str, person: str = "asha", *, created: int = 0, due: int = 0) -> Intention:
    """Something to be said to somebody, asked for and due so many milliseconds after noon."""
    return Intention(
        key,
        person,
        NUMBER,
        Outgoing("text", text="Yes"),
        "agent",
        "Meera",
        automatic=False,
        created_at=NOON + created,
        due_at=NOON + due,
        expires_at=NOON + 60_000,
    )


def put(*intentions: Intention) -> None:
    """Write these into the outbox."""
    with as_business(BUSINESS):
        save(BUSINESS, States(intentions={one.key: one for one in intentions}))


def due(now: int = NOON, limit: int = 10) -> list[str]:
    """The keys of what may go now."""
    with as_business(BUSINESS, reads=True):
        return [one.key for one in list_due(BUSINESS, now, limit)]


def held(key: str, until: int, epoch: int) -> int:
    """Hold one back."""
    with as_business(BUSINESS):
        return hold(BUSINESS, [Hold(key, until, "too-fast")], epoch)


@pytest.fixture
def epoch(journal: Journal) -> int:
    """A business with a writer."""
    taken = journal.take(BUSINESS)
    open_writer(journal, BUSINESS, taken)
    return taken


def test_the_oldest_goes_first_and_what_is_not_due_stays(journal: Journal) -> None:
    put(waiting("b", "ravi", due=-5), waiting("a", "asha"), waiting("c", "uma", due=1))
    assert due() == ["b", "a"]
    assert due(limit=1) == ["b"]
    assert due(NOON + 1) == ["b", "a", "c"]


def test_one_of_a_conversation_goes_at_a_time_the_first_that_was_asked_for(
    journal: Journal,
) -> None:
    put(waiting("y", created=1), waiting("z", created=0), waiting("x", created=1))
    assert due() == ["z"]
    put(gone(waiting("z")))
    assert due() == ["x"]


def test_nothing_goes_beside_an_open_attempt(journal: Journal) -> None:
    put(opened(waiting("a"), number=1, now=NOON), waiting("b", created=1), waiting("c", "ravi"))
    assert due() == ["c"]
    with as_business(BUSINESS, reads=True):
        assert [one.key for one in list_open(BUSINESS)] == ["a"]


def test_what_was_tried_keeps_its_place_until_its_next_try(journal: Journal) -> None:
    tried = opened(waiting("a"), number=1, now=NOON)
    put(requeued(tried, due_at=NOON + 5_000), waiting("b", created=1))
    assert due() == []
    assert due(NOON + 5_000) == ["a"]


def test_what_is_to_come_later_stops_nothing(journal: Journal) -> None:
    put(waiting("reminder", due=50_000), waiting("reply", created=1))
    assert due() == ["reply"]


def test_what_is_held_back_lets_the_others_pass(journal: Journal, epoch: int) -> None:
    put(waiting("a"), waiting("b", created=1))
    assert held("a", LATER, epoch) == 1
    assert due() == ["b"]
    put(gone(waiting("b")))
    assert due() == []


def test_what_expired_is_listed_although_it_is_held(journal: Journal, epoch: int) -> None:
    put(waiting("a"))
    held("a", LATER, epoch)
    assert due(NOON + 60_000) == []
    assert due(NOON + 60_001) == ["a"]


def test_a_hold_ends_with_its_moment_or_when_all_are_let_go(journal: Journal, epoch: int) -> None:
    put(waiting("a"))
    held("a", NOON + 2_000, epoch)
    assert due(NOON + 1_999) == []
    assert due(NOON + 2_000) == ["a"]
    held("a", LATER, epoch)
    with as_business(BUSINESS):
        release_holds(BUSINESS)
    assert due() == ["a"]


def test_a_writer_that_was_replaced_holds_nothing_back(journal: Journal, epoch: int) -> None:
    put(waiting("a"))
    open_writer(journal, BUSINESS, journal.take(BUSINESS))
    assert held("a", LATER, epoch) == 0
    assert due() == ["a"]


def test_what_nobody_knows_of_is_doubtful_after_a_while(journal: Journal) -> None:
    asked = opened(waiting("a"), number=1, now=NOON)
    put(doubted(asked), doubted(replace(asked, key="b", attempted_at=NOON + 9)))
    with as_business(BUSINESS, reads=True):
        assert [one.key for one in list_doubtful(BUSINESS, NOON)] == ["a"]
