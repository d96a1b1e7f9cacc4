"""The sample shop, open for reading: fixtures for tests that change nothing.

One installation per module and engine, with a second business next door whose rows nobody may see.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

import tests.stores  # sets Django up, before anything below imports a model
from saath.api.keys import hashed
from tests.journeys import shop as sample

NOW = 1_795_250_000_000
"""21 November 2026, 2:03 pm in Kolkata."""
NEXT_DOOR = "paan-ghar"
PASSWORD = "ek do teen"
KEY = "key-of-chai-ghar"
KEY_NEXT_DOOR = "key-of-paan-ghar"
REVOKED = "key-of-somebody-who-left"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Both businesses, filled."""
    folder = tmp_path_factory.mktemp("shop")
    place: Path | str = folder
    if request.param == "postgresql":
        place = request.getfixturevalue("postgres_module_url")
    with django_db_blocker.unblock(), tests.stores.installed(place, folder):
        open_both()
        yield


def open_both() -> None:
    """The shop and its neighbour, with people and keys."""
    for business, name, key in (
        (sample.BUSINESS, "Chai Ghar", KEY),
        (NEXT_DOOR, "Paan Ghar", KEY_NEXT_DOOR),
    ):
        policy = sample.policy(NOW, business)
        sample.open_for_business(business, name)
        sample.fill(list(sample.a_day(NOW)), policy, NOW)
        sample.give_key(hashed(key), business)
    sample.give_key(hashed(REVOKED), sample.BUSINESS, revoked_at=NOW)
    sample.hire("meena", "owner", PASSWORD)
    sample.hire("arjun", "agent", PASSWORD)
    sample.hire("pavan", "owner", PASSWORD, NEXT_DOOR)
