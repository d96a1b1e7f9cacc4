"""Generations of derived tables stand beside each other; one of them is the present one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connections

from saath.journal import Journal
from saath.store.generation import (
    drop,
    follow,
    migrate_all,
    new_generation,
    present,
    reach,
    sweep,
    switch,
)
from saath.store.kinds import PRIMARY, TABLES
from saath.store.models import Alias, Message
from saath.store.tenancy import as_business

BUSINESS = "tea-house"


def note(name: str, using: str = TABLES) -> None:
    """Leave a row in a generation."""
    empty = {
        "portfolio": "",
        "kind": "",
        "profile": "",
        "username": "",
        "book": "",
        "marketing": "",
    }
    never = {"profile_at": 0, "username_at": 0, "book_at": 0, "in_book": 0, "marketing_at": 0}
    with as_business(BUSINESS, using):
        Alias.objects.using(using).create(
            business=BUSINESS, id=name, value=name, person=name, **empty, **never
        )


def noted(using: str = TABLES) -> list[str]:
    """What a generation holds."""
    with as_business(BUSINESS, using, reads=True):
        return list(Alias.objects.using(using).values_list("id", flat=True))


def test_a_new_generation_is_empty_and_apart(journal: Journal) -> None:
    note("old")
    second = new_generation(2)
    note("new", second)
    assert (noted(), noted(second), present()) == (["old"], ["new"], 1)


def test_switching_moves_readers_that_follow(journal: Journal) -> None:
    note("old")
    note("new", new_generation(2))
    switch(2)
    assert (follow(), present(), noted()) == (2, 2, ["new"])
    assert noted(reach(1)) == ["old"]
    sweep()
    assert connections.settings[TABLES]["GENERATION"] == 2
    with pytest.raises(ValueError, match="present"):
        drop(2)


def test_a_generation_is_made_anew_when_a_crash_left_it_half_made(journal: Journal) -> None:
    note("left", new_generation(2))
    assert noted(new_generation(2)) == []


def test_derived_tables_are_only_in_generations_and_primary_ones_only_outside(
    journal: Journal,
) -> None:
    inside = set(connections[TABLES].introspection.table_names())
    outside = set(connections[PRIMARY].introspection.table_names())
    assert {"message", "alias", "conversation", "cursor"} <= inside
    assert not inside & {"business", "user", "connection", "django_session"}
    assert {"business", "user", "connection", "generation"} <= outside
    assert not outside & {"message", "alias", "conversation", "cursor"}


def test_migrating_again_changes_nothing(journal: Journal) -> None:
    note("old")
    migrate_all()
    assert noted() == ["old"]
    for alias in (PRIMARY, TABLES):
        call_command("migrate", "store", database=alias, check_unapplied=True, verbosity=0)
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_migrations_can_be_taken_back(journal: Journal) -> None:
    scratch = new_generation(3)
    call_command("migrate", "store", "zero", database=scratch, verbosity=0)
    assert "message" not in connections[scratch].introspection.table_names()
    call_command("migrate", "store", database=scratch, verbosity=0)
    with as_business(BUSINESS, scratch, reads=True):
        assert Message.objects.using(scratch).count() == 0


def test_a_thread_that_kept_its_connection_follows_too(journal: Journal) -> None:
    note("old")
    note("new", new_generation(2))

    def look() -> list[str]:
        follow()
        return noted()

    def end() -> None:
        connections.close_all()

    with ThreadPoolExecutor(1) as other:
        assert other.submit(look).result() == ["old"]
        switch(2)
        assert (noted(), other.submit(look).result()) == (["new"], ["new"])
        other.submit(end).result()
