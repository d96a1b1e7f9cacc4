"""Generations of derived tables: make one, make it the present one, drop one.

A rebuild fills the next generation beside the present one. Which one is present is a primary row;
a process follows it with `follow`, and reaches any other by the alias that `reach` gives.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from saath.store.databases import FIRST_GENERATION, at_generation, schema_of
from saath.store.dialect import dialect
from saath.store.kinds import PRIMARY, TABLES

THE_ROW = 1
PRESENT = "SELECT number FROM generation WHERE id = ?"
SWITCH = """INSERT INTO generation (id, number) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET number = excluded.number"""
FILES = ("", "-wal", "-shm")

_switching = threading.Lock()
_followed: WeakKeyDictionary[object, int] = WeakKeyDictionary()
"""Which generation each connection (Django has one for every thread) was opened for."""


def present() -> int:
    """Return the number of the present generation."""
    rows = dialect(PRIMARY).select(PRESENT, (THE_ROW,))
    return int(rows[0][0]) if rows else FIRST_GENERATION


def where(alias: str = TABLES) -> tuple[str, int]:
    """Return which database the tables are read from, and which generation of it."""
    config = connections[alias].settings_dict
    return str(config["NAME"]), int(config.get("GENERATION", 0))


def follow() -> int:
    """Point the alias `tables` at the present generation and return its number.

    Another thread goes on reading the old one until it follows, too.
    """
    number, before = present(), connections.settings[TABLES]["GENERATION"]
    if before != number:
        with _switching:  # asked again inside: whoever comes second must not switch back
            number = present()
            connections.settings[TABLES].update(at_generation(connections.settings[TABLES], number))
    mine = connections[TABLES]
    if _followed.get(mine, before) != number:
        mine.close()
    _followed[mine] = number
    return number


def is_behind() -> bool:
    """Whether this thread still reads a generation that is not the present one any more."""
    mine = connections[TABLES]
    number: int = _followed.get(mine, connections.settings[TABLES]["GENERATION"])
    return number != present()


def reach(number: int) -> str:
    """Return the alias of one generation, whichever is present."""
    alias = f"{TABLES}_{number}"
    if alias not in connections.settings:
        connections.settings[alias] = at_generation(connections.settings[TABLES], number)
    return alias


def new_generation(number: int) -> str:
    """Make the tables of a generation, empty, and return its alias."""
    drop(number)
    alias = reach(number)
    migrate_tables(alias)
    return alias


@dataclass(frozen=True, slots=True)
class Pending:
    """Migrations that were not applied yet; `fresh` if none of the tables' ever was."""

    primary: tuple[str, ...]
    tables: tuple[str, ...]
    fresh: bool

    def __bool__(self) -> bool:
        """Whether this release would not find the tables it expects."""
        return bool(self.primary or self.tables)


def pending() -> Pending:
    """Return which migrations the databases of this installation still need."""
    primary, _ = _unapplied(PRIMARY)
    if "django_migrations" in connections[PRIMARY].introspection.table_names():
        follow()
    tables, fresh = _unapplied(TABLES)
    return Pending(primary, tables, fresh)


def _unapplied(alias: str) -> tuple[tuple[str, ...], bool]:
    loader = MigrationLoader(connections[alias])
    wanted = loader.graph.leaf_nodes() if alias == PRIMARY else loader.graph.leaf_nodes("store")
    plan = MigrationExecutor(connections[alias]).migration_plan(wanted)
    names = tuple(f"{alias}: {step.app_label} {step.name}" for step, _ in plan)
    return names, not loader.applied_migrations


def migrate_tables(alias: str = TABLES) -> None:
    """Bring the tables of one generation to the newest migration."""
    _make_schema(alias)
    call_command("migrate", "store", database=alias, verbosity=0)


def migrate_all() -> None:
    """Bring both databases to the newest migration. Safe to run again."""
    call_command("migrate", database=PRIMARY, verbosity=0)
    follow()
    migrate_tables()


def switch(number: int) -> None:
    """Make a generation the present one, here at once and elsewhere at the next `follow`."""
    dialect(PRIMARY).run(SWITCH, (THE_ROW, number))
    follow()


def drop(number: int) -> None:
    """Remove a generation's tables. Refused for the present one."""
    if number == present():
        raise ValueError(f"Generation {number} is the present one: switch to another first.")
    _forget(f"{TABLES}_{number}")
    tables = connections.settings[TABLES]
    if "FOLDER" in tables:
        path = Path(at_generation(tables, number)["NAME"])
        for suffix in FILES:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{schema_of(number)}" CASCADE')


def count_rows(alias: str = TABLES) -> None:
    """Let the database count, so that the first queries after a rebuild have good plans."""
    with connections[alias].cursor() as cursor:
        cursor.execute("ANALYZE")


def sweep() -> None:
    """Remove every generation but the present one: replaced ones, and what a crash left."""
    for number in left_over():
        drop(number)


def left_over() -> set[int]:
    """Return the generations that nobody needs any more."""
    return _all() - {present()}


def _all() -> set[int]:
    tables = connections.settings[TABLES]
    if "FOLDER" in tables:
        names = [path.stem for path in Path(tables["FOLDER"]).glob("tables-*.db")]
    else:
        with connections[PRIMARY].cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tables\\_%'")
            names = [name for (name,) in cursor.fetchall()]
    return {int(number) for name in names if (number := name[len("tables_") :]).isdigit()}


def _forget(alias: str) -> None:
    if alias in connections.settings:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def _make_schema(alias: str) -> None:
    if connections[PRIMARY].vendor == "postgresql":
        number = connections.settings[alias]["GENERATION"]
        with connections[PRIMARY].cursor() as cursor:
            cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema_of(number)}"')
