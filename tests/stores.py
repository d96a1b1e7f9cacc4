"""An installation's databases for one test: fresh, migrated, reached through Django.

The process has one Django; `installed` points its two aliases at the databases of a test, as
`saath.runtime.settings` would, and lets go of them afterwards.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from saath.journal import Journal, create_journal, open_journal
from saath.store.databases import databases
from tests.postgres import Cluster

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saath.runtime.settings")
os.environ.setdefault("SAATH_KEY", "5a" * 32)
django.setup()

from saath.store.generation import follow, migrate_all  # noqa: E402  (models need Django to be set up)

TABLES_OF_ALL = """SELECT schemaname, tablename FROM pg_tables
    WHERE (schemaname = 'public' OR schemaname LIKE 'tables%')
    AND tablename NOT IN ('django_migrations', 'django_content_type', 'journal_format')"""


@contextmanager
def pointed_at(folder: Path, url: str = "") -> Iterator[None]:
    """Point Django at a folder, or at a PostgreSQL database."""
    before = dict(connections.settings)
    _replace(connections.configure_settings(databases(folder, url)))
    try:
        yield
    finally:
        _replace(before)


@contextmanager
def installed(place: Path | str, folder: Path) -> Iterator[Journal]:
    """Make the databases and the journal of an installation; yield its journal."""
    with pointed_at(folder, place if isinstance(place, str) else ""):
        migrate_all()
        create_journal(place)
    with reopened(place, folder) as journal:
        yield journal


@contextmanager
def reopened(place: Path | str, folder: Path) -> Iterator[Journal]:
    """Open an installation that was made before."""
    with pointed_at(folder, place if isinstance(place, str) else ""):
        follow()
        journal = open_journal(place)
        try:
            yield journal
        finally:
            journal.close()


@pytest.fixture(scope="session")
def made_folder(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """An empty installation on SQLite, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    with django_db_blocker.unblock(), installed(folder, folder):
        return folder


@pytest.fixture(scope="session")
def made_database(
    postgres_cluster: Cluster,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> str:
    """An empty installation on PostgreSQL, made once; tests empty it before they begin."""
    url = postgres_cluster.create_database()
    with django_db_blocker.unblock(), installed(url, tmp_path_factory.mktemp("made")):
        return url


@pytest.fixture(params=["sqlite", "postgresql"])
def journal(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Journal]:
    """The journal of a fresh installation, on both engines; Django reads its tables."""
    place: Path | str = tmp_path
    opening = reopened
    if request.param == "postgresql":
        place = request.getfixturevalue("made_database")
        if not emptied(str(place)):
            opening = installed
    else:
        shutil.copytree(request.getfixturevalue("made_folder"), tmp_path, dirs_exist_ok=True)
    with django_db_blocker.unblock(), opening(place, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_journal(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Journal]:
    """The journal of an installation that the tests of a module share, on both engines."""
    folder = tmp_path_factory.mktemp("shared")
    server = request.param == "postgresql"
    place = request.getfixturevalue("postgres_module_url") if server else folder
    with django_db_blocker.unblock(), installed(place, folder) as opened:
        yield opened


def emptied(url: str) -> bool:
    """Take every row out of an installation on PostgreSQL, and every generation but the first.

    False when a test has dropped the first.
    """
    with psycopg.connect(url, autocommit=True) as server:
        found = server.execute(TABLES_OF_ALL)
        kept, extra = set[str](), set[str]()
        for schema, table in found:
            if schema in {"public", "tables_1"}:
                kept.add(f'"{schema}"."{table}"')
            else:
                extra.add(schema)
        server.execute(f"TRUNCATE {', '.join(sorted(kept))}".encode())
        for schema in extra:
            server.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())
        return any("tables_1" in table for table in kept)


def _replace(settings: dict[str, object]) -> None:
    for alias in list(connections.settings):
        connections[alias].close()
        del connections[alias]
    connections.settings.clear()
    connections.settings.update(settings)
