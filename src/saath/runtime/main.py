"""The console script `saath`."""

import sys

from saath.runtime.django import prepare


def main() -> None:
    """Run one command and leave with its exit code."""
    prepare()
    from saath.runtime.doors import run_command  # noqa: PLC0415  (models need Django)

    sys.exit(run_command())


if __name__ == "__main__":
    main()
