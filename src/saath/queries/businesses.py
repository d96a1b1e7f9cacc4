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
    """A tenant, perhaps without a name yet; `simulated` when no number of it is a real one.

    `simulator` is where the simulator of its numbers answers, empty when it is not known.
    """

    name: str
    simulated: bool
    simulator: str


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
        connections = (
            Connection.objects.using(using)
            .filter(business=business)
            .values_list("provider", "graph_url")
        )
        named, known = list(name), list(connections)
    simulated = {provider for provider, _url in known} == {SIMULATOR}
    urls = [url for _provider, url in known if url and simulated]
    return BusinessView(named[0] if named else "", simulated, urls[0] if urls else "")
