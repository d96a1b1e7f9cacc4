"""The group `saath sim`, its commands shown by who acts."""

from typing import override

import click

from saath.cli.simulator.acting import command_for
from saath.cli.simulator.calling import URL_VARIABLE, USUAL_URL
from saath.cli.simulator.looking import VIEWS
from saath.cli.simulator.serving import serve
from saath.simulator.control.table import GROUPS

SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "Start": (serve,),
    **{who: tuple(map(command_for, rows)) for who, rows in GROUPS.items()},
    "Look": VIEWS,
}


class BySections(click.Group):
    """A group whose help says who acts."""

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, self.commands))
        for title, commands in SECTIONS.items():
            rows = [(command.name or "", _short(command)) for command in commands]
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), what) for name, what in rows])


def _short(command: click.Command) -> str:
    """The whole first sentence: there is room for it."""
    return (
        (command.short_help or command.get_short_help_str(limit=100)).partition(". ")[0].rstrip(".")
    )


@click.group(
    name="sim",
    cls=BySections,
    help=f"""A pretend WhatsApp: Meta, the owner's phone and customers, to try things on.

    \b
    Start one, then make things happen to it:
      saath sim serve                         and leave it running
      saath sim person Asha                   a customer, `asha` from now on
      saath sim message asha "In stock?"      she writes
      saath sim echo asha "Yes, in blue"      the owner answers on the phone
      saath sim advance 86400                 a day later

    Every command takes --json, and --url BASE for a simulator elsewhere (or {URL_VARIABLE};
    {USUAL_URL} otherwise). `saath sim COMMAND --help` tells what a command takes.
    """,
)
def sim() -> None:
    """See the help above."""


for _commands in SECTIONS.values():
    for _command in _commands:
        sim.add_command(_command)
