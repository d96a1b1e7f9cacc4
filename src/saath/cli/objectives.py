"""`saath objectives`: what should become better, from which figure, until when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import USAGE, Result, refuse, show
from saath.domain.moments import iso
from saath.store import founding
from saath.transition.assess.objectives import BadObjective
from saath.transition.keeping import KeptObjectives, edit_objectives, find_objectives


@click.command()
@data_option
@click.option(
    "--set", "targets", multiple=True, metavar="NAME=TARGET",
    help="Another target: 120, 12%, or a change like +15%.",
)  # fmt: skip
@click.option(
    "--baseline", "baselines", multiple=True, metavar="NAME=VALUE",
    help="What it is today; NAME= for unknown.",
)  # fmt: skip
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day to reach them by.")
@json_option
@click.pass_obj
def objectives(
    doors: Doors[Installation],
    data: Path,
    targets: Sequence[str],
    baselines: Sequence[str],
    until: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Show the objectives of the business, or change some. Every change is kept.

    \b
    Example: saath objectives --data ~/saath --set first_reply_s=120 --set conversion=+20%
    """
    doors.open(data)
    business, now = founding.require().business, doors.now()
    day = until.date() if until else None
    if targets or baselines or day:
        _change(business, targets, baselines, day, now)
    show(_told(find_objectives(business, now)), as_json=as_json, tell=_tell)


def _change(
    business: str, targets: Sequence[str], baselines: Sequence[str], until: date | None, now: int
) -> None:
    try:
        edit_objectives(business, _pairs(targets), _pairs(baselines), until, by="operator", now=now)
    except BadObjective as bad:
        refuse(str(bad), USAGE)


def _pairs(given: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            refuse(f"{each} must be like first_reply_s=120.", USAGE)
        pairs[name.strip()] = value
    return pairs


def _told(kept: KeptObjectives) -> Result:
    built: dict[str, Any] = msgspec.to_builtins(asdict(kept.objectives))
    return {
        **built,
        "set_at": iso(kept.set_at) if kept.set_at else None,
        "set_by": kept.set_by or None,
    }


def _tell(result: Result) -> str:
    lines = [_line(one) for one in result["objectives"]]
    by = f"set by {result['set_by']}" if result["set_by"] else "proposed, nobody set them yet"
    return "\n".join([*lines, f"until {result['until']} ({by})"])


def _line(one: Result) -> str:
    change = "" if one["change"] is None else f" ({one['change']:+.0%} of today)"
    return (
        f"{one['name']:24} today {_value(one['baseline'])}, target {_value(one['target'])}{change}"
    )


def _value(value: float | None) -> str:
    return "unknown" if value is None else f"{value:g}"
