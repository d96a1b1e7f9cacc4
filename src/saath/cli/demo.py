"""`saath demo`: the sample shop on a throw-away installation, to watch or to count.

The shop speaks to the product as Meta would, by signed webhooks over HTTP, and in no other way.
Not here: the shop (`simulator.shop`), how its account is compared (`demo_account`).
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from saath.cli.demo_furnishing import AGENT, SHOP, furnish
from saath.cli.demo_linking import linked_by_its_owner
from saath.cli.doors import Doors
from saath.cli.installation import make
from saath.cli.options import Port
from saath.cli.ports import free_port
from saath.cli.printing import PARTIAL, TRY_LATER, Result, refuse
from saath.journal import Journal

if TYPE_CHECKING:
    from saath.simulator.shop import ShopRun

USUAL_PORT, USUAL_SIMULATOR_PORT = 8080, 8090
ACTS = 350
EARLIER_MS = 2 * 60 * 60 * 1000  # more than so many acts take, so that nobody writes in the future
ENDINGS = (signal.SIGTERM, signal.SIGHUP)
# What Meta really does to deliveries, some of it more often than it does.
FAULTS = {
    "duplicate": 0.1,
    "reorder": 0.2,
    "rebatch": 0.1,
    "shuffled-history": 0.3,
    "history-overlap": 0.3,
    "media-first": 0.3,
    "reset": 0.25,  # accepted, and no answer comes
}
CALM = {"duplicate": 0.02, "reorder": 0.02}


@click.command()
@click.option("--check", is_flag=True, help="Play at full speed, compare, print one JSON object.")
@click.option(
    "--port",
    type=Port(1, 65535),
    help=f"Port to listen on; {USUAL_PORT} if it is free, else any.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@click.pass_obj
def demo(doors: Doors[Any], /, *, check: bool, port: int | None, no_browser: bool) -> int:
    """Open a sample shop that is alive. No account, no phone; everything is gone afterwards.

    \b
    Example: saath demo
    """
    with _ending_calmly(), tempfile.TemporaryDirectory(prefix="saath-demo-") as folder:
        installation = doors.scratch(Path(folder))
        made = make(doors, installation, doors.new_bytes(4).hex(), SHOP)
        at = port or free_port(0 if check else USUAL_PORT)
        shop = _shop(made, at, doors.now(), check=check)
        furnish(doors, installation, made, (_address(shop.port), shop.world.ids.token))
        with doors.running(installation, at) as url:
            if not check:
                linking = linked_by_its_owner(doors, installation, _address(shop.port), url)
                return _watch(url, made, shop, linking, browser=not no_browser)
            with closing(doors.journal(installation)) as journal:
                return _count(url, made, journal, doors, shop)


def _count(url: str, made: Result, journal: Journal, doors: Doors[Any], shop: "ShopRun") -> int:
    """Exit with 0 only if nothing was lost, doubled or said over a person, and all took part."""
    from saath.cli.demo_check import Check  # noqa: PLC0415  (a second's third, for demo alone)

    result = Check(url, made, journal, doors.now, shop).run()
    click.echo(json.dumps(result))
    wrong = result["lost"] or result["doubled"] or result["bot_over_person"]
    return PARTIAL if wrong or not (result["agent_replies"] and result["bot_replies"]) else 0


def _watch(
    url: str,
    made: Result,
    shop: "ShopRun",
    linking: AbstractContextManager[None],
    *,
    browser: bool,
) -> int:
    """Play for ever; Ctrl-C is how it ends well."""
    from saath.simulator.server import PortTakenError  # noqa: PLC0415  (as above)
    from saath.simulator.shop import ShopError  # noqa: PLC0415  (as above)

    try:
        click.echo(_welcome(url, made, shop.port))
        if browser and sys.stdout.isatty() and _has_screen():
            webbrowser.open(url)
        with linking:
            asyncio.run(shop.run())
    except (ShopError, PortTakenError) as gave_up:
        refuse(str(gave_up), TRY_LATER)
    except KeyboardInterrupt:
        pass
    click.echo("\nThe shop is closed and nothing of it is left.")
    return 0


def _shop(made: Result, port: int, now: int, *, check: bool) -> "ShopRun":
    """A world for this installation; to be counted it begins earlier and is in a hurry."""
    from saath.simulator.shop import ShopRun  # noqa: PLC0415  (as above)

    webhook = made["webhook"]
    return ShopRun(
        target_url=f"{_address(port)}{webhook['path']}",
        app_secret=webhook["app_secret"],
        verify_token=webhook["verify_token"],
        start=now - EARLIER_MS if check else now,
        port=free_port(0 if check else USUAL_SIMULATOR_PORT),
        speed=0 if check else 1,
        count=ACTS if check else None,
        faults=FAULTS if check else CALM,
        is_linked=check,
    )


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _welcome(url: str, made: Result, simulator: int) -> str:
    sign_in = made["sign_in"]
    return "\n".join([
        "A sample shop is open. Everybody in it is invented.",
        "",
        f"  Open       {url}",
        f"  Sign in    {sign_in['user']}",
        f"  Password   {sign_in['password']}",
        f"  The phone  {_address(simulator)}/_sim/phone",
        f"  An agent   {AGENT}, with the same password",
        "",
        "Customers write, the owner answers on the phone, a few questions are answered by the bot.",
        "Reply from the page, or write on the phone: the bot steps back, and both show one chat.",
        "Ctrl-C closes the shop and removes everything.",
    ])  # fmt: skip


def _has_screen() -> bool:
    """Without one a browser of the terminal would open, over these very lines."""
    return sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


@contextmanager
def _ending_calmly() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end us as Ctrl-C does: by the way that tidies up."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGINT)

    # Who is started in the background by a script inherits a SIGINT that does nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    before = {number: signal.signal(number, interrupt) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
