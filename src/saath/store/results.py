"""What became of requests, kept for ever: find one, and tell whether the same was asked."""

from dataclasses import dataclass

from saath.domain.facts import RequestMade
from saath.domain.ids import digest
from saath.domain.result import Result
from saath.store.bodies import encode_action
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.sending_rows import Ask, result_state

SELECT = "SELECT id, at, message, refusal, person, body FROM result WHERE business = ? AND id = ?"
SAME_PERSON = """SELECT COUNT(*), COUNT(DISTINCT person) FROM alias
    WHERE business = ? AND (id = ? OR id = ?)"""


@dataclass(frozen=True, slots=True)
class Known:
    """A result, and whether it answers the very thing that is asked now."""

    result: Result
    same: bool


def ask_of(request: RequestMade) -> Ask:
    """Return what a request asks for; who is shown as its author and until when take no part."""
    what = encode_action(request.action).decode()
    return Ask(request.person, digest("ask", request.phone_number_id, what))


def find_result(business: str, key: str, ask: Ask, using: str = TABLES) -> Known | None:
    """Return what became of a request. Call it within `as_business`."""
    rows = dialect(using).select(SELECT, (business, key))
    if not rows:
        return None
    *_result, person, body = rows[0]
    same = body == ask.body and _is_same(business, person, ask.person, using)
    return Known(result_state(rows[0]), same)


def _is_same(business: str, one: str, other: str, using: str) -> bool:
    """Whether two ids are of one person, by now."""
    if one == other:
        return True
    rows = dialect(using).select(SAME_PERSON, (business, one, other))
    return tuple(rows[0]) == (2, 1)
