"""`saath link`, `sync` and `number`, as an operator types them, on both engines."""

from pathlib import Path

import pytest

from tests.integration.cli.product import Installation, install
from tests.postgres import Cluster


def test_the_simulators_number_is_linked_and_proven(installation: Installation) -> None:
    linked = installation.run("link", "--simulator", "--json").object
    assert linked["state"] == "active"
    assert linked["problem"] is None
    assert all(0 <= linked["proof"][name] < 30_000 for name in ("inbound_ms", "echo_ms"))
    assert linked["sync"]["history"]["state"] == "complete"
    assert linked["sync"]["gaps"] == []
    sync = installation.run("sync", "--json").object
    assert sync["history"]["count"] == linked["sync"]["history"]["count"] > 1000
    assert sync["contacts"]["state"] == "receiving"
    number = installation.run("number", "--json").object
    assert (number["state"], number["provider"]) == ("active", "simulator")
    assert number["proof"] == linked["proof"]
    assert "is active" in installation.run("number").out
    installation.verify()


def test_a_history_that_is_not_shared_is_declined(
    tmp_path: Path, postgres_cluster: Cluster
) -> None:
    url = postgres_cluster.create_database()
    made = install(tmp_path / "data", url)
    linked = made.run("link", "--simulator", "--history", "decline", "--json").object
    assert (linked["state"], linked["sync"]["history"]["state"]) == ("active", "declined")
    assert linked["sync"]["proven_empty"][0]["to"] == linked["linked_at"]
    assert made.run("number", "--number", "000").code == 2
    postgres_cluster.drop_database(url)


@pytest.mark.parametrize("words", ["link", "link --app-id 1 --app-secret-file nowhere"])
def test_what_is_missing_is_said(words: str, installation: Installation) -> None:
    ran = installation.run(words)
    assert ran.code == 2
    assert ran.err.startswith("saath: ")
