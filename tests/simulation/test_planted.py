"""Worlds that find nothing prove nothing: a few of the planted bugs, found soon and by their rule.

All of them are hunted by `bin/soak`.
"""

import pytest
from pytest_django import DjangoDbBlocker

from tests.planted.hunt import BUGS, hunt_one
from tests.planted.planting import misfits

WORLDS = 40
FEW = (
    "acknowledge-before-write",
    "status-regresses",
    "window-opened-by-history",
    "lost-answer-means-not-sent",
    "nobody-is-told-that-it-moved-on",
    "return-releases-nothing",
)


@pytest.mark.parametrize("name", FEW)
def test_a_planted_bug_is_found_by_the_invariant_it_breaks(
    django_db_blocker: DjangoDbBlocker, name: str
) -> None:
    with django_db_blocker.unblock():
        found = hunt_one(name, range(WORLDS))
    assert found.by in BUGS[name].breaks, found.line


def test_every_planted_bug_says_what_it_breaks() -> None:
    assert len(BUGS) >= 20
    assert not [one.name for one in BUGS.values() if not (one.breaks and one.what)]


@pytest.mark.parametrize("name", BUGS)
def test_every_planted_bug_is_called_as_the_right_thing_is(name: str) -> None:
    assert misfits(BUGS[name]) == []
