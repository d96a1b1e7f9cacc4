"""How far each lane is projected, and by whom: the fence of the tables.

Every transaction of a writer ends with `advance`; a writer whose epoch is not in the row any more
was replaced, and its transaction must not commit.
"""

from dataclasses import dataclass

from saath.journal import Fenced, Lane
from saath.store.dialect import dialect
from saath.store.kinds import TABLES

LANES: tuple[Lane, ...] = ("live", "bulk")
SELECT = "SELECT position, part, epoch, facts, unrecognized FROM cursor WHERE business = ?"
SELECT_PLACES = "SELECT position, part FROM cursor WHERE business = ? ORDER BY lane"
SELECT_ALL = """SELECT business, lane, position, part, epoch, facts, unrecognized FROM cursor
    ORDER BY business, lane"""
TAKE = """INSERT INTO cursor (business, lane, position, part, epoch, facts, unrecognized)
    VALUES (?, ?, 0, 0, ?, 0, 0) ON CONFLICT (business, lane)
    DO UPDATE SET epoch = excluded.epoch WHERE cursor.epoch <= excluded.epoch"""
ADVANCE = """UPDATE cursor
    SET position = ?, part = ?, facts = facts + ?, unrecognized = unrecognized + ?
    WHERE business = ? AND lane = ? AND epoch = ?"""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Records up to `position` are projected, and `part` facts of the one after it."""

    position: int = 0
    part: int = 0
    epoch: int = 0
    facts: int = 0
    unrecognized: int = 0


@dataclass(frozen=True, slots=True)
class Advance:
    """Where a batch ends, and how much it held."""

    lane: Lane
    position: int
    part: int
    facts: int
    unrecognized: int


def cursor(business: str, lane: Lane, using: str = TABLES) -> Cursor:
    """Return where a lane stands. Call it within `as_business` or `across_businesses`."""
    rows = dialect(using).select(f"{SELECT} AND lane = ?", (business, lane))
    return Cursor(*rows[0]) if rows else Cursor()


def cursors_of(business: str, using: str = TABLES) -> tuple[tuple[int, int], ...]:
    """Return position and part of every lane of a business. Call it within `as_business`."""
    return tuple((row[0], row[1]) for row in dialect(using).select(SELECT_PLACES, (business,)))


def all_cursors(using: str = TABLES) -> dict[tuple[str, Lane], Cursor]:
    """Return where every lane of every business stands. Within `across_businesses`."""
    rows = dialect(using).select(SELECT_ALL, ())
    return {(row[0], row[1]): Cursor(*row[2:]) for row in rows}


def take(business: str, epoch: int, using: str = TABLES) -> None:
    """Become the writer of a business's tables, or raise `Fenced`. Within `as_business`."""
    for lane in LANES:
        if dialect(using).run(TAKE, (business, lane, epoch)) != 1:
            raise _fenced(business, epoch)


def advance(business: str, epoch: int, to: Advance, using: str = TABLES) -> None:
    """Move a cursor, or raise `Fenced` when the business has another writer by now."""
    moved = (to.position, to.part, to.facts, to.unrecognized)
    if dialect(using).run(ADVANCE, (*moved, business, to.lane, epoch)) != 1:
        raise _fenced(business, epoch)


def _fenced(business: str, epoch: int) -> Fenced:
    return Fenced(
        f"The tables of {business!r} have a newer writer than epoch {epoch}. Stop this writer."
    )
