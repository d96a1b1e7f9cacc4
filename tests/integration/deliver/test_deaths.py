"""Workers that are killed or stopped between any two steps: nothing goes out twice, doubt ends."""

import os
import signal

import pytest

from tests.fake_graph import DROPS, LOSES, FakeGraph
from tests.integration.deliver.conftest import Workers
from tests.sending import House

POINTS = [
    "folded", "asking", "asked", "attempted", "posting", "connected", "answered", "recorded",
]  # fmt: skip
AROUND_THE_POST = {"attempted", "connected", "answered"}
IN_DOUBT_MS = 601_000


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
