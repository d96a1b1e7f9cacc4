"""A database that goes away for a moment is waited for; nothing goes out twice by it."""

import pytest

from saath.journal import Journal, JournalUnavailable
from tests.fake_graph import FakeGraph
from tests.postgres import Cluster
from tests.sending import House

ON_SERVERS = pytest.mark.parametrize("journal", ["postgresql"], indirect=True)


@ON_SERVERS
def test_a_worker_whose_sessions_were_cut_goes_on_with_new_ones(
    house: House, graph: FakeGraph, postgres_cluster: Cluster, made_database: str
) -> None:
    house.replies()
    postgres_cluster.cut(made_database)
    house.settles()
    assert house.progress == ["accepted"]
    assert len(graph.posts) == 1


@ON_SERVERS
def test_a_worker_whose_server_is_gone_waits_for_it(
    house: House,
    graph: FakeGraph,
    journal: Journal,
    postgres_cluster: Cluster,
    made_database: str,
) -> None:
    house.replies()
    with postgres_cluster.unreachable(made_database):
        for _ in range(3):
            with pytest.raises(JournalUnavailable):
                house.worker_now.once()
    house.settles()
    assert house.progress == ["accepted"]
    assert len(graph.posts) == 1
