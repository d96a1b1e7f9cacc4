from dataclasses import replace

import pytest

from saath.journal.arrange import Append, arrange, lanes_of, only
from saath.journal.errors import Fenced, HeadMoved
from saath.journal.records import LaneHead, LaneKey
from tests.unit.journal.records import ENTRY

BULK = replace(ENTRY, lane="bulk")
FLORIST = replace(ENTRY, business="florist")
LANES: dict[LaneKey, LaneHead] = {
    ("bakery", "bulk"): LaneHead("bakery", "bulk", 10, 3),
    ("bakery", "live"): LaneHead("bakery", "live", 5, 3),
    ("florist", "live"): LaneHead("florist", "live", 0, 0),
}


def test_lanes_are_locked_in_one_order() -> None:
    assert lanes_of([Append([FLORIST]), Append([ENTRY, BULK])]) == [
        ("bakery", "bulk"),
        ("bakery", "live"),
        ("florist", "live"),
    ]


def test_a_condition_locks_the_live_lane_too() -> None:
    assert lanes_of([Append([BULK], if_head=5)]) == [("bakery", "bulk"), ("bakery", "live")]


def test_appends_go_one_after_the_other() -> None:
    arranged = arrange([Append([ENTRY, BULK]), Append([ENTRY, FLORIST])], LANES)
    assert arranged.results == [[6, 11], [7, 1]]
    assert arranged.heads == {
        ("bakery", "live"): 7,
        ("bakery", "bulk"): 11,
        ("florist", "live"): 1,
    }
    assert [(r.business, r.lane, r.position) for r in arranged.records] == [
        ("bakery", "live", 6),
        ("bakery", "bulk", 11),
        ("bakery", "live", 7),
        ("florist", "live", 1),
    ]


def test_each_append_sees_the_ones_before_it() -> None:
    arranged = arrange(
        [Append([ENTRY]), Append([ENTRY], if_head=5), Append([ENTRY], if_head=6)], LANES
    )
    first, moved, held = arranged.results
    assert (first, held) == ([6], [7])
    assert isinstance(moved, HeadMoved)


def test_a_refused_append_leaves_no_trace() -> None:
    arranged = arrange([Append([ENTRY, BULK], if_head=4), Append([ENTRY])], LANES)
    assert arranged.results[1] == [6]
    assert len(arranged.records) == 1


def test_the_epoch_is_asked_before_the_head() -> None:
    (refusal,) = arrange([Append([ENTRY], if_head=4, epoch=2)], LANES).results
    assert isinstance(refusal, Fenced)
    assert "epoch 2" in str(refusal)


def test_the_only_result_is_returned_or_raised() -> None:
    assert only([[1, 2]]) == [1, 2]
    with pytest.raises(HeadMoved):
        only([HeadMoved("The head moved.")])
