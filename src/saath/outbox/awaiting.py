"""Which businesses something is due for, in one look at everybody's rows."""

from saath.domain.intention import DOUBT_MS
from saath.domain.limits import CLOCK_BACK_MS
from saath.store.dialect import dialect
from saath.store.kinds import TABLES

ABANDONED_MS = 60_000
"""An attempt open for longer than any post takes has lost its worker."""

DUE = """SELECT DISTINCT business FROM outbox AS mine
    WHERE stage = 'queued'
    AND ((due_at <= ? AND (not_before <= ? OR expires_at < ?)) OR created_at > ?)"""
# Whose own post is under way is at work, however long WhatsApp takes.
IDLE = """ AND NOT EXISTS (SELECT 1 FROM outbox AS other
    WHERE other.business = mine.business AND other.stage = 'open' AND other.attempted_at > ?)"""
ABANDONED = """SELECT DISTINCT business FROM outbox
    WHERE stage = 'open' AND (attempted_at <= ? OR attempted_at > ?)"""
DOUBTFUL = """SELECT DISTINCT business FROM outbox
    WHERE stage = 'unconfirmed' AND ((attempted_at <= ? AND due_at <= ?) OR attempted_at > ?)"""
RELEASES = """SELECT DISTINCT business FROM conversation
    WHERE control_until > 0 AND control_until <= ?"""


def due_businesses(now: int, using: str = TABLES) -> set[str]:
    """Return whom something is due for now. Within `across_businesses`."""
    return _named(using, (DUE, _now(now)), *_moments(now))


def left_businesses(now: int, using: str = TABLES) -> set[str]:
    """Return whom something is due for and nobody is at it, as far as the tables tell."""
    before = now - ABANDONED_MS
    idle = (DUE + IDLE, (*_now(now), before))
    return _named(using, idle, (ABANDONED, (before, _ahead(now))), *_moments(now))


def _moments(now: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return ((DOUBTFUL, (now - DOUBT_MS, now, _ahead(now))), (RELEASES, (now,)))


def _now(now: int) -> tuple[int, ...]:
    return (now, now, now, _ahead(now))


def _ahead(now: int) -> int:
    """What lies beyond was written before the clock was set back."""
    return now + CLOCK_BACK_MS.value


def _named(using: str, *queries: tuple[str, tuple[int, ...]]) -> set[str]:
    database = dialect(using)
    return {
        business for query, moments in queries for (business,) in database.select(query, moments)
    }
