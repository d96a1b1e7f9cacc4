"""Three hundred worlds: every invariant holds in each, on SQLite; in a few, on PostgreSQL too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.simulation.many import Lived, lived
from tests.simulation.places import Fresh, database
from tests.simulation.run import Ran, run

WORLDS, CHUNK = 300, 25
TWICE = range(1_000, 1_010)
ON_A_SERVER = (3, 7, 11, 23, 56)
ROOT = Path(__file__).parents[2]
TRACES = """
from tests.simulation.many import play_chunk
print(" ".join(world.trace for world in play_chunk(range({}, {}))))
"""


@pytest.mark.parametrize("first", range(0, WORLDS, CHUNK))
def test_every_invariant_holds_in_every_world(fresh: Fresh, first: int) -> None:
    broken = []
    for seed in range(first, first + CHUNK):
        with fresh() as place:
            broken += _told(run(seed, place))
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("seed", ON_A_SERVER)
def test_every_invariant_holds_on_postgresql(
    made_database: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker, seed: int
) -> None:
    with django_db_blocker.unblock(), database(made_database, tmp_path) as place:
        assert not _told(run(seed, place))


def test_the_same_seed_is_the_same_world_in_every_process(fresh: Fresh) -> None:
    here = [_again(fresh, seed).trace for seed in TWICE]
    assert here == [_again(fresh, seed).trace for seed in TWICE]
    assert len(set(here)) == len(TWICE)
    there = subprocess.run(
        [sys.executable, "-c", TRACES.format(TWICE.start, TWICE.stop)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "4711"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert there.stdout.split() == here


def test_worlds_are_worth_living_through(fresh: Fresh) -> None:
    """What is drawn happens: messages, sends, deaths, faults of every origin."""
    worlds = [_again(fresh, seed) for seed in range(2_000, 2_020)]
    assert sum(one.posted for one in worlds) > 300
    assert sum(one.sent for one in worlds) > 30
    assert sum(one.deaths for one in worlds) > 5
    assert len({name for one in worlds for name in one.struck}) > 15


def _again(fresh: Fresh, seed: int) -> Lived:
    with fresh() as place:
        return lived(run(seed, place))


def _told(ran: Ran) -> list[str]:
    """What broke, and the line that plays it again; the whole story goes to the report."""
    if ran.broken:
        sys.stdout.write(ran.transcript())
    return [f"{ran.line} -> {one.invariant}: {one.what}" for one in ran.broken]
