"""What no conversation shows: notices about numbers and accounts, and conversations that are parked.

Not here: what is told of a link's sync, step by step (`ledger`, `numbers`).
"""

from dataclasses import dataclass

from saath.domain.thread import Mark
from saath.queries import cursors
from saath.queries.ledger import STEPS
from saath.queries.reading import reading
from saath.queries.views import NoticeView, Page
from saath.store.kinds import TABLES

_NOTICES = f"""SELECT id, subject, subject_id, at, what, event, detail FROM notice
    WHERE business = ? AND at <= ? AND (at < ? OR id > ?) AND NOT {STEPS}
    ORDER BY at DESC, id LIMIT ?"""  # noqa: S608 - words of ours
_PARKED = (
    "SELECT person, phone_number_id, reason, at FROM parked WHERE business = ? ORDER BY at DESC"
)
_FROM_THE_END: Mark = (2**63 - 1, "")


@dataclass(frozen=True, slots=True)
class ParkedView:
    """A conversation whose next fact could not be folded; `reason` names the kind of the error."""

    conversation: str
    reason: str
    at: int


def list_notices(
    business: str, *, limit: int, after: str | None = None, using: str = TABLES
) -> Page[NoticeView]:
    """A page of notices, newest first."""
    at, key = cursors.decode(after) if after else _FROM_THE_END
    with reading(business, 0, using) as read:
        rows = read.database.select(_NOTICES, (business, at, at, key, limit + 1))
    shown = tuple(NoticeView(*row) for row in rows[:limit])
    next_ = cursors.encode((shown[-1].at, shown[-1].id)) if len(rows) > limit else None
    return Page(shown, next_)


def list_parked(business: str, *, using: str = TABLES) -> tuple[ParkedView, ...]:
    """Every parked conversation, the latest first."""
    with reading(business, 0, using) as read:
        rows = read.database.select(_PARKED, (business,))
    return tuple(ParkedView(f"{person}-{number}", *rest) for person, number, *rest in rows)
