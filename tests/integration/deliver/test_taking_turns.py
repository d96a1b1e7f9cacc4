"""Several workers on one business, clocks that jump, and who may speak."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from saath.domain.facts.requests import Control
from saath.domain.policy import Pause
from saath.journal import Entry, Journal, JournalUnavailable
from saath.project import verify
from saath.store.bodies import decode_attempt
from tests.fake_graph import DROPS, FakeGraph, failing
from tests.sending import BEENA, PRICE, House


def test_an_open_attempt_of_who_wrote_before_is_doubted_and_not_repeated(
    house: House, graph: FakeGraph
) -> None:
    late = threading.Event()
    graph.otherwise = replace(graph.otherwise, delay=late)
    house.replies()
    for _ in range(3):
        house.worker_now.once()
    assert len(house.attempts) == 1
    successor = house.worker()
    for _ in range(4):
        successor.once()
    assert house.said_outcomes() == ["unconfirmed"]
    late.set()
    house.settles(successor)
    assert house.progress == ["accepted"]
    assert len(graph.posts) == 1


def test_a_worker_that_was_replaced_appends_no_attempt(house: House, graph: FakeGraph) -> None:
    first = house.worker_now
    taken: list[str] = []

    def replace_it(point: str) -> None:
        if point == "asked" and not taken:
            taken.append(point)
            house.journal.take("tea-house")

    house.passing = replace_it
    house.replies()
    first.once()
    assert house.attempts == []
    house.settles(first)
    assert len(house.attempts) == 1
    assert graph.doubles == []


def test_two_workers_who_fight_for_one_business_send_everything_once(
    house: House, graph: FakeGraph
) -> None:
    chance = random.Random(7)
    one, two = house.worker_now, house.worker()
    phones = [f"91900000{number:04}" for number in range(12)]
    for phone in phones:
        house.customer_writes(phone=phone)
    house.settles(one)
    for phone in phones:
        graph.behaves(chance.choice([graph.otherwise, DROPS, graph.otherwise]))
        house.replies(phone=phone)
        for _ in range(chance.randrange(4)):
            chance.choice([one, two]).once()
    for _ in range(40):
        chance.choice([one, two]).once()
    house.settles(one)
    for taken in graph.taken:
        house.reports(taken, phone=str(taken.body["to"])[1:])
    house.settles(two)
    assert graph.doubles == []
    assert len(graph.posts) == len(phones)
    assert set(house.progress) == {"accepted"}


@pytest.mark.parametrize("hours", [24, -24])
def test_a_clock_that_jumps_sends_nothing_twice_and_leaves_nothing_hanging(
    hours: int, house: House, graph: FakeGraph
) -> None:
    graph.behaves(DROPS)
    house.replies("in doubt")
    house.settles()
    graph.url, url = "http://127.0.0.1:9", graph.url
    house.replies("waits")
    house.settles()
    graph.url = url
    house.after(hours=hours)
    house.settles()
    house.after(seconds=601)
    house.settles()
    assert graph.doubles == []
    assert set(house.progress) <= {"accepted", "unresolved", "cancelled"}
    house.customer_writes("still there?")
    house.replies("after the jump")
    house.settles()
    assert house.progress.count("accepted") >= 1
    assert graph.taken[-1].body["text"]["body"] == "after the jump"


def test_the_bot_answers_once_and_is_silent_when_the_owner_writes(
    house: House, graph: FakeGraph
) -> None:
    house.publishes(automations=(PRICE,))
    house.customer_writes("price?")
    house.settles()
    house.after(seconds=4)
    house.settles()
    assert [one.body["text"]["body"] for one in graph.taken] == [PRICE.text]
    house.customer_writes("price again?")
    house.settles()
    house.owner_writes()
    house.settles()
    house.after(seconds=4)
    house.settles()
    assert len(graph.taken) == 1


def test_an_answer_that_was_put_off_ends_when_the_owner_writes_and_replays_so(
    house: House, graph: FakeGraph
) -> None:
    graph.behaves(failing(131057))
    house.publishes(automations=(PRICE,))
    house.customer_writes("price?")
    house.settles()
    house.after(seconds=4)
    house.settles()
    assert house.progress == ["queued"]
    house.owner_writes()
    house.settles()
    assert house.progress == ["cancelled"]
    assert verify(house.journal, scratch=900).equal


def test_an_attempt_that_the_journal_kept_unsaid_is_doubted(house: House, graph: FakeGraph) -> None:
    """A commit whose answer is lost may have happened: what it held must not stay open."""
    house.replies()
    unsure = _Unsure(house.sendings[-1].around.journal)
    object.__setattr__(house.sendings[-1].around, "journal", unsure)
    house.settles()
    assert graph.posts == []
    assert house.progress == ["unconfirmed"]


class _Unsure:
    """A journal that keeps the first attempt it is given and says that it did not."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lied = False

    def append(self, entries: Sequence[Entry], **condition: int | None) -> list[int]:
        positions = self._journal.append(entries, **condition)
        if entries[0].kind == "attempt" and not self._lied:
            self._lied = True
            raise JournalUnavailable("The connection broke during the commit.")
        return positions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)


def test_a_pause_holds_before_the_next_attempt_and_resuming_lets_go(
    house: House, graph: FakeGraph
) -> None:
    house.publishes(automations=(PRICE,))
    house.customer_writes("price?")
    house.settles()
    house.publishes(pause=Pause("asha", "test"))
    house.after(seconds=4)
    house.settles()
    assert house.attempts == []
    house.publishes(pause=None)
    house.settles()
    assert len(graph.taken) == 1


STEPS = st.lists(
    st.sampled_from(
        [
            *("customer", "owner", "agent", "agent takes", "hand back", "turn", "turn", "wait"),
            *("other", "owner while asking"),
        ]
    ),
    min_size=3,
    max_size=14,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
@example(steps=["customer", "turn", "wait", "owner while asking", "turn"])
def test_no_bot_speaks_after_a_person_without_a_release(
    house: House, graph: FakeGraph, steps: list[str]
) -> None:
    """In journal order; and no trigger is answered twice."""
    house.publishes(automations=(PRICE,))
    house.asks(Control("bot"))
    began = len(house.records)
    for step in steps:
        _do(house, step)
    house.settles()
    holds = False
    for position, kind in enumerate(house.spoken):
        if position < began:
            continue
        if kind == "bot":
            assert not holds
        holds = {"person": True, "release": False}.get(kind, holds)
    answered = [
        made.intention.answers
        for made in map(decode_attempt, (r.body for r in house.records if r.kind == "attempt"))
        if made.intention.automatic and made.number == 1
    ]
    assert len(answered) == len(set(answered))
    assert graph.doubles == []


def test_the_owner_who_writes_while_the_guard_is_asked_is_not_talked_over(
    house: House, graph: FakeGraph
) -> None:
    house.publishes(automations=(PRICE,))
    house.customer_writes("price?")
    house.settles()
    house.after(seconds=4)
    house.passing = _once_asked(house)
    house.settles()
    assert (house.attempts, graph.posts) == ([], [])


def _once_asked(house: House) -> Callable[[str], None]:
    """The owner writes between the guard's yes and the attempt, once."""
    wrote: list[str] = []

    def write(point: str) -> None:
        if point == "asked" and not wrote:
            wrote.append(point)
            house.owner_writes()

    return write


def _do(house: House, step: str) -> None:
    def be_interrupted() -> None:
        house.passing = _once_asked(house)

    doing: dict[str, Callable[[], object]] = {
        "customer": lambda: house.customer_writes("price please"),
        "owner": house.owner_writes,
        "agent": house.replies,
        "agent takes": lambda: house.asks(Control("agent"), by=BEENA),
        "hand back": lambda: house.asks(Control("bot"), by=BEENA),
        "wait": lambda: house.after(seconds=7),
        "owner while asking": be_interrupted,
        "other": house.worker,
        "turn": house.worker_now.once,
    }
    doing[step]()


def test_whoever_counts_hears_what_each_turn_committed_and_nothing_of_idle_ones(
    house: House,
) -> None:
    """Checkpoints hang on it: untold, the log would grow until the writer stands still for it."""
    house.customer_writes()
    house.settles()
    house.customer_writes("one")
    house.customer_writes("two")
    heard: list[int] = []
    turns = iter([False] * 5)
    house.worker_now.run(lambda: next(turns, True), heard.append)
    assert heard == [2]
