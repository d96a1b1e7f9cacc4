"""`saath unclaimed`: deliveries that belonged to no business when they came."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from saath.bus import open_waker
from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import Result, show
from saath.domain.moments import iso
from saath.requests import claim as ask_claim
from saath.requests import list_unclaimed
from saath.store import founding


@click.group()
def unclaimed() -> None:
    """Deliveries for a number or account that no business here has."""


@unclaimed.command("list")
@data_option
@json_option
@click.pass_obj
def list_them(doors: Doors[Installation], data: Path, *, as_json: bool) -> None:
    """List them with the ids that Meta names in them, never with what they say."""
    found = list_unclaimed(doors.journal(doors.open(data)))
    told = [{**asdict(one), "received_at": iso(one.received_at)} for one in found]
    show({"unclaimed": told}, as_json=as_json, tell=_tell)


@unclaimed.command()
@data_option
@click.argument("position", type=click.IntRange(1))
@json_option
@click.pass_obj
def claim(doors: Doors[Installation], data: Path, position: int, *, as_json: bool) -> None:
    """Give one to the business of this installation. It is folded like any other, and wakes no bot.

    \b
    Example: saath unclaimed claim 17 --data ~/saath
    """
    installation = doors.open(data)
    business = founding.require().business
    with closing(open_waker(installation.journal_place)) as waker:
        ask_claim(doors.journal(installation), waker, business, position, now=doors.now())
    show(
        {"position": position, "business": business},
        as_json=as_json,
        tell=lambda done: f"Delivery {done['position']} now belongs to {done['business']}.",
    )


def _tell(result: Result) -> str:
    lines = [_line(one) for one in result["unclaimed"]]
    return "\n".join(lines) if lines else "Every delivery belonged to somebody."


def _line(one: Result) -> str:
    ids = ", ".join([*one["phone_number_ids"], *one["account_ids"]]) or "no id"
    to = f", claimed by {one['claimed_by']}" if one["claimed_by"] else ""
    return f"{one['position']}: {one['size']} bytes for {ids}, received {one['received_at']}{to}"
