"""Moments that came: each becomes a record, and only that record changes anything.

Asked for twice is once: folding checks that the moment is still the one the state waits for.
"""

from saath.domain.facts import TimerFell
from saath.domain.intention import DOUBT_MS, Intention
from saath.journal import Entry
from saath.outbox import list_doubtful
from saath.store.bodies import encode_timer, entry
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.tenancy import as_business

RELEASES_MAX = 200
RELEASES = f"""SELECT control_until, person, phone_number_id FROM conversation
    WHERE business = ? AND control_until > 0 AND control_until <= ?
    ORDER BY control_until, person LIMIT {RELEASES_MAX}"""  # noqa: S608 - a number of ours


def due_timers(business: str, now: int, using: str = TABLES) -> list[Entry]:
    """Return what to append for every moment that came by now. Opens its own transaction."""
    with as_business(business, using, reads=True):
        fell = _releases(business, now, using) + _doubts(business, now, using)
    return [entry(business, "timer", encode_timer(timer), now=now) for timer in fell]


def _releases(business: str, now: int, using: str) -> list[TimerFell]:
    rows = dialect(using).select(RELEASES, (business, now))
    return [TimerFell("release", *row) for row in rows]


def _doubts(business: str, now: int, using: str) -> list[TimerFell]:
    return [
        TimerFell("doubt", _ends(one), one.person, one.phone_number_id, one.key)
        for one in list_doubtful(business, now - DOUBT_MS, using)
    ]


def _ends(doubtful: Intention) -> int:
    """When a person is to be asked: later for what WhatsApp said that it holds back."""
    return max(doubtful.attempted_at + DOUBT_MS, doubtful.due_at)
