"""Two businesses never see each other's rows, and nobody sees any without saying who asks."""
# ruff: noqa: SLF001 - Django's public API for models is called `_meta`

from dataclasses import replace

import pytest
from django.db import connections, models
from django.db.utils import DatabaseError, ProgrammingError

from saath.journal import Journal
from saath.project import live, open_writer
from saath.store import models as tables
from saath.store.kinds import DERIVED_MODELS, GUARDED_MODELS, PRIMARY, PRIMARY_MODELS, TABLES
from saath.store.tenancy import across_businesses, as_business
from tests.deliveries import REGISTERED, delivery, entry, policy_entry, said

ONE, OTHER = "tea-house", "book-shop"
ALL = [getattr(tables, name) for name in tables.__all__ if name != "ROLES"]
MODELS: list[type[models.Model]] = [m for m in ALL if m._meta.model_name in GUARDED_MODELS]

# SQLite has no row-level security: there the keys are the only wall.
on_postgresql = pytest.mark.parametrize("journal", ["postgresql"], indirect=True)


@pytest.fixture
def both(journal: Journal) -> str:
    """Both businesses have rows in every derived table; gives the engine."""
    for business in (ONE, OTHER):
        journal.append([policy_entry(replace(REGISTERED, business=business))])
        told = delivery(said("wamid.1", 1, f"hello {business}", phone="919000000002"))
        journal.append([entry(told, business=business)])
        live(open_writer(journal, business, journal.take(business)))
        with as_business(business, PRIMARY):
            tables.Business.objects.create(business=business, created_at=1)
            tables.User.objects.create(
                business=business, username=business, role="owner", created_at=1
            )
    return connections[PRIMARY].vendor


def test_every_table_is_of_one_kind() -> None:
    assert {m._meta.model_name for m in ALL} == DERIVED_MODELS | PRIMARY_MODELS
    assert not DERIVED_MODELS & PRIMARY_MODELS


@on_postgresql
def test_who_does_not_say_for_whom_sees_nothing(both: str) -> None:
    for model in MODELS:
        assert model._default_manager.count() == 0, model
        assert row_security(model) == (True, True), model


@on_postgresql
def test_a_business_sees_its_own_rows_only(both: str) -> None:
    for business in (ONE, OTHER):
        with as_business(business, reads=True):
            assert {m.business for m in tables.Message.objects.all()} == {business}
            assert {m.business for m in tables.Alias.objects.all()} == {business}
        with as_business(business, PRIMARY, reads=True):
            assert [u.username for u in tables.User.objects.all()] == [business]


@on_postgresql
def test_nobody_writes_into_another_business(both: str) -> None:
    with as_business(ONE):
        assert tables.Message.objects.filter(business=OTHER).update(text="mine") == 0
    with pytest.raises(ProgrammingError, match="row-level security"), as_business(ONE, PRIMARY):
        tables.User.objects.create(business=OTHER, username="spy", role="owner", created_at=1)


def test_who_reads_across_businesses_writes_nothing(both: str) -> None:
    with across_businesses():
        assert {m.business for m in tables.Message.objects.all()} == {ONE, OTHER}
    if both == "postgresql":
        with pytest.raises(DatabaseError, match="read-only"), across_businesses(PRIMARY):
            tables.User.objects.filter(username=ONE).update(name="spy")
        with pytest.raises(DatabaseError, match="read-only"), as_business(ONE, reads=True):
            tables.Message.objects.filter(business=ONE).update(text="spy")


def test_the_name_of_everybody_is_not_a_business(journal: Journal) -> None:
    for name in ("", "*"):
        with pytest.raises(ValueError, match="name of its own"), as_business(name):
            pass


@pytest.mark.parametrize("journal", ["sqlite"], indirect=True)
def test_a_reader_on_sqlite_waits_for_no_writer(both: str) -> None:
    other = connections[TABLES].copy("other")
    with as_business(ONE):
        tables.Message.objects.filter(business=ONE).update(text="unseen")
        other.reads = True  # type: ignore[attr-defined]
        other.ensure_connection()
        other._start_transaction_under_autocommit()  # type: ignore[attr-defined]
        seen = other.connection.execute("SELECT text FROM message WHERE business = ?", (ONE,))
        assert seen.fetchall() == [(f"hello {ONE}",)]
        other.close()


def row_security(model: type[models.Model]) -> tuple[bool, bool]:
    """Whether a table's wall is up, for its owner too."""
    database = TABLES if model._meta.model_name in DERIVED_MODELS else PRIMARY
    with connections[database].cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [f'"{model._meta.db_table}"'],
        )
        forced: tuple[bool, bool] = cursor.fetchone()
    return forced
