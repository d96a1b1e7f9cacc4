"""The command line: for operators and scripts. Each command makes one call inward, then prints.

What needs processes, the clock or chance comes in through `Doors`, which `runtime` fills. The
commands are started from `root`, or from `alone` when they need no installation; importing this
package imports no model.
"""

from saath.cli.doors import Doors

__all__ = ["Doors"]
