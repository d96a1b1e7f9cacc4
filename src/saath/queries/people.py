"""Who can be named: of the team by id or sign-in name, of the customers by the phone book."""

from dataclasses import dataclass

from django.db.models import Q

from saath.store.dialect import dialect
from saath.store.kinds import PRIMARY, TABLES
from saath.store.models import User
from saath.store.tenancy import as_business

ACTORS = frozenset({"owner", "manager", "agent"})
"""The roles that write to customers and tend conversations."""

_BOOK = """SELECT person, book, CASE WHEN kind = 'phone' THEN value ELSE '' END FROM alias
    WHERE business = ? AND portfolio = ? AND in_book = 1 AND book <> ''"""


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody of the team, by id and by the name that threads show."""

    id: str
    name: str


def find_teammate(business: str, said: str, *, using: str = PRIMARY) -> Teammate | None:
    """The active person with this id or sign-in name who may act."""
    named = (
        Q(username=said) | Q(pk=int(said))
        if said.isascii() and said.isdigit()
        else Q(username=said)
    )
    with as_business(business, using, reads=True):
        found = (
            User.objects.using(using)
            .filter(named, business=business, is_active=True, role__in=ACTORS)
            .first()
        )
    return teammate(found) if found else None


def teammate(user: User) -> Teammate:
    """This person as threads show them."""
    return Teammate(str(user.pk), user.name or user.username)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the phone book: who is called so, and the phone, if it is one."""

    person: str
    name: str
    phone: str


def list_book(business: str, portfolio: str, *, using: str = TABLES) -> tuple[Entry, ...]:
    """The phone book as it is now."""
    with as_business(business, using, reads=True):
        rows = dialect(using).select(_BOOK, (business, portfolio))
    return tuple(Entry(*row) for row in rows)
