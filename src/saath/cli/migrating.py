"""`saath migrate`: bring an installation to the formats and tables of this release."""

from pathlib import Path

import click

from saath import project
from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import Result, show
from saath.journal import create_journal
from saath.store.generation import migrate_all, pending


@click.command()
@data_option
@json_option
@click.pass_obj
def migrate(doors: Doors[Installation], data: Path, *, as_json: bool) -> None:
    """Bring the journal and the tables to this release. Safe to run again; stop Saath first.

    When the shape of derived tables changed, they are folded anew from the journal.
    """
    installation = doors.open(data)
    create_journal(installation.journal_place)
    waiting = pending()
    migrate_all()
    rebuilt = waiting.tables and not waiting.fresh
    if rebuilt:
        project.rebuild(doors.journal(installation))
    show(
        {"applied": [*waiting.primary, *waiting.tables], "rebuilt": bool(rebuilt)},
        as_json=as_json,
        tell=_tell,
    )


def _tell(result: Result) -> str:
    if not result["applied"]:
        return "Everything is up to date."
    again = " The tables were folded anew." if result["rebuilt"] else ""
    return f"Applied: {', '.join(result['applied'])}.{again}"
