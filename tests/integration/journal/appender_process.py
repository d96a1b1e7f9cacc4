"""A process that is the appender of one folder after the other, as told on its standard input.

Run as `python -m tests.integration.journal.appender_process`. Each line names a folder to serve;
an empty line ends that. It answers every line with "ready".
"""

import sys
from contextlib import ExitStack

from saath.journal import appending


def main() -> None:
    """Serve until the input ends."""
    with ExitStack() as serving:
        for line in sys.stdin:
            serving.close()
            if folder := line.rstrip("\n"):
                serving.enter_context(appending(folder))
            sys.stdout.write("ready\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
