"""Installations on both engines, made once for the tests that leave them as they are."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.cli.product import Installation, Running, install
from tests.postgres import Cluster


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One on SQLite that nobody runs."""
    return install(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
def installation(template: Installation, tmp_path: Path) -> Installation:
    """A copy of it: a folder is the whole installation."""
    shutil.copytree(template.data, tmp_path / "data")
    return replace(template, data=tmp_path / "data")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """One on each engine that is up all the while; each test writes to people of its own."""
    folder = tmp_path_factory.mktemp("running") / "data"
    if request.param == "sqlite":
        with install(folder).up() as up:
            yield up
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    url = cluster.create_database()
    with install(folder, url).up() as up:
        yield up
    cluster.drop_database(url)
