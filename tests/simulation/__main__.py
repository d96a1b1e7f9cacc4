"""`bin/simulate`: many worlds, one world with its transcript, or the planted bugs."""

import argparse
import sys
from collections.abc import Sequence

from tests.simulation.many import Sum, play_all, summary
from tests.simulation.places import folders
from tests.simulation.run import Ran, run


def main() -> int:
    """Do what is asked; 1 when something broke."""
    parser = _parser()
    options = parser.parse_args()
    if options.planted is not None:
        from tests.planted.hunt import hunt  # noqa: PLC0415  (only when asked: it replaces functions)

        return hunt(options.planted, options.seeds or 1_000, options.first, options.jobs)
    if options.seed is not None:
        return _one(options.seed, transcript=options.transcript)
    if options.seeds is None:
        parser.error("say --seeds N or --seed S")
    return _many(range(options.first, options.first + options.seeds), options.jobs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, metavar="N", help="so many worlds")
    parser.add_argument("--from", type=int, dest="first", default=0, metavar="S", help="first seed")
    parser.add_argument("--jobs", type=int, default=1, metavar="J", help="processes side by side")
    parser.add_argument("--seed", type=int, metavar="S", help="one world")
    parser.add_argument("--transcript", action="store_true", help="tell everything that happened")
    parser.add_argument(
        "--planted", nargs="?", const="", metavar="NAME", help="hunt bugs planted on purpose"
    )
    return parser


def _one(seed: int, *, transcript: bool) -> int:
    with folders() as fresh, fresh() as place:
        ran = run(seed, place)
    if transcript:
        sys.stdout.write(f"{ran.transcript()}\n\n")
    sys.stdout.write(f"seed {seed}: {_verdict(ran)}; trace {ran.trace}\n")
    return 1 if ran.broken else 0


def _verdict(ran: Ran) -> str:
    if not ran.broken:
        return "every invariant holds"
    return "; ".join(f"{one.invariant} broken: {one.what}" for one in ran.broken)


def _many(seeds: Sequence[int], jobs: int) -> int:
    total = Sum()
    for one in play_all(seeds, jobs):
        total.add(one)
        if one.broken:
            first = one.broken[0]
            sys.stdout.write(
                f"seed {one.seed} broke {first.invariant}: {first.what}."
                f" Play it again: bin/simulate --seed {one.seed} --transcript\n"
            )
            sys.stdout.flush()
    if total.failed:
        sys.stdout.write(f"\nThe first of them, seed {total.failed[0]}:\n")
        _one(total.failed[0], transcript=True)
    sys.stdout.write(summary(total) + "\n")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
