"""`saath verify` and `saath rebuild`: prove the tables against the journal, or make them anew."""

import time
from collections.abc import Callable
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
    return _report(project.verify(journal, scratch=scratch), as_json=as_json, tell=_tell)


@click.command()
@data_option
@json_option
@click.option(
    "--accept-loss",
    is_flag=True,
    help="Go on with a journal that ends before the tables: what only they know is deleted.",
)
@click.pass_obj
def rebuild(doors: Doors[Installation], data: Path, *, as_json: bool, accept_loss: bool) -> int:
    """Fold the whole journal into fresh tables and use those from then on.

    Refused when the journal lost records that the tables know. Exit 3 if the tables were wrong.
    """
    rest = partial(time.sleep, REST_S)
    journal = doors.journal(doors.open(data))
    verdict = project.rebuild(journal, rest, accept_loss=accept_loss)
    return _report(verdict, as_json=as_json, tell=_tell_rebuilt)


def _report(verdict: Verdict, *, as_json: bool, tell: Callable[[Result], str]) -> int:
    show({**asdict(verdict), "equal": verdict.equal}, as_json=as_json, tell=tell)
    return 0 if verdict.equal else CONFIG


def _tell(result: Result) -> str:
    if result["equal"]:
        said = f"Equal: the tables say what the journal says ({result['state_hash'][:12]})."
    else:
        said = f"NOT EQUAL: {_hashes(result)}. Run: saath rebuild"
    return f"{_counts(result)}\n{said}"


def _tell_rebuilt(result: Result) -> str:
    if result["equal"]:
        said = f"Folded anew; the tables said the same before ({result['state_hash'][:12]})."
    else:
        said = f"Folded anew; the tables said something else before: {_hashes(result)}."
    return f"{_counts(result)}\n{said}"


def _counts(result: Result) -> str:
    records, facts = counted(result["records"], "record"), counted(result["facts"], "fact")
    return f"{records}, {facts}, {result['unrecognized']:,} unrecognized"


def _hashes(result: Result) -> str:
    return f"tables {result['state_hash'][:12]}, journal {result['rebuilt_hash'][:12]}"
