"""How a run ends: an exit code and, when something is wrong, one sentence. Never a traceback."""

from collections.abc import Mapping

import click

from saath.cli.printing import INTERRUPTED, USAGE, Refusal


def run_group(
    group: click.Group,
    arguments: list[str] | None = None,
    *,
    given: object = None,
    refusals: Mapping[type[Exception], int] | None = None,
) -> int:
    """Run one command and return its exit code.

    `given` is what commands are handed, `refusals` the exceptions that are one sentence, with
    their exit codes.
    """
    refusals = refusals or {}
    try:
        code = group.main(arguments, prog_name="saath", obj=given, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("saath: interrupted; nothing was lost.", err=True)
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as empty:
        click.echo(empty.format_message(), err=True)
        return USAGE
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
