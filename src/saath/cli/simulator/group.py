"""The group `saath sim`, its commands shown by who acts.

They are made when somebody asks for one: the simulator is large, and `saath --help` only names it.
"""

from functools import cached_property
from typing import override

import click

from saath.cli.simulator.calling import URL_VARIABLE, USUAL_URL

type Sections = dict[str, tuple[click.Command, ...]]


class BySections(click.Group):
    """A group whose help says who acts."""

    @cached_property
    def sections(self) -> Sections:
        """Every command, by who acts."""
        # Late, for the reason above.
        from saath.cli.simulator.acting import command_for  # noqa: PLC0415
        from saath.cli.simulator.looking import VIEWS  # noqa: PLC0415
        from saath.cli.simulator.serving import serve  # noqa: PLC0415
        from saath.simulator.control.table import GROUPS  # noqa: PLC0415

        acting = {who: tuple(map(command_for, rows)) for who, rows in GROUPS.items()}
        sections = {"Start": (serve,), **acting, "Look": VIEWS}
        for commands in sections.values():
            self.commands.update({command.name or "": command for command in commands})
        return sections

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [command.name or "" for commands in self.sections.values() for command in commands]

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.commands.get(cmd_name) if self.sections else None

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, self.list_commands(ctx)))
        for title, commands in self.sections.items():
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
    short_help="A pretend WhatsApp, to try things on.",
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
