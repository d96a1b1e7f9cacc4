"""Whom a portfolio wrote to first lately: WhatsApp limits how many people that may be in a day."""

from collections.abc import Sequence

from saath.domain.limits import DAY
from saath.store.dialect import dialect
from saath.store.kinds import TABLES

DAY_MS = DAY
REACHED = """SELECT count(DISTINCT person) FROM conversation
    WHERE business = ? AND reached_at > 0 AND reached_at > ? AND phone_number_id IN ({numbers})"""


def count_reached(business: str, numbers: Sequence[str], now: int, using: str = TABLES) -> int:
    """Count the people over the numbers of one portfolio. Call it within `as_business`."""
    statement = REACHED.format(numbers=", ".join("?" for _number in numbers))
    people: int = dialect(using).select(statement, (business, now - DAY_MS, *numbers))[0][0]
    return people
