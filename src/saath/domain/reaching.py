"""Whom a portfolio may write to first: WhatsApp limits how many people that may be in a day.

Not here: what comes of it (`guard`), and counting them (`store.load`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from saath.domain.guard import Reached
from saath.domain.intention import Intention
from saath.domain.limits import DAY, PORTFOLIO_UNTOLD
from saath.domain.number_state import people_in
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft

type Tier = tuple[str, int]
"""The messaging limit of a number as WhatsApp told it when it was asked, and when that was."""
NOT_TOLD: Tier = ("", 0)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The numbers that share one limit, how many people they wrote to first within a day, and what
    WhatsApp told of the limit when it was asked.
    """

    numbers: tuple[Number, ...]
    people: int
    now: int
    tiers: tuple[Tier, ...] = ()

    def has(self, phone_number_id: str) -> bool:
        """Whether this number is one of them."""
        return any(phone_number_id == number.phone_number_id for number in self.numbers)

    def knows(self, draft: Draft, person: str) -> bool:
        """Whether they wrote to this person first within the day."""
        known = (draft.conversation(person, n.phone_number_id) for n in self.numbers)
        return any(one.reached_at > self.now - DAY for one in known if one is not None)

    def allowed(self, draft: Draft) -> int:
        """What WhatsApp told last, by itself or when asked; else what every portfolio begins with."""
        states = (draft.number(one) for one in {number.waba_id for number in self.numbers})
        told = [(state.people_told_at, state.people_a_day) for state in states]
        told += [(at, people_in(name)) for name, at in self.tiers]
        known = [(at, -people) for at, people in told if people]
        return -max(known)[1] if known else PORTFOLIO_UNTOLD.value


def sharing(policy: Policy, phone_number_id: str) -> tuple[Number, ...]:
    """The numbers that share one limit with this one, itself among them; none if it is unknown."""
    number = policy.number(phone_number_id)
    return tuple(n for n in policy.numbers if number and _name(n) == _name(number))


def _name(number: Number) -> str:
    return number.portfolio_id or number.waba_id


def reached(
    portfolio: Portfolio, draft: Draft, person: str, chosen: Iterable[Intention] = ()
) -> Reached:
    """What the guard asks; whom somebody just `chose` to write to first counts."""
    added = {
        one.person
        for one in chosen
        if one.outgoing.type == "template" and portfolio.has(one.phone_number_id)
    }
    new = {one for one in added if not portfolio.knows(draft, one)}
    is_known = person in added or portfolio.knows(draft, person)
    return Reached(portfolio.people + len(new), is_known, portfolio.allowed(draft))
