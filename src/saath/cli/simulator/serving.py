"""`saath sim serve`: a pretend WhatsApp behind a port, until it is told to stop."""

from pathlib import Path
from typing import Any

import click

from saath.cli.doors import Timed
from saath.cli.options import Port, json_option
from saath.cli.printing import CONFIG, UNREADABLE, refuse, show
from saath.cli.simulator.calling import USUAL_PORT
from saath.simulator.people import Object

SECRETS = ("token", "app_secret")


@click.command("serve")
@click.option(
    "--port",
    type=Port(0, 65535),
    default=USUAL_PORT,
    show_default=True,
    help="Port to listen on; 0 for any.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same gives the same.")
@click.option(
    "--speed",
    type=click.FloatRange(0, 100_000),
    default=1.0,
    show_default=True,
    help="How fast its clock runs; 0: only `advance` moves it.",
)
@click.option(
    "--webhook", "webhook_url", default="", metavar="URL", help="Deliver there from the start."
)
@click.option("--shop", is_flag=True, help="Let the sample shop live in it.")
@click.option(
    "--secrets-to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write its token and its app secret to files there, as `saath init` takes them.",
)
@json_option
@click.pass_obj
def serve(
    outside: Timed,
    /,
    *,
    shop: bool,
    secrets_to: Path | None,
    as_json: bool,
    **world: Any,
) -> None:
    """Be WhatsApp until SIGTERM or Ctrl-C. Prints what a program needs once it answers.

    \b
    Example: saath sim serve --port 8090 --shop
    """
    # Late: a command that only calls a simulator needs no HTTP server.
    from saath.simulator import server  # noqa: PLC0415
    from saath.simulator.control.table import carry_out  # noqa: PLC0415

    if secrets_to:
        _make_folder(secrets_to)
    served = server.Served(now=outside.now(), **world)

    def ready(identity: Object) -> None:
        if shop:
            carry_out(served.world, "shop", {})
        if secrets_to:
            _write(secrets_to, identity)
        show(identity, as_json=as_json, tell=_welcome)

    try:
        server.serve(served, ready)
    except server.PortTakenError as taken:
        refuse(str(taken), CONFIG)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"{folder} cannot be made: {error.strerror}. Choose another folder.", UNREADABLE)


def _write(folder: Path, identity: Object) -> None:
    """One line in each file, and nobody else reads it."""
    for name in SECRETS:
        try:
            (folder / name).touch(mode=0o600)
            (folder / name).write_text(f"{identity[name]}\n")
        except OSError as error:
            refuse(f"{folder / name} cannot be written: {error.strerror}.", UNREADABLE)


def _welcome(identity: Any) -> str:
    base = identity["base_url"]
    return "\n".join([
        "A pretend WhatsApp is up. Nothing here reaches anybody.",
        "",
        f"  Owner's phone    {base}/_sim/phone",
        f"  Customers        {base}/_sim/customers",
        f"  Graph API        {base}/v25.0",
        f"  Access token     {identity['token']}",
        f"  App              {identity['app_id']}, secret {identity['app_secret']}",
        f"  Account, number  {identity['waba_id']}, {identity['phone_number_id']}",
        f"  Verify token     {identity['verify_token']}",
        "",
        "Next, in another terminal: saath sim shop. Ctrl-C ends it.",
    ])  # fmt: skip
