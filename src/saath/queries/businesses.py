"""What a page says about the business itself."""

from dataclasses import dataclass

from saath.domain.policy import Past
from saath.store.kinds import PRIMARY, TABLES
from saath.store.models import Business, Connection
from saath.store.policies import load_policies
from saath.store.tenancy import as_business

SIMULATOR = "simulator"


@dataclass(frozen=True, slots=True)
class BusinessView:
    """A tenant, perhaps without a name yet; `simulated` when no number of it is a real one."""

    name: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class PauseView:
    """Everything automatic stands still: by whose word, and why."""

    by: str
    reason: str


def get_pause(business: str, *, using: str = TABLES) -> PauseView | None:
    """Whether everything automatic is paused now."""
    with as_business(business, using, reads=True):
        pause = load_policies(business, using).latest.pause
    return PauseView(pause.by, pause.reason) if pause else None


def get_past(business: str, *, using: str = TABLES) -> Past:
    """Who sees what came over from the phone."""
    with as_business(business, using, reads=True):
        return load_policies(business, using).latest.past


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
