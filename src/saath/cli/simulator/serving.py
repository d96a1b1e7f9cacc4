"""`saath sim serve`: a pretend WhatsApp behind a port, until it is told to stop."""

from typing import Any

import click

from saath.cli.doors import Timed
from saath.cli.options import json_option
from saath.cli.printing import CONFIG, refuse, show
from saath.cli.simulator.calling import USUAL_PORT
from saath.simulator.people import Object


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
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
@json_option
@click.pass_obj
def serve(outside: Timed, /, *, shop: bool, as_json: bool, **world: Any) -> None:
    """Be WhatsApp until SIGTERM or Ctrl-C. Prints what a program needs once it answers.

    \b
    Example: saath sim serve --port 8090 --shop
    """
    # Late: a command that only calls a simulator needs no HTTP server.
    from saath.simulator import server  # noqa: PLC0415
    from saath.simulator.control.table import carry_out  # noqa: PLC0415

    served = server.Served(now=outside.now(), **world)

    def ready(identity: Object) -> None:
        if shop:
            carry_out(served.world, "shop", {})
        show(identity, as_json=as_json, tell=_welcome)

    try:
        server.serve(served, ready)
    except server.PortTakenError as taken:
        refuse(str(taken), CONFIG)


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
