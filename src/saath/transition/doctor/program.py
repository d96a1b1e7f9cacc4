"""Checks of the program and its surroundings: engine settings, versions, people, who is told."""

import sys
from collections.abc import Iterator
from importlib.metadata import version

from django.conf import settings
from django.db import connections

from saath.journal.sqlite_module import has_wal_reset_bug, sqlite3
from saath.queries.businesses import get_pause
from saath.store.databases import SEES_EVERYTHING
from saath.store.kinds import PRIMARY
from saath.store.models import User
from saath.store.tenancy import as_business
from saath.transition.alerts import list_recipients
from saath.transition.doctor.checks import Check, Finding, Ward

PYTHON_LEAST, SQLITE_LEAST = (3, 12), (3, 35, 0)
DURABLE = ("fsync", "full_page_writes")


def _engine(ward: Ward) -> Iterator[Finding]:
    asked = _sqlite if ward.engine == "sqlite" else _postgresql
    wrong = list(asked())
    if wrong:
        said = " ".join(wrong)
        impact = "A power cut could lose what was acknowledged, or one business see another's rows."
        mend = "docs/how-to/start-an-installation.md says how the database must be set up."
        yield Finding("database.settings", "act", said, impact, mend)
    else:
        yield Finding("database.settings", "ok", "The database keeps what it acknowledged.")


def _sqlite() -> Iterator[str]:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        if str(cursor.fetchone()[0]).lower() != "wal":
            yield "SQLite does not write ahead (journal_mode is not WAL)."
        cursor.execute("PRAGMA synchronous")
        if int(cursor.fetchone()[0]) < 2:
            yield "SQLite does not wait for the disk (synchronous is not FULL)."


def _postgresql() -> Iterator[str]:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(SEES_EVERYTHING)
        if cursor.fetchone()[0]:
            yield "The role is a superuser or bypasses row-level security."
        for name in DURABLE:
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] != "on":
                yield f"{name} is off."
        cursor.execute("SELECT current_setting('synchronous_commit')")
        if cursor.fetchone()[0] == "off":
            yield "synchronous_commit is off."


def _versions(ward: Ward) -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    said = f"Saath {version('saath')}, Python {python}, SQLite {sqlite3.sqlite_version}."
    old = sys.version_info < PYTHON_LEAST or sqlite3.sqlite_version_info < SQLITE_LEAST
    if old:
        yield Finding("program.versions", "act", said, "Saath may fail.", "Upgrade them.")
    elif ward.engine == "sqlite" and has_wal_reset_bug(sqlite3.sqlite_version_info):
        impact = "Very rarely this SQLite corrupts a file that two programs write at once."
        mend = "Install the package pysqlite3, which brings its own SQLite, or SQLite 3.51.3."
        yield Finding("program.versions", "check", said, impact, mend)
    else:
        yield Finding("program.versions", "ok", said)


def _people(ward: Ward) -> Iterator[Finding]:
    for business in ward.businesses:
        with as_business(business, PRIMARY, reads=True):
            owners = User.objects.using(PRIMARY).filter(
                business=business, role="owner", is_active=True
            )
            count = owners.count()
        if not count:
            impact = "Nobody can pause, link the number, or let people in."
            mend = "Bring the owner's row back from a backup."
            yield Finding("people.owner", "act", "No active owner is left.", impact, mend)
        else:
            yield Finding("people.owner", "ok", f"{count} active owner{'s' if count > 1 else ''}.")


def _told(ward: Ward) -> Iterator[Finding]:
    for business in ward.businesses:
        recipients = list_recipients(business)
        failing = [one for one in recipients if one.failure]
        impact = "When something breaks at night, nobody hears of it."
        mend = "Open Alerts in the pages, or: saath alerts tell ADDRESS --data DIR"
        if not recipients:
            said = "Alerts are shown on the pages only; nobody is told outside."
            yield Finding("alerts.recipients", "check", said, impact, mend)
        elif failing:
            said = f"Not reached: {len(failing)} of {len(recipients)}, the first by {failing[0].failure}."
            yield Finding("alerts.recipients", "check", said, impact, mend)
        elif any(one.kind == "email" for one in recipients) and not getattr(
            settings, "MAILERS", {}
        ):
            said = "E-mail is wanted, but no mail server is set up."
            yield Finding("alerts.recipients", "check", said, impact, "saath.toml, [mail]")
        else:
            said = f"Told of alerts: {len(recipients)}."
            yield Finding("alerts.recipients", "ok", said)


def _paused(ward: Ward) -> Iterator[Finding]:
    paused = [business for business in ward.businesses if get_pause(business)]
    if paused:
        impact = "Bots, schedules and campaigns send nothing; people do."
        mend = "saath resume --data DIR"
        yield Finding("sends.paused", "check", "Everything automatic is paused.", impact, mend)
    else:
        yield Finding("sends.paused", "ok", "Nothing is paused.")


CHECKS = (
    Check("database", _engine),
    Check("program", _versions, needs_tables=False),
    Check("people", _people),
    Check("alerts", _told),
    Check("sends", _paused),
)
