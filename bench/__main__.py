"""`bin/bench`: run measurements, print each figure as JSON on stdout and a table on stderr."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from bench import acknowledge, asking, exports, history, projection, reading
from bench.figures import Figure, table, tell
from bench.places import ENGINES, NoServer, Places, places

type Measurement = Callable[[Places, Sequence[str]], Iterator[Figure]]

QUICK: dict[str, Measurement] = {
    "acknowledge": lambda fresh, engines: acknowledge.measure(fresh, engines, acknowledge.QUICK),
    "project": lambda fresh, engines: projection.measure(fresh, engines, projection.QUICK),
    "history": lambda fresh, engines: history.measure(fresh, engines, history.QUICK),
    "read": lambda fresh, engines: reading.measure(fresh, engines, reading.QUICK),
    "ask": lambda fresh, engines: asking.measure(fresh, engines, asking.QUICK),
    "exports": lambda fresh, engines: exports.measure(fresh, engines, exports.QUICK),
}
FULL: dict[str, Measurement] = {
    "acknowledge": lambda fresh, engines: acknowledge.measure(fresh, engines, acknowledge.FULL),
    "project": lambda fresh, engines: projection.measure(fresh, engines, projection.FULL),
    "history": lambda fresh, engines: history.measure(fresh, engines, history.FULL),
    "read": lambda fresh, engines: reading.measure(fresh, engines, reading.FULL),
    "ask": lambda fresh, engines: asking.measure(fresh, engines, asking.FULL),
    "exports": lambda fresh, engines: exports.measure(fresh, engines, exports.FULL),
}


def run(measurements: Sequence[Measurement], engines: Sequence[str]) -> list[Figure]:
    """Measure, and print each figure as soon as it is known."""
    figures = []
    with places(engines) as fresh:
        for measure in measurements:
            for figure in measure(fresh, engines):
                tell(figure)
                figures.append(figure)
    return figures


def load_now() -> str:
    """How busy the machine is: over the last one, five and fifteen minutes."""
    return ", ".join(f"{average:.1f}" for average in os.getloadavg())


def main() -> int:
    """Run what is named, or everything."""
    options = _parser().parse_args()
    known = FULL if options.full else QUICK
    unknown = [name for name in options.names if name not in known]
    if unknown:
        sys.stderr.write(f'bench: no measurement "{unknown[0]}". There are: {", ".join(known)}.\n')
        return 2
    before = load_now()
    try:
        figures = run(
            [known[name] for name in options.names or known],
            [options.engine] if options.engine else ENGINES,
        )
    except NoServer as missing:
        sys.stderr.write(f"bench: {missing}\n")
        return 4
    except KeyboardInterrupt:
        return 130
    sys.stderr.write(f"\n{table(figures)}\n\nLoad before: {before}; after: {load_now()}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(QUICK))
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--full", action="store_true", help="the large sizes: takes long")
    return parser


if __name__ == "__main__":
    sys.exit(main())
