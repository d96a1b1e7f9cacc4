"""THE PROJECTOR. Journal to tables: one writer per business, in batches, the cursor with them.

Not here: what a record says (`whatsapp`), what follows from a fact (`domain`), how rows are
written (`store`), when a turn is taken (`runtime`).
"""

from saath.project.facts import facts
from saath.project.turns import bulk, live
from saath.project.writer import Progress, Writer, open_writer

__all__ = ["Progress", "Writer", "bulk", "facts", "live", "open_writer"]
