"""`saath alerts`: what needs somebody, and who is told of it outside the pages."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import USAGE, Result, refuse, show
from saath.domain.moments import iso
from saath.queries.alerts import AlertView, list_open
from saath.store import founding
from saath.store.founding import list_businesses
from saath.transition.alerts import (
    BadRecipient,
    RecipientView,
    Wish,
    add_recipient,
    ask_test,
    list_recipients,
    remove_recipient,
    secret_of,
)


@click.group()
def alerts() -> None:
    """What needs somebody, and who is told."""


@alerts.command("list")
@data_option
@json_option
@click.pass_obj
def list_them(doors: Doors[Installation], data: Path, *, as_json: bool) -> None:
    """List what stands, and who is told of it."""
    doors.open(data)
    businesses = list_businesses()
    standing = [_alert(one) for business in businesses for one in list_open(business)]
    told = [_recipient(one) for business in businesses for one in list_recipients(business)]
    show({"alerts": standing, "recipients": told}, as_json=as_json, tell=_tell)


@alerts.command("tell")
@data_option
@click.argument("address")
@click.option("--everything", is_flag=True, help="Also what only needs a look.")
@click.option("--language", type=click.Choice(["en-in", "hi"]), default="en-in", show_default=True)
@json_option
@click.pass_obj
def tell_somebody(
    doors: Doors[Installation],
    data: Path,
    address: str,
    *,
    everything: bool,
    language: str,
    as_json: bool,
) -> None:
    """Tell an e-mail address or a webhook (https) from now on; a test is sent at once.

    \b
    Example: saath alerts tell owner@shop.example --data ~/saath
    """
    doors.open(data)
    given: Any = settings
    business, now = founding.require().business, doors.now()
    least = "check" if everything else "act"
    try:
        wish = Wish(address, least, language, "operator", given.ALERTS_INSIDE)
        key = add_recipient(business, wish, now=now)
    except BadRecipient as bad:
        refuse(str(bad), USAGE)
    ask_test(business, key, now=now)
    secret = secret_of(given.ALERT_SECRET, key) if "://" in address else None
    show({"id": key, "secret": secret}, as_json=as_json, tell=_tell_added)


@alerts.command()
@data_option
@click.argument("key")
@json_option
@click.pass_obj
def remove(doors: Doors[Installation], data: Path, key: str, *, as_json: bool) -> None:
    """Tell this recipient nothing any more; `saath alerts list` shows the ids."""
    doors.open(data)
    if not remove_recipient(founding.require().business, key):
        refuse(f"There is no recipient {key}. See: saath alerts list", USAGE)
    show({"removed": key}, as_json=as_json, tell=lambda _done: "Removed.")


def _alert(one: AlertView) -> dict[str, object]:
    said = one.words
    return {
        "id": one.id,
        "kind": one.kind,
        "state": one.state,
        "opened_at": iso(one.opened_at),
        "seen_by": one.seen_by,
        "sentence": said.sentence,
        "remedy": said.remedy,
    }


def _recipient(one: RecipientView) -> dict[str, object]:
    last = iso(one.last_at) if one.last_at else None
    return {**asdict(one), "created_at": iso(one.created_at), "last_at": last}


def _tell(result: Result) -> str:
    lines = [f"{one['state']:<6} {one['sentence']} {one['remedy']}" for one in result["alerts"]]
    told = [f"{one['id']} {one['address']} {one['failure']}" for one in result["recipients"]]
    nobody = "Nobody is told outside the pages: saath alerts tell ADDRESS --data DIR"
    return "\n".join([*(lines or ["Nothing needs anybody now."]), "", *(told or [nobody])])


def _tell_added(result: Result) -> str:
    said = "Told from now on; a test is on its way while Saath runs."
    return (
        f"{said}\nSecret for checking signatures: {result['secret']}" if result["secret"] else said
    )
