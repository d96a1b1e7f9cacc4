"""THE OUTBOX. What waits to be said, as whoever sends it needs to see it.

Rows come and go with the fold (`store.save`); nothing is claimed here: the attempt in the journal
is the claim. The only thing written here is how long a passing refusal holds an intention back.
Every function is called within `as_business`.
"""

from saath.outbox.awaiting import due_businesses, left_businesses
from saath.outbox.due import UPLOADING, list_due
from saath.outbox.holding import Hold, hold
from saath.outbox.stages import has_put_off, list_doubtful, list_open, list_waiting

__all__ = [
    "UPLOADING",
    "Hold",
    "due_businesses",
    "has_put_off",
    "hold",
    "left_businesses",
    "list_doubtful",
    "list_due",
    "list_open",
    "list_waiting",
]
