"""`bin/bench`: run measurements, print each figure as JSON on stdout and a table on stderr."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from bench import acknowledge
from bench.figures import Figure, table, tell
from bench.places import ENGINES, NoServer, Places, places

type Measurement = Callable[[Places, Sequence[str], bool], Iterator[Figure]]

MEASUREMENTS: dict[str, Measurement] = {
    "acknowledge": lambda places, engines, full: acknowledge.measure(
        places, engines, acknowledge.FULL if full else acknowledge.QUICK
    ),
}


def main() -> int:
    """Run what is named, or everything."""
    options = _parser().parse_args()
    engines = (options.engine,) if options.engine else ENGINES
    figures: list[Figure] = []
    try:
        with places(engines) as fresh:
            for name in options.names or MEASUREMENTS:
                for figure in MEASUREMENTS[name](fresh, engines, options.full):
                    tell(figure)
                    figures.append(figure)
    except NoServer as missing:
        sys.stderr.write(f"bench: {missing}\n")
        return 4
    except KeyboardInterrupt:
        return 130
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    sys.stderr.write(f"\n{table(figures)}\n\nLoad of the machine at the end: {load}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*MEASUREMENTS, []])
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--full", action="store_true", help="the large sizes: takes long")
    return parser


if __name__ == "__main__":
    sys.exit(main())
