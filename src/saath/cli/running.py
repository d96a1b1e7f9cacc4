"""`saath up`, `serve`, `work`: run the installation until it is told to stop."""

from pathlib import Path
from urllib.parse import urlsplit

import click

from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, host_option, port_option
from saath.cli.printing import CONFIG, USAGE, refuse

public_url_option = click.option(
    "--public-url", help="The address of the reverse proxy, https://saath.example.in for instance."
)


@click.command()
@data_option
@host_option
@port_option
@public_url_option
@click.option(
    "--without-worker", is_flag=True, help="Take deliveries and show pages, fold nothing."
)
@click.pass_obj
def up(
    doors: Doors[Installation],
    data: Path,
    host: str,
    port: int,
    public_url: str | None,
    *,
    without_worker: bool,
) -> int:
    """Run everything: pages, API, webhooks and the worker, until SIGTERM.

    \b
    Example: saath up --data ~/saath --port 8080
    """
    _face_outside(doors, public_url)
    return doors.up(doors.open(data), host, port, not without_worker)


@click.command()
@data_option
@host_option
@port_option
@public_url_option
@click.option("--only", type=click.Choice(["webhooks"]), help="Take deliveries, show no pages.")
@click.pass_obj
def serve(
    doors: Doors[Installation],
    data: Path,
    host: str,
    port: int,
    public_url: str | None,
    *,
    only: str | None,
) -> int:
    """Run pages, API and webhooks as a process of their own (PostgreSQL)."""
    _face_outside(doors, public_url)
    installation = doors.open(data)
    _require_postgresql(installation.engine)
    return doors.serve(installation, host, port, only is None)


@click.command()
@data_option
@click.pass_obj
def work(doors: Doors[Installation], data: Path) -> int:
    """Run a worker as a process of its own (PostgreSQL). Several may run at once."""
    installation = doors.open(data)
    _require_postgresql(installation.engine)
    return doors.work(installation)


def _face_outside(doors: Doors[Installation], public_url: str | None) -> None:
    if public_url is None:
        return
    parts = urlsplit(public_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        refuse(
            f"{public_url} is not an address of a proxy. Give it like https://saath.example.in",
            USAGE,
        )
    doors.face_outside(public_url)


def _require_postgresql(engine: str) -> None:
    if engine != "postgresql":
        refuse(
            "Separate processes need PostgreSQL; SQLite has one writer. "
            "Use `saath up`, or set DATABASE_URL when making the installation.",
            CONFIG,
        )
