"""`saath doctor`: what is wrong, what it means, and what mends it."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from django.db import DatabaseError

from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import CONFIG, USAGE, Result, counted, refuse, show
from saath.journal import JournalError
from saath.store.founding import NotFounded
from saath.transition import doctor as medicine
from saath.transition.doctor import Finding, Ward
from saath.transition.doctor.visit import admit

MARKS = {"ok": "✓", "check": "!", "act": "✕", "unknown": "?", "none": "–"}
KEY_VARIABLE, PUBLIC_URL_VARIABLE = "SAATH_KEY", "SAATH_PUBLIC_URL"


@click.command()
@data_option
@click.option("--fix", is_flag=True, help="Mend what can be mended without harm.")
@click.option("--only", multiple=True, help="Only this check, or group of checks; may be repeated.")
@json_option
@click.pass_obj
def doctor(
    doors: Doors[Installation], data: Path, only: tuple[str, ...], *, fix: bool, as_json: bool
) -> int:
    """Look at everything that can be wrong, running or not. Exits with 3 if something must be done.

    \b
    Examples:
      saath doctor --data ~/saath
      saath doctor --fix --only webhook --data ~/saath
    """
    _require_known(only)
    ward = Ward(
        data.absolute(),
        doors.now(),
        key_from_environment=bool(os.environ.get(KEY_VARIABLE)),
        public_url=os.environ.get(PUBLIC_URL_VARIABLE, ""),
    )
    first = _open(doors, ward, data, only)
    found = [*first, *medicine.examine(medicine.CHECKS, ward, only=only, fix=fix)]
    show(_result(found), as_json=as_json, tell=lambda _result: _tell(found))
    return CONFIG if any(one.state == "act" for one in found) else 0


def _require_known(only: Sequence[str]) -> None:
    """A name that asks for nothing would say that all is well, every night."""
    for name in only:
        if name.partition(".")[0] not in medicine.GROUPS:
            groups = ", ".join(sorted(medicine.GROUPS))
            refuse(f"There is no check {name}. The groups are {groups}.", USAGE)


def _open(doors: Doors[Installation], ward: Ward, data: Path, only: Sequence[str]) -> list[Finding]:
    """Open the installation, or say in its own sentence why it does not open."""
    refusals: tuple[type[Exception], ...] = (
        DatabaseError,
        JournalError,
        NotFounded,
        *doors.refusals,
    )
    try:
        installation = doors.open(data)
        ward.engine, ward.key = installation.engine, installation.key
        ward.place = installation.journal_place
        ward.journal = doors.journal(installation)
        closed = admit(ward, only=only)
    except refusals as refused:
        ward.journal = None
        impact = "Saath does not start on it: nothing is received, nothing is shown."
        return [Finding("installation.opens", "act", str(refused), impact, "See the sentence.")]
    return [closed.finding] if closed else []


def _result(found: Sequence[Finding]) -> Result:
    counts = {state: sum(one.state == state for one in found) for state in MARKS}
    return {"checks": [asdict(one) for one in found], "counts": counts, "well": not counts["act"]}


def _tell(found: Sequence[Finding]) -> str:
    """What is wrong first, each with what it means and what mends it; the rest in one line each."""
    order = ("act", "check", "unknown", "ok", "none")
    lines = [
        line for one in sorted(found, key=lambda f: order.index(f.state)) for line in _lines(one)
    ]
    acts, checks = (sum(one.state == state for one in found) for state in ("act", "check"))
    return "\n".join(
        [*lines, "", f"{counted(len(found), 'check')}: {acts} to act on, {checks} to look at."]
    )


def _lines(one: Finding) -> list[str]:
    fixed = " (mended)" if one.fixed else ""
    lines = [f"{MARKS[one.state]} {one.id:<22} {one.said}{fixed}"]
    if one.is_well:
        return lines
    lines += [f"  {'means:':<22} {one.impact}"] if one.impact and one.impact != "None." else []
    lines += [f"  {'mend:':<22} {one.mend}"] if one.mend else []
    return lines
