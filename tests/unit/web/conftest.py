"""The sample shop for every test here."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.journeys.opened import shop

__all__ = ["forget_lists", "shop"]


@pytest.fixture(autouse=True)
def forget_lists() -> Iterator[None]:
    """Tests fill the tables without moving a cursor: no rendering outlives its test, no language either."""
    translation.deactivate()  # a request in Hindi leaves its language to the thread
    yield
    from saath.web.inbox import shared  # noqa: PLC0415  (Django is up by now)

    shared.forget()
