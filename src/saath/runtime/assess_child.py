"""The entry of the process that reads one case: `python -m saath.runtime.assess_child FOLDER ID`.

Or, with `--paper` alone, of the one that makes a PDF of the page on stdin. No Django; it ends with
whoever started it, and may not take more than its share of the machine.
"""

import fcntl
import os
import resource
import sys
import threading
from pathlib import Path

MEMORY_BYTES = 2 << 30
CPU_SECONDS = 20 * 60
NICENESS = 10


def main(arguments: list[str]) -> int:
    """Read the case, or make the paper."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if arguments == ["--paper"]:
        return _paper()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder, id_ = arguments
    return _read(Path(folder), id_)


def _read(folder: Path, id_: str) -> int:
    from saath.transition.assess.cases import Cases, NoCase, read_case  # noqa: PLC0415  (see above)

    try:
        with (folder / id_ / "reading").open("ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            read_case(Cases(folder), id_)
    except (NoCase, FileNotFoundError, BlockingIOError):
        return 0  # deleted meanwhile, or read by somebody else
    return 0


def _paper() -> int:
    from saath.transition.assess.report import NoPaper, report_pdf  # noqa: PLC0415  (see above)

    try:
        pdf = report_pdf(sys.stdin.buffer.read().decode())
    except NoPaper as missing:
        sys.stderr.write(str(missing))
        return 3
    sys.stdout.buffer.write(pdf)
    return 0


def _end_with_parent() -> None:
    """Nobody ever writes to stdin: reading returns when its other end is gone."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
