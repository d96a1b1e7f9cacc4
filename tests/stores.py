"""An installation's databases for one test: fresh, migrated, reached through Django.

The process has one Django; `installed` points its two aliases at the databases of a test, as
`saath.runtime.settings` would, and lets go of them afterwards.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import pytest
from django.db import connections

from saath.journal import Journal, create_journal, open_journal
from saath.store.databases import databases

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saath.runtime.settings")
os.environ.setdefault("SAATH_KEY", "5a" * 32)
django.setup()

from saath.store.generation import migrate_all  # noqa: E402  (models need Django to be set up)


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
    url = place if isinstance(place, str) else ""
    with pointed_at(folder, url):
        migrate_all()
        create_journal(place)
        journal = open_journal(place)
        try:
            yield journal
        finally:
            journal.close()


@pytest.fixture
def journal(
    engine_url: Path | str, tmp_path: Path, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Journal]:
    """The journal of a fresh installation, on both engines; Django reads its tables."""
    with django_db_blocker.unblock(), installed(engine_url, tmp_path) as opened:  # type: ignore[attr-defined]
        yield opened


def _replace(settings: dict[str, object]) -> None:
    for alias in list(connections.settings):
        connections[alias].close()
        del connections[alias]
    connections.settings.clear()
    connections.settings.update(settings)
