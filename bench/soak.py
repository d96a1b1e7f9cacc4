"""`bin/soak [minutes]`: the large numbers, and the page that keeps the last result.

Kills everything under load, tries the laws on many examples, lives through many worlds, hunts
planted bugs, measures the full sizes; when minutes are left, tries the laws on other examples until they are over.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.__main__ import FULL, QUICK, load_now, run
from bench.figures import Figure, table
from bench.installation import ROOT
from bench.places import ENGINES
from saath.journal.sqlite_module import sqlite3

PAGE = ROOT / "docs" / "reference" / "measured.md"
# The limit of a usual test is minutes; what is repeated a hundred times needs hours.
PYTEST = (sys.executable, "-m", "pytest", "-q", "--no-header", "--timeout", "14400")
KILLED = "tests/integration/cli/test_kill.py"
LAWS = "tests/property"
WORLDS_FROM = 10_000  # the first ones are lived through by bin/test


@dataclass(frozen=True, slots=True)
class Size:
    """How large the numbers are: kills on each engine, examples of each law."""

    kills: int
    examples: int
    worlds: int
    hunted: int
    full: bool


LARGE = Size(kills=100, examples=1_000, worlds=20_000, hunted=1_000, full=True)
SMALL = Size(kills=2, examples=50, worlds=20, hunted=3, full=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """One run of tests: what was proven, how pytest summed it up, and whether it held."""

    name: str
    summary: str
    holds: bool


def main() -> int:
    """Run everything; 0 when everything held. Figures that miss their goal fail nothing."""
    options = _parser().parse_args()
    size = SMALL if options.small else LARGE
    deadline = time.monotonic() + options.minutes * 60
    before = load_now()
    worlds = options.worlds or size.worlds
    proofs = [_kills(size.kills), _laws(size.examples), _worlds(worlds)]
    hunted = _hunted(size.hunted)
    proofs += [hunted] if size.full else []
    figures = run(list((FULL if size.full else QUICK).values()), ENGINES)
    while time.monotonic() < deadline and all(proof.holds for proof in proofs):
        proofs.append(_laws(size.examples))
    page = _page(proofs, figures, f"{before} before, {load_now()} after")
    if options.small:
        sys.stderr.write(page)
    else:
        PAGE.write_text(page, encoding="utf-8")
    return 0 if all(proof.holds for proof in proofs) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/soak", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=0, help="go on at least so long")
    parser.add_argument("--worlds", type=int, metavar="N", help="so many instead of 20,000")
    parser.add_argument(
        "--small", action="store_true", help="try the script itself; the page is left alone"
    )
    return parser


def _kills(count: int) -> Proof:
    name = f"`kill -9` of everything under load, {count} times on each engine"
    return _pytest(name, [KILLED], {"SAATH_KILLS": str(count)})


def _laws(examples: int) -> Proof:
    name = f"the laws, {examples:,} new examples of most; {200 * examples:,} damaged exports"
    arguments = ["-p", "tests.many_examples", LAWS]
    variables = {"SAATH_EXAMPLES": str(examples), "SAATH_MUTATIONS": str(200 * examples)}
    return _pytest(name, arguments, variables)


def _worlds(count: int) -> Proof:
    """Live through so many worlds that no test has seen."""
    asked = ("--seeds", str(count), "--from", str(WORLDS_FROM))
    return _simulated(f"{count:,} simulated worlds, every invariant in each", *asked)


def _hunted(seeds: int) -> Proof:
    name = f"every planted bug is found within {seeds:,} worlds"
    return _simulated(name, "--planted", "--seeds", str(seeds))


def _simulated(name: str, *arguments: str) -> Proof:
    """Run `bin/simulate`; its last line is its summary."""
    sys.stderr.write(f"soak: {name}\n")
    said = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "--jobs", str(os.cpu_count() or 1), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    sys.stderr.write(said.stdout)
    return Proof(name, _last(said), said.returncode == 0)


def _pytest(name: str, arguments: Sequence[str], variables: dict[str, str]) -> Proof:
    """Run tests, showing what they say; the last line is their summary."""
    sys.stderr.write(f"soak: {name}\n")
    said = subprocess.run(
        [*PYTEST, *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    sys.stderr.write(said.stdout)
    return Proof(name, _last(said).strip("= "), said.returncode == 0)


def _last(said: subprocess.CompletedProcess[str]) -> str:
    """How it summed itself up. What the system ended could not."""
    if said.returncode < 0:
        return f"ended by signal {-said.returncode}"
    return said.stdout.strip().rpartition("\n")[2]


def _page(proofs: Sequence[Proof], figures: Sequence[Figure], load: str) -> str:
    command = " ".join(("bin/soak", *sys.argv[1:]))
    held = "\n".join(
        f"| {proof.name} | {'holds' if proof.holds else 'FAILED'} | {proof.summary} |"
        for proof in proofs
    )
    return f"""# Measured

The last result of `{command}`. Do not edit: the next run writes it anew.
[How to measure, and how to read this](../how-to/measure.md).

| | |
|---|---|
| commit | {_git("rev-parse", "--short=12", "HEAD")}{" and local changes" if _git("status", "--porcelain", "--untracked-files=no") else ""} |
| date | {time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())} |
| machine | {os.cpu_count()} processors, {_processor()}, {platform.system()} {platform.release()} |
| versions | Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgresql()} |
| load of the machine (1, 5, 15 min) | {load} |

## Proofs

| what | | tests |
|---|---|---|
{held}

## Figures

{table(figures)}
"""


def _git(*arguments: str) -> str:
    said = subprocess.run(
        ["git", *arguments],  # noqa: S607  (whichever git the developer uses)
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return said.stdout.strip()


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", told.read_text()) if told.exists() else None
    return found[1] if found else platform.machine()


def _postgresql() -> str:
    from tests.postgres import find_programs  # noqa: PLC0415  (only for its version)

    programs = find_programs()
    if programs is None:
        return "no PostgreSQL"
    said = subprocess.run(
        [programs / "postgres", "--version"], stdout=subprocess.PIPE, text=True, check=True
    )
    return said.stdout.strip().replace("postgres (PostgreSQL)", "PostgreSQL")


if __name__ == "__main__":
    sys.exit(main())
