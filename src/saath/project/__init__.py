"""THE PROJECTOR. Journal to tables: one writer per business, in batches, the cursor with them.

Not here: what a record says (`whatsapp`), what follows from a fact (`domain`), how rows are
written (`store`), when a turn is taken (`runtime`).
"""

from saath.project.facts import facts
from saath.project.replay import Verdict, fold_to, rebuild, stand, verify
from saath.project.retry import retry_parked
from saath.project.timers import due_timers
from saath.project.turns import bulk, live
from saath.project.writer import Progress, TablesAhead, Writer, open_writer

__all__ = [
    "Progress",
    "TablesAhead",
    "Verdict",
    "Writer",
    "bulk",
    "due_timers",
    "facts",
    "fold_to",
    "live",
    "open_writer",
    "rebuild",
    "retry_parked",
    "stand",
    "verify",
]
