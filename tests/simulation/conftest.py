"""Fixtures of the worlds: fresh installations, and the one PostgreSQL of the session."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.simulation.places import Fresh, folders
from tests.stores import made_database

__all__ = ["made_database"]


@pytest.fixture(scope="session")
def fresh(django_db_blocker: DjangoDbBlocker) -> Iterator[Fresh]:
    """Fresh installations on SQLite, made by copying one."""
    with django_db_blocker.unblock(), folders() as borrowed:
        yield borrowed
