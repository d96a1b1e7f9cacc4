"""The root command: every command there is, and which refusals of the rooms have which exit code."""

import click

from saath.cli.alerts import alerts
from saath.cli.alone import alone
from saath.cli.carrying import export, import_contacts
from saath.cli.contingency import backup, restore
from saath.cli.demo import demo
from saath.cli.doctor import doctor
from saath.cli.doors import Doors, Installation
from saath.cli.ending import run_group
from saath.cli.installation import init, keys
from saath.cli.linking import link, number, sync
from saath.cli.migrating import migrate
from saath.cli.objectives import objectives
from saath.cli.pausing import pause, resume
from saath.cli.printing import CONFIG, TRY_LATER, UNREADABLE, USAGE
from saath.cli.proofs import rebuild, verify
from saath.cli.running import serve, up, work
from saath.cli.unclaimed import unclaimed
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


for command in (
    demo,
    init,
    keys,
    up,
    serve,
    work,
    verify,
    rebuild,
    backup,
    restore,
    migrate,
    doctor,
    alerts,
    export,
    import_contacts,
    pause,
    resume,
    objectives,
    unclaimed,
    link,
    sync,
    number,
    *alone.commands.values(),
):
    saath.add_command(command)


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
