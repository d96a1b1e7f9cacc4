"""The commands that need no installation, as a group of their own: no model comes in with them.

They are in the root group as well, so that `saath --help` shows everything.
"""

import click

from saath.cli.ending import run_group
from saath.cli.exports import assess, read_export
from saath.cli.simulator.group import sim


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def alone() -> None:
    """Commands that need no installation."""


alone.add_command(read_export)
alone.add_command(assess)
alone.add_command(sim)


def run_alone(arguments: list[str] | None = None, *, given: object = None) -> int:
    """Run one of these commands and return its exit code; `given` is what they are handed."""
    return run_group(alone, arguments, given=given)
