"""A house that sends, on both engines."""

from collections.abc import Iterator

import pytest

from saath.journal import Journal
from tests.fake_graph import FakeGraph, fake_graph
from tests.sending import House
from tests.stores import journal, made_database, made_folder

__all__ = ["journal", "made_database", "made_folder"]


@pytest.fixture
def graph() -> Iterator[FakeGraph]:
    """Somebody who takes messages."""
    with fake_graph() as made:
        yield made


@pytest.fixture
def house(journal: Journal, graph: FakeGraph) -> Iterator[House]:
    """A house whose customer wrote, and whose tables know it."""
    made = House(journal, graph)
    made.customer_writes()
    made.settles()
    yield made
    made.close()
