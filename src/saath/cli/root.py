"""The root command: every command there is, and which refusals of the rooms have which exit code."""

import click

from saath.cli.doors import Doors, Installation
from saath.cli.ending import run_group
from saath.cli.lazy import LazyGroup
from saath.cli.printing import CONFIG, TRY_LATER, UNREADABLE, USAGE
from saath.journal import (
    Fenced,
    FormatTooNew,
    JournalCorrupt,
    JournalError,
    JournalLocked,
    JournalUnavailable,
)
from saath.project import TablesAhead
from saath.requests import NotUnclaimed, PolicyContended
from saath.store.founding import NotFounded
from saath.transition.contingency import ArchiveUnreadable

PLACES = {
    "alerts": "saath.cli.alerts:alerts",
    "assess": "saath.cli.exports:assess",
    "backup": "saath.cli.contingency:backup",
    "demo": "saath.cli.demo:demo",
    "doctor": "saath.cli.doctor:doctor",
    "export": "saath.cli.carrying:export",
    "import-contacts": "saath.cli.carrying:import_contacts",
    "import-export": "saath.cli.carrying:import_export",
    "init": "saath.cli.installation:init",
    "keys": "saath.cli.installation:keys",
    "link": "saath.cli.linking:link",
    "migrate": "saath.cli.migrating:migrate",
    "number": "saath.cli.linking:number",
    "objectives": "saath.cli.objectives:objectives",
    "pause": "saath.cli.pausing:pause",
    "read-export": "saath.cli.exports:read_export",
    "rebuild": "saath.cli.proofs:rebuild",
    "restore": "saath.cli.contingency:restore",
    "resume": "saath.cli.pausing:resume",
    "serve": "saath.cli.running:serve",
    "sim": "saath.cli.simulator.group:sim",
    "sync": "saath.cli.linking:sync",
    "unclaimed": "saath.cli.unclaimed:unclaimed",
    "up": "saath.cli.running:up",
    "verify": "saath.cli.proofs:verify",
    "work": "saath.cli.running:work",
}


@click.group(
    cls=LazyGroup,
    places=PLACES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="saath", message="saath %(version)s")
def saath() -> None:
    """One WhatsApp number on the phone and on the Cloud API, together.

    \b
    Start here:
      saath assess CHAT.txt     should we move? exported chats answer
      saath demo                watch a sample shop at work
      saath init --data DIR     make an installation, with a simulated number
      saath up --data DIR       run it
      saath sim --help          a pretend WhatsApp for it, or for programs of your own
    """


REFUSALS: dict[type[Exception], int] = {
    NotFounded: CONFIG,
    ArchiveUnreadable: UNREADABLE,
    TablesAhead: CONFIG,
    NotUnclaimed: USAGE,
    PolicyContended: TRY_LATER,
    FormatTooNew: CONFIG,
    JournalLocked: CONFIG,
    JournalCorrupt: UNREADABLE,
    JournalUnavailable: TRY_LATER,
    Fenced: TRY_LATER,
    JournalError: CONFIG,
}


def run[I: Installation](doors: Doors[I], arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    return run_group(saath, arguments, given=doors, refusals={**REFUSALS, **doors.refusals})
