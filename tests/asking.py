"""Records of our own kinds, for tests that only care about what they say."""

from dataclasses import dataclass, field, replace

from saath.bus import Wake
from saath.domain.actor import Actor
from saath.domain.facts import AttemptMade, OutcomeKnown, RequestMade
from saath.domain.facts.requests import Reply
from saath.domain.facts.sending import Outcome
from saath.domain.ids import alias_id
from saath.domain.intention import Intention
from saath.domain.outgoing import Outgoing
from saath.domain.policy import Automation, Policy
from saath.journal import Entry
from saath.requests import request_id
from saath.store.bodies import Action, encode_attempt, encode_outcome, encode_request, entry
from tests.deliveries import BUSINESS, DAY, NUMBER, PORTFOLIO, REGISTERED

AGENT = Actor("agent", "7", "Meera")
PROGRAM = Actor("api", "9", "shop")
NOON = DAY * 1000
"""Milliseconds; the moment that tests count from."""
GREETING = Automation("hello", "greeting", "Welcome!", on=True)
GREETED: Policy = replace(REGISTERED, version=2, automations=(GREETING,))


@dataclass
class Wakes:
    """A bus that remembers."""

    said: list[Wake] = field(default_factory=list)

    def wake(self, wake: Wake) -> None:
        """Remember it."""
        self.said.append(wake)

    def close(self) -> None:
        """Nothing to let go of."""


def person(phone: str, business: str = BUSINESS) -> str:
    """The id of who has this phone number."""
    return alias_id(business, PORTFOLIO, "phone", phone)


def text(words: str, seen: str = "") -> Reply:
    """A reply in words."""
    return Reply(Outgoing("text", text=words), seen)


def request(
    phone: str,
    action: Action,
    *,
    key: str = "1",
    actor: Actor = AGENT,
    at: int = NOON,
    business: str = BUSINESS,
) -> RequestMade:
    """A request of a person or program, good for a minute."""
    own = request_id(business, actor, key)
    return RequestMade(own, actor, person(phone, business), NUMBER, action, at + 60_000)


def asked(made: RequestMade, *, at: int = NOON, business: str = BUSINESS) -> Entry:
    """A request as the journal takes it."""
    return entry(business, "request", encode_request(made), now=at)


def attempted(intention: Intention, *, at: int = NOON, business: str = BUSINESS) -> Entry:
    """The next attempt of an intention, as the journal takes it."""
    made = AttemptMade(intention, intention.attempts + 1)
    return entry(business, "attempt", encode_attempt(made), now=at)


def ended(
    intention: Intention,
    outcome: Outcome,
    *,
    at: int = NOON,
    business: str = BUSINESS,
    wamid: str = "",
    retry_at: int = 0,
) -> Entry:
    """What became of the present attempt, as the journal takes it."""
    known = OutcomeKnown(
        intention.key,
        intention.person,
        intention.phone_number_id,
        intention.attempts,
        outcome,
        wamid=wamid,
        retry_at=retry_at,
    )
    return entry(business, "outcome", encode_outcome(known), now=at)
