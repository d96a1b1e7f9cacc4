"""`saath doctor`: look at everything that can be wrong, say what it means, and mend what is safe.

Add a check to `CHECKS`; what the lights know is asked of them (`signs`), not measured twice.
"""

from saath.transition.doctor import folder, numbers, program, records, running, signs
from saath.transition.doctor.checks import Check, Finding, Ward, examine

CHECKS: tuple[Check, ...] = (
    *folder.CHECKS,
    *records.CHECKS,
    *running.CHECKS,
    *signs.CHECKS,
    *numbers.CHECKS,
    *program.CHECKS,
)

GROUPS = frozenset({
    "installation",
    *(check.group for check in CHECKS),
    *(name.partition(".")[0] for name, _impact in signs.NAMES.values()),
})  # fmt: skip
"""What the id of a finding begins with."""

__all__ = ["CHECKS", "GROUPS", "Check", "Finding", "Ward", "examine"]
