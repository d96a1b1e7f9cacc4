"""Intentions by how far they came: attempts without an end, and those nobody knows about."""

from saath.domain.intention import DOUBT_MS, Intention
from saath.domain.limits import CLOCK_BACK_MS
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.sending_rows import intention_state

AHEAD_MS = DOUBT_MS + CLOCK_BACK_MS.value
WAITING = "SELECT person, body FROM outbox WHERE business = ? AND stage = 'queued' ORDER BY key"
PUT_OFF = "SELECT 1 FROM outbox WHERE business = ? AND stage = 'queued' AND attempts > 0 LIMIT 1"
OPEN = "SELECT person, body FROM outbox WHERE business = ? AND stage = 'open' ORDER BY key"
DOUBTFUL = """SELECT person, body FROM outbox
    WHERE business = ? AND stage = 'unconfirmed' AND ((attempted_at <= ? AND due_at <= ?) OR attempted_at > ?) ORDER BY key"""


def list_waiting(business: str, using: str = TABLES) -> list[Intention]:
    """Return everything that was not attempted, or may be again, whenever it is due."""
    return [intention_state(*row) for row in dialect(using).select(WAITING, (business,))]


def has_put_off(business: str, using: str = TABLES) -> bool:
    """Whether anything was attempted and waits for another try."""
    return bool(dialect(using).select(PUT_OFF, (business,)))


def list_open(business: str, using: str = TABLES) -> list[Intention]:
    """Return every intention whose attempt has no outcome."""
    return [intention_state(*row) for row in dialect(using).select(OPEN, (business,))]


def list_doubtful(business: str, before: int, using: str = TABLES) -> list[Intention]:
    """Return what was attempted until then and was never confirmed or denied: of what WhatsApp
    said that it holds back, only what has had its longer time by now.

    With it what was attempted before the clock was set back: nobody knows how long ago that was.
    """
    moments = (before, before + DOUBT_MS, before + AHEAD_MS)
    rows = dialect(using).select(DOUBTFUL, (business, *moments))
    return [intention_state(*row) for row in rows]
