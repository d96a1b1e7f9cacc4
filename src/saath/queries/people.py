"""Who of the team can be named: by id or by the name they sign in with."""

from dataclasses import dataclass

from django.db.models import Q

from saath.store.kinds import PRIMARY
from saath.store.models import User
from saath.store.tenancy import as_business

ACTORS = frozenset({"owner", "manager", "agent"})
"""The roles that write to customers and tend conversations."""


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
