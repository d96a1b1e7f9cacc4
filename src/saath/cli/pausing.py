"""`saath pause` and `saath resume`: everything automatic stands still, or goes on."""

from contextlib import closing
from pathlib import Path

import click

from saath.bus import open_waker
from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import Result, show
from saath.requests import pause as ask_pause
from saath.requests import resume as ask_resume
from saath.store.founding import list_businesses


@click.command()
@data_option
@click.option("--reason", default="", help="Why; shown on every page.")
@json_option
@click.pass_obj
def pause(doors: Doors[Installation], data: Path, reason: str, *, as_json: bool) -> None:
    """Let nothing automatic be sent any more, from the next attempt on. People go on writing."""
    installation = doors.open(data)
    journal, now = doors.journal(installation), doors.now()
    with closing(open_waker(installation.journal_place)) as waker:
        moved = [
            business
            for business in list_businesses()
            if ask_pause(journal, waker, business, by="operator", reason=reason, now=now)
        ]
    show({"paused": True, "changed": bool(moved)}, as_json=as_json, tell=_tell_pause)


@click.command()
@data_option
@json_option
@click.pass_obj
def resume(doors: Doors[Installation], data: Path, *, as_json: bool) -> None:
    """Let what is automatic go on."""
    installation = doors.open(data)
    journal, now = doors.journal(installation), doors.now()
    with closing(open_waker(installation.journal_place)) as waker:
        moved = [b for b in list_businesses() if ask_resume(journal, waker, b, now=now)]
    show({"paused": False, "changed": bool(moved)}, as_json=as_json, tell=_tell_resume)


def _tell_pause(result: Result) -> str:
    if result["changed"]:
        return "Paused: nothing automatic is sent. Go on with: saath resume --data DIR"
    return "It was paused already."


def _tell_resume(result: Result) -> str:
    return "Resumed." if result["changed"] else "Nothing was paused."
