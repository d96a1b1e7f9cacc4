"""A database that goes away for a moment is waited for; nothing goes out twice by it."""

from threading import Thread

import psycopg
import pytest
from django.db import connections

from saath.journal import Journal, JournalUnavailable
from saath.project import rebuild
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


def test_a_worker_whose_tables_are_replaced_and_removed_in_the_middle_of_a_turn_goes_on(
    house: House, graph: FakeGraph
) -> None:
    """As `saath rebuild` does from another process."""
    done: list[bool] = []

    def elsewhere() -> None:
        done.append(rebuild(house.journal).equal)
        connections.close_all()

    def replaced(point: str) -> None:
        if point == "folded" and not done:
            other = Thread(target=elsewhere)
            other.start()
            other.join()

    house.settles()
    house.passing = replaced
    house.customer_writes("Open?")
    house.replies()
    house.settles()
    assert done == [True]
    assert house.progress == ["accepted"]
    assert len(graph.posts) == 1


@ON_SERVERS
def test_a_table_that_was_never_there_is_an_error(house: House) -> None:
    house.settles()
    house.replies()
    with connections["tables"].cursor() as cursor:
        cursor.execute("ALTER TABLE outbox RENAME TO elsewhere")
        try:
            with pytest.raises(psycopg.errors.UndefinedTable):
                house.worker_now.once()
        finally:  # other tests use the same database
            cursor.execute("ALTER TABLE elsewhere RENAME TO outbox")
