"""What an agent sees before acting, read from the tables as a page reads them."""

from dataclasses import dataclass

from saath.store.dialect import dialect
from saath.store.generation import follow
from saath.store.kinds import TABLES
from saath.store.tenancy import as_business

CONVERSATIONS = """SELECT person, phone_number_id, heard_at, heard_id, spoke_at, spoke_id
    FROM conversation WHERE business = ? ORDER BY person, phone_number_id"""
FAILED = """SELECT person, phone_number_id, id FROM message WHERE business = ?
    AND (sending LIKE '%"failed"%' OR sending LIKE '%"cancelled"%' OR sending LIKE '%"unresolved"%')
    ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Looked:
    """One conversation on a screen: the last message shown, and the customer's last."""

    person: str
    phone_number_id: str
    last: str
    heard: str = ""


def look(business: str) -> list[Looked]:
    """Every conversation as it is shown now."""
    follow()
    with as_business(business, TABLES, reads=True):
        rows = dialect(TABLES).select(CONVERSATIONS, (business,))
    return [
        Looked(person, number, max((heard, heard_id), (spoke, spoke_id))[1], heard_id)
        for person, number, heard, heard_id, spoke, spoke_id in rows
    ]


def failed_messages(business: str) -> list[Looked]:
    """What a person could send again."""
    follow()
    with as_business(business, TABLES, reads=True):
        rows = dialect(TABLES).select(FAILED, (business,))
    return [Looked(*row) for row in rows]
