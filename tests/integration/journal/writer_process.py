"""A process that appends until it is killed, and reports each position once it is told of it.

Run as `python -m tests.integration.journal.writer_process WHERE`. Every append has two entries.
"""

import sys
from contextlib import closing

from saath.journal import GroupCommit, open_journal
from tests.integration.journal.entries import entry


def main() -> None:
    """Append for ever."""
    with closing(GroupCommit(open_journal(sys.argv[1]))) as journal:
        number = 0
        while True:
            number += 1
            body = b'{"n":%d}' % number + b" " * (number * 37 % 5_000)
            positions = journal.append([entry(body), entry(body, lane="bulk")])
            sys.stdout.write(f"{positions[0]}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
