"""Conversations that wait because one of their facts could not be folded."""

from collections.abc import Sequence
from dataclasses import dataclass

from saath.domain.states import ConversationKey
from saath.journal import Lane
from saath.store.dialect import dialect
from saath.store.kinds import TABLES

SELECT = """SELECT person, phone_number_id, lane, position, part, live_position, bulk_position,
    reason, at FROM parked WHERE business = ? ORDER BY person, phone_number_id"""
INSERT = """INSERT INTO parked (business, person, phone_number_id, lane, position, part,
    live_position, bulk_position, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (business, person, phone_number_id) DO NOTHING"""
DELETE = "DELETE FROM parked WHERE business = ? AND person = ? AND phone_number_id = ?"


@dataclass(frozen=True, slots=True)
class Parked:
    """Whose conversation, which fact stopped it, and from where each lane is to be folded again."""

    person: str
    phone_number_id: str
    lane: Lane
    position: int
    part: int
    live_position: int
    bulk_position: int
    reason: str
    at: int

    @property
    def key(self) -> ConversationKey:
        """The conversation; ("", "") for a fact that belongs to none."""
        return (self.person, self.phone_number_id)


def list_parked(business: str, using: str = TABLES) -> list[Parked]:
    """Return what is parked. Call it within `as_business`."""
    return [Parked(*row) for row in dialect(using).select(SELECT, (business,))]


def park(business: str, parked: Sequence[Parked], using: str = TABLES) -> None:
    """Park conversations; one that is parked already stays as it is. Within `as_business`."""
    for one in parked:
        fact = (one.lane, one.position, one.part, one.live_position, one.bulk_position)
        dialect(using).run(INSERT, (business, *one.key, *fact, one.reason, one.at))


def unpark(business: str, key: ConversationKey, using: str = TABLES) -> None:
    """Let a conversation go on. Within `as_business`."""
    dialect(using).run(DELETE, (business, *key))
