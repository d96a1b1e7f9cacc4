"""Options that several commands share, and opening the installation they name."""

from pathlib import Path

import click

from saath.cli.doors import Doors, Installation

data_option = click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the installation.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
host_option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen."
)


class Port(click.IntRange):
    """A number that one can listen on."""

    name = "port number"


port_option = click.option(
    "--port",
    default=8080,
    show_default=True,
    type=Port(1, 65535),
    help="Port to listen on.",
)
date_order_option = click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help="Say whether 05/03 is a day first (dmy) or a month first (mdy), when the file cannot.",
)
files_argument = click.argument(
    "files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path)
)


def opened(doors: Doors[Installation], data: Path) -> Installation:
    """The installation in this folder."""
    return doors.open(data)
