"""`saath migrate` must open an installation whose tables are still those of the release before."""

import pytest

from saath.journal import Journal
from saath.store.dialect import dialect
from saath.store.founding import find
from saath.store.kinds import PRIMARY
from saath.store.tenancy import as_business
from tests.integration.transition.linking import BUSINESS, NUMBER, house


@pytest.mark.parametrize("journal", ["sqlite"], indirect=True)
def test_who_is_here_is_found_before_the_tables_are_migrated(journal: Journal) -> None:
    with house(journal):
        with as_business(BUSINESS, PRIMARY):
            dialect(PRIMARY).run("ALTER TABLE connection DROP COLUMN webhook_key", ())
        found = find()
        assert found is not None
        assert found.phone_number_id == NUMBER.phone_number_id
