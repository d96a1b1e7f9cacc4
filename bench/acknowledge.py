"""How many deliveries a second are acknowledged, each durable before its 200.

64 connections, each posting its next delivery as soon as the last was answered, beside the same
server with an application that only verifies the signature. Server, client and database share
the machine, so the latencies are those of a saturated machine.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.figures import AtLeast, AtMost, Figure, percentile
from bench.installation import ROOT, Installation, await_folded, initialise, up, verifying
from bench.load import Answers
from bench.places import Places

REFERENCE = "only verifies"
WARM_UP = 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    deliveries: int
    rounds: int


QUICK = Size(deliveries=15_000, rounds=5)
FULL = Size(deliveries=40_000, rounds=5)


def measure(places: Places, engines: Sequence[str], size: Size) -> Iterator[Figure]:
    """Each engine, with its worker paused and with its worker projecting."""
    for engine in engines:
        for worker, goal in ((False, 0.40), (True, 0.25)):
            installation = initialise(places(engine))
            ours, references = _rounds(installation, size, worker=worker)
            name = "acknowledged, worker " + ("projecting" if worker else "paused")
            yield _rate(name, engine, ours, references, AtLeast(goal))
            yield _latency(f"{name}, p99", engine, ours, references)


def _rounds(
    installation: Installation, size: Size, *, worker: bool
) -> tuple[list[Answers], list[Answers]]:
    """Take turns; before each, everything that was posted is folded."""
    ours, references = [], []
    secret = installation.app_secret
    with verifying(secret) as reference, up(installation, worker=worker) as port:
        for warmed in (reference, port):
            load(warmed, secret, WARM_UP, 0)
        for number in range(1, size.rounds + 1):
            first = number * size.deliveries + WARM_UP
            references.append(load(reference, secret, size.deliveries, first))
            ours.append(load(port, secret, size.deliveries, first))
            if worker:
                await_folded(installation, "live")
    return ours, references


def load(port: int, secret: str, count: int, first: int) -> Answers:
    """Post from a process of its own; whatever was not acknowledged is an error."""
    command = ["-m", "bench.load", str(port), secret, str(count), str(first)]
    said = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=dict(os.environ),
        check=True,
        stdout=subprocess.PIPE,
    )
    answers = Answers(**json.loads(said.stdout))
    if answers.refused:
        raise RuntimeError(f"{answers.refused} deliveries were refused.")
    return answers


def _rate(
    name: str,
    engine: str,
    ours: Sequence[Answers],
    references: Sequence[Answers],
    goal: AtLeast,
) -> Figure:
    return Figure(
        name,
        engine,
        "deliveries/s",
        [one.accepted / one.seconds for one in ours],
        [one.accepted / one.seconds for one in references],
        REFERENCE,
        goal,
        {
            "client_share_of_a_core": max(
                round(one.processor_seconds / one.seconds, 2) for one in (*ours, *references)
            )
        },
    )


def _latency(
    name: str, engine: str, ours: Sequence[Answers], references: Sequence[Answers]
) -> Figure:
    return Figure(
        name,
        engine,
        "ms",
        [percentile(one.latencies, 0.99) * 1000 for one in ours],
        [percentile(one.latencies, 0.99) * 1000 for one in references],
        REFERENCE,
        AtMost(50.0),
        {"p50": [round(percentile(one.latencies, 0.5) * 1000, 2) for one in ours]},
    )
