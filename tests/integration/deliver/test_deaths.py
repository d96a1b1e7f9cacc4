"""Workers that are killed or stopped between any two steps: nothing goes out twice, doubt ends."""

import os
import random
import signal
from collections import Counter
from threading import Timer

import pytest

from tests.deliveries import BUSINESS
from tests.fake_graph import DROPS, GOOD, LOSES, FakeGraph
from tests.integration.deliver.conftest import Workers
from tests.integration.deliver.worker_process import INSIDE
from tests.sending import House

POINTS = [
    "folded", "asking", "asked", "attempted", "posting", "connected", "answered", "recorded",
]  # fmt: skip
AROUND_THE_POST = {"attempted", "connected", "answered"}
IN_DOUBT_MS = 601_000
STEPS = 25
RESCUED_AFTER_S = 12.0
"""A test that fails must end: then the worker that holds the rows is killed."""


def ends_well(house: House, graph: FakeGraph, workers: Workers) -> None:
    """No double, every byte after its attempt, and nothing is left hanging."""
    house.now += IN_DOUBT_MS
    assert workers.wait(workers.start(house)) == "exited"
    attempted = {f"{made.intention.key}.{made.number}" for made in house.attempts}
    assert {post["biz_opaque_callback_data"] for post in graph.posts} <= attempted
    assert graph.doubles == []
    assert house.progress in (["accepted"], ["unresolved"], ["cancelled"])
    if house.progress != ["accepted"] and graph.taken:
        house.reports(graph.taken[0])
        assert workers.wait(workers.start(house)) == "exited"
        assert house.progress == ["accepted"]


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_is_killed(
    point: str, shared_house: House, graph: FakeGraph, workers: Workers
) -> None:
    if workers.url and point not in AROUND_THE_POST:
        pytest.skip("The steps that are the same on both engines are watched on SQLite.")
    first = workers.start(shared_house, point=point, signal=signal.SIGKILL)
    assert workers.wait(first) == "killed"
    assert workers.wait(workers.start(shared_house)) == "exited"
    assert len(graph.posts) <= 1
    ends_well(shared_house, graph, workers)


@pytest.mark.parametrize(
    ("point", "ticks_per_s"),
    [(point, 1.0) for point in POINTS[1:]] + [("attempted", 1e4), ("connected", 1e4)],
)
def test_a_worker_is_stopped_and_goes_on_after_another_took_over(
    point: str, ticks_per_s: float, shared_house: House, graph: FakeGraph, workers: Workers
) -> None:
    """For the worker that was stopped, a moment passed or, where it matters, a long time."""
    if not workers.url:
        pytest.skip("A folder has one worker at a time.")
    first = workers.start(shared_house, point=point, signal=signal.SIGSTOP, ticks_per_s=ticks_per_s)
    assert workers.wait(first) == "stopped"
    assert workers.wait(workers.start(shared_house)) == "exited"
    os.kill(first, signal.SIGCONT)
    assert workers.wait(first) == "exited"
    assert len(graph.posts) <= 1
    ends_well(shared_house, graph, workers)


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "lost"])
def test_a_worker_dies_while_graph_has_the_message(
    taken: bool,  # noqa: FBT001 - pytest's shape
    shared_house: House,
    graph: FakeGraph,
    workers: Workers,
) -> None:
    graph.behaves(DROPS if taken else LOSES)
    first = workers.start(shared_house, point="answered", signal=signal.SIGKILL)
    assert workers.wait(first) == "killed"
    assert workers.wait(workers.start(shared_house)) == "exited"
    assert shared_house.progress == ["unconfirmed"]
    assert len(graph.posts) == 1
    ends_well(shared_house, graph, workers)


def test_a_worker_that_stands_still_inside_a_transaction_holds_its_business_for_seconds_only(
    shared_house: House, graph: FakeGraph, workers: Workers
) -> None:
    """PostgreSQL ends its session; another worker sends, and the first goes on as a late comer."""
    if not workers.url:
        pytest.skip("A folder has one worker at a time.")
    first = workers.start(shared_house, point=INSIDE, signal=signal.SIGSTOP)
    assert workers.wait(first) == "stopped"
    rescue = Timer(RESCUED_AFTER_S, os.kill, (first, signal.SIGKILL))
    rescue.start()
    assert workers.wait(workers.start(shared_house)) == "exited"
    rescue.cancel()
    assert len(graph.posts) == 1
    os.kill(first, signal.SIGCONT)
    assert workers.wait(first) == "exited"
    assert len(graph.posts) == 1
    ends_well(shared_house, graph, workers)


@pytest.mark.parametrize("seed", range(4))
def test_two_workers_who_are_stopped_between_any_two_steps_send_everything_once(
    seed: int, shared_house: House, graph: FakeGraph, workers: Workers
) -> None:
    """Chance says who makes the next step; each takes the business from the other, again and again."""
    if not workers.url:
        pytest.skip("A folder has one worker at a time.")
    chance, phones = random.Random(seed), [f"91900000{number:04}" for number in range(3)]
    for phone in phones:
        shared_house.customer_writes(phone=phone)
        shared_house.replies(phone=phone)
    graph.behaves(*chance.choices([GOOD, DROPS, LOSES], [4, 1, 1], k=4))
    before = shared_house.journal.head(BUSINESS, "live").epoch
    fighting = [workers.start(shared_house, stops=STEPS) for _ in range(2)]
    while fighting:
        one = chance.choice(fighting)
        if workers.wait(one) != "stopped":
            fighting.remove(one)
            continue
        os.kill(one, signal.SIGCONT)
    assert shared_house.journal.head(BUSINESS, "live").epoch > before + 2, "nobody took it back"
    shared_house.now += IN_DOUBT_MS
    assert workers.wait(workers.start(shared_house)) == "exited"
    posted = Counter(str(p["biz_opaque_callback_data"]).partition(".")[0] for p in graph.posts)
    assert max(posted.values()) == 1
    assert graph.doubles == []
    assert len(shared_house.progress) == 1 + len(phones)
    assert set(shared_house.progress) <= {"accepted", "unresolved", "cancelled"}
