"""`saath verify` and `saath rebuild`: prove the tables against the journal, or make them anew."""

import time
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from saath import project
from saath.cli.doors import Doors, Installation
from saath.cli.options import data_option, json_option
from saath.cli.printing import CONFIG, Result, counted, show
from saath.project import Verdict

REST_S = 0.5
"""So long whoever reads the tables that were replaced has time to come to an end."""
SCRATCH_FROM = 1_000_000
"""Scratch generations are numbered from here, by chance, so that two proofs do not meet."""


@click.command()
@data_option
@json_option
@click.pass_obj
def verify(doors: Doors[Installation], data: Path, *, as_json: bool) -> int:
    """Fold the journal again to where the tables are and compare. Changes nothing.

    Exit 0 if equal, 3 if not. May run while the installation runs.
    """
    journal = doors.journal(doors.open(data))
    scratch = SCRATCH_FROM + int.from_bytes(doors.new_bytes(2))
    return _report(project.verify(journal, scratch=scratch), as_json=as_json)


@click.command()
@data_option
@json_option
@click.pass_obj
def rebuild(doors: Doors[Installation], data: Path, *, as_json: bool) -> int:
    """Fold the whole journal into fresh tables and use those from then on."""
    rest = partial(time.sleep, REST_S)
    return _report(project.rebuild(doors.journal(doors.open(data)), rest), as_json=as_json)


def _report(verdict: Verdict, *, as_json: bool) -> int:
    show({**asdict(verdict), "equal": verdict.equal}, as_json=as_json, tell=_tell)
    return 0 if verdict.equal else CONFIG


def _tell(result: Result) -> str:
    records, facts = counted(result["records"], "record"), counted(result["facts"], "fact")
    counts = f"{records}, {facts}, {result['unrecognized']:,} unrecognized"
    if result["equal"]:
        return (
            f"{counts}\nEqual: the tables say what the journal says ({result['state_hash'][:12]})."
        )
    return (
        f"{counts}\nNOT EQUAL: tables {result['state_hash'][:12]}, "
        f"journal {result['rebuilt_hash'][:12]}. Run: saath rebuild"
    )
