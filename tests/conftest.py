"""Fixtures for everything that touches storage.

`postgres_url` is a fresh empty database; `engine_url` runs a test once on SQLite (a folder) and
once on PostgreSQL (an address). Both start the one PostgreSQL of the session when first asked.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster, find_programs, running

PICTURES = "--pictures"
ABSENT = "No PostgreSQL server programs here (apt-get install postgresql): PostgreSQL not tested."


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let who writes the documents have the pictures that journeys pass by."""
    about = "A folder for the pictures of the documents; no picture is taken without it."
    parser.addoption(PICTURES, type=Path, default=None, help=about)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """Start the session's PostgreSQL; skip without one, but fail where one is required."""
    programs = find_programs()
    if programs is None:
        required = os.environ.get("CI") == "true" or "SAATH_REQUIRE_POSTGRES" in os.environ
        (pytest.fail if required else pytest.skip)(ABSENT)
    with running(programs) as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """Give one test an empty database, reached as the role `saath`."""
    url = postgres_cluster.create_database()
    yield url
    postgres_cluster.drop_database(url)


@pytest.fixture(scope="module")
def postgres_module_url(postgres_cluster: Cluster) -> Iterator[str]:
    """Give the tests of one module an empty database that they share."""
    url = postgres_cluster.create_database()
    yield url
    postgres_cluster.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Run a test on both engines: an empty folder, then an empty database."""
    if request.param == "sqlite":
        return tmp_path
    url: str = request.getfixturevalue("postgres_url")
    return url
