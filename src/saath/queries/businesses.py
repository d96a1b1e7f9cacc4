"""What a page says about the business itself."""

from dataclasses import dataclass

from saath.store.kinds import PRIMARY
from saath.store.models import Business, Connection
from saath.store.tenancy import as_business

SIMULATOR = "simulator"


@dataclass(frozen=True, slots=True)
class BusinessView:
    """A tenant, perhaps without a name yet; `simulated` when no number of it is a real one."""

    name: str
    simulated: bool


def get_business(business: str, *, using: str = PRIMARY) -> BusinessView:
    """The business with this key."""
    with as_business(business, using, reads=True):
        name = (
            Business.objects.using(using).filter(business=business).values_list("name", flat=True)
        )
        providers = (
            Connection.objects.using(using)
            .filter(business=business)
            .values_list("provider", flat=True)
        )
        named, known = list(name), set(providers)
    return BusinessView(named[0] if named else "", known == {SIMULATOR})
