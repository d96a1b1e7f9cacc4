"""Installations on both engines, made once for the tests that leave them as they are."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.cli.product import Installation, Running, install


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One on SQLite that nobody runs."""
    return install(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
def installation(template: Installation, tmp_path: Path) -> Installation:
    """A copy of it: a folder is the whole installation."""
    shutil.copytree(template.data, tmp_path / "data")
    return replace(template, data=tmp_path / "data")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def anywhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """A fresh one on each engine, shared by the tests of a module."""
    postgresql = request.param == "postgresql"
    url: str = request.getfixturevalue("postgres_module_url") if postgresql else ""
    return install(tmp_path_factory.mktemp("data") / "data", url)


@pytest.fixture(scope="module")
def running(anywhere: Installation) -> Iterator[Running]:
    """The same, up until the module is through."""
    with anywhere.up() as up:
        yield up
