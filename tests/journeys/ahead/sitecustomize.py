"""A clock that a test lets jump: the file in `SAATH_AHEAD` says by how many milliseconds it is ahead.

Python imports this by itself in every process that has this folder in PYTHONPATH, before anything
of the product has taken the clock. A test brings its own clock, as the simulator does; the
product reads the machine's in one place only.
"""

import os
from pathlib import Path

from saath.runtime import clock

_real = clock.now_ms
_ahead = Path(os.environ["SAATH_AHEAD"])


def now_ms() -> int:
    """The time, as far ahead as the file says."""
    return _real() + int(_ahead.read_text() or 0)


clock.now_ms = now_ms
