"""The command line: for operators and scripts. Each command makes one call inward, then prints.

What needs processes, the clock or chance comes in through `Doors`, which `runtime` fills.
"""

from saath.cli.doors import Doors
from saath.cli.root import run

__all__ = ["Doors", "run"]
