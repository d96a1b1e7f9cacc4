"""`saath demo`: the sample shop on a throw-away installation, to watch or to count.

The shop speaks to the product as Meta would, by signed webhooks over HTTP, and in no other way.
Not here: the shop (`simulator.shop`), how its account is compared (`demo_account`).
"""

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from saath.cli.doors import Doors
from saath.cli.installation import make
from saath.cli.printing import PARTIAL, TRY_LATER, Result, refuse
from saath.journal import Journal

if TYPE_CHECKING:
    from saath.simulator.shop import ShopRun

USUAL_PORT = 8080
ENDINGS = (signal.SIGTERM, signal.SIGHUP)
# What Meta really does to deliveries, some of it more often than it does.
FAULTS = {
    "duplicate": 0.1,
    "reorder": 0.2,
    "rebatch": 0.1,
    "shuffled-history": 0.3,
    "history-overlap": 0.3,
    "media-first": 0.3,
}
CALM = {"duplicate": 0.02, "reorder": 0.02}


@click.command()
@click.option("--check", is_flag=True, help="Play at full speed, compare, print one JSON object.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
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
        made = make(doors, installation, doors.new_bytes(4).hex())
        with doors.running(installation, port or free_port(anywhere=check)) as url:
            if check:
                with closing(doors.journal(installation)) as journal:
                    return _count(url, made, journal, doors.now())
            return _watch(doors, url, made, browser=not no_browser)


def _count(url: str, made: Result, journal: Journal, now: int) -> int:
    """Exit with 0 only if nothing was lost or doubled."""
    from saath.cli.demo_check import Check  # noqa: PLC0415  (a second's third, for demo alone)

    result = Check(url, made, journal, now).run(FAULTS)
    click.echo(json.dumps(result))
    return PARTIAL if result["lost"] or result["doubled"] else 0


def _watch(doors: Doors[Any], url: str, made: Result, *, browser: bool) -> int:
    """Play for ever; Ctrl-C is how it ends well."""
    from saath.simulator.shop import ShopError  # noqa: PLC0415  (as above)

    try:
        click.echo(_welcome(url, made))
        if browser and sys.stdout.isatty() and _has_screen():
            webbrowser.open(url)
        asyncio.run(_shop(url, made, doors.now()).run())
    except ShopError as gave_up:
        refuse(str(gave_up), TRY_LATER)
    except KeyboardInterrupt:
        pass
    click.echo("\nThe shop is closed and nothing of it is left.")
    return 0


def _shop(url: str, made: Result, now: int) -> "ShopRun":
    from saath.simulator.shop import ShopRun  # noqa: PLC0415  (as above)

    webhook = made["webhook"]
    return ShopRun(
        target_url=f"{url}{webhook['path']}",
        app_secret=webhook["app_secret"],
        verify_token=webhook["verify_token"],
        start=now,
        faults=CALM,
    )


def _welcome(url: str, made: Result) -> str:
    sign_in = made["sign_in"]
    return "\n".join([
        "A sample shop is open. Everybody in it is invented.",
        "",
        f"  Open       {url}",
        f"  Sign in    {sign_in['user']}",
        f"  Password   {sign_in['password']}",
        "",
        "Customers write, the owner answers on the phone, ticks change: the page follows by itself.",
        "Ctrl-C closes the shop and removes everything.",
    ])  # fmt: skip


def _has_screen() -> bool:
    """Without one a browser of the terminal would open, over these very lines."""
    return sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def free_port(*, anywhere: bool = True) -> int:
    """The usual port if nobody has it, else one that the system gives."""
    for wanted in (0,) if anywhere else (USUAL_PORT, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    return USUAL_PORT


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
