"""Whom a portfolio wrote to first lately: WhatsApp limits how many people that may be in a day."""

from collections.abc import Collection
from dataclasses import dataclass

from saath.domain.limits import DAY
from saath.store.dialect import dialect
from saath.store.kinds import TABLES

DAY_MS = DAY
REACHED = """SELECT count(DISTINCT person), min(reached_at) FROM conversation
    WHERE business = ? AND reached_at > 0 AND reached_at > ? AND phone_number_id IN ({numbers})"""


@dataclass(frozen=True, slots=True)
class Lately:
    """How many people within the last day, and when the first of them was written to (0: nobody)."""

    people: int = 0
    first_at: int = 0


def count_reached(business: str, numbers: Collection[str], now: int, using: str = TABLES) -> Lately:
    """Count over the numbers of one portfolio. Call it within `as_business`."""
    statement = REACHED.format(numbers=", ".join("?" for _number in numbers))
    values = (business, now - DAY_MS, *sorted(numbers))
    people, first_at = dialect(using).select(statement, values)[0]
    return Lately(people, first_at or 0)
