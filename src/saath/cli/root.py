"""The root command and how a run ends: an exit code, one sentence, never a traceback."""

import click

from saath.cli.contingency import backup, restore
from saath.cli.demo import demo
from saath.cli.doors import Doors, Installation
from saath.cli.installation import init, keys
from saath.cli.migrating import migrate
from saath.cli.pausing import pause, resume
from saath.cli.printing import CONFIG, INTERRUPTED, TRY_LATER, UNREADABLE, USAGE, Refusal
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
      saath demo                watch a sample shop at work
      saath init --data DIR     make an installation, with a simulated number
      saath up --data DIR       run it
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
    pause,
    resume,
    unclaimed,
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
    refusals = {**REFUSALS, **doors.refusals}
    try:
        code = saath.main(arguments, prog_name="saath", obj=doors, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("saath: interrupted; nothing was lost.", err=True)
        return INTERRUPTED
    except click.UsageError as misused:
        Refusal(_usage(misused), USAGE).show()
        return USAGE
    except click.ClickException as refused:
        refused.show()
        return refused.code if isinstance(refused, Refusal) else refused.exit_code
    except tuple(refusals) as refused:
        code = next(code for kind, code in refusals.items() if isinstance(refused, kind))
        Refusal(str(refused), code).show()
        return code
    return code if isinstance(code, int) else 0


def _usage(misused: click.UsageError) -> str:
    """What is wrong with the command line, and where to see what is right."""
    command = misused.ctx.command_path if misused.ctx else "saath"
    return f"{misused.format_message()} See: {command} --help"
