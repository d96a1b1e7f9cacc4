"""Whom a portfolio wrote to first today, as the guard looks at it. Reads only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from saath.domain.guard import Reached
from saath.domain.intention import Intention
from saath.domain.limits import PORTFOLIO_UNTOLD
from saath.domain.number_state import people_in
from saath.domain.policy import Number, Policy
from saath.domain.states import Draft
from saath.outbox import DAY_MS, count_reached

type Tier = Callable[[str], tuple[str, int]]
"""The messaging limit of a number as WhatsApp told it when it was asked, and when that was."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The numbers that share one limit, and whom they wrote to first within a day."""

    numbers: tuple[Number, ...]
    people: int
    now: int

    def knows(self, draft: Draft, person: str) -> bool:
        """Whether this person is among them."""
        known = (draft.conversation(person, n.phone_number_id) for n in self.numbers)
        return any(one.reached_at > self.now - DAY_MS for one in known if one is not None)


def portfolios(
    business: str, policy: Policy, due: Iterable[Intention], now: int, using: str
) -> dict[str, Portfolio]:
    """Those that a due template would be sent from, by number. Call it within `as_business`."""
    found: dict[str, Portfolio] = {}
    for one in due:
        number = policy.number(one.phone_number_id)
        if one.outgoing.type != "template" or number is None:
            continue
        if number.phone_number_id not in found:
            numbers = tuple(n for n in policy.numbers if _name(n) == _name(number))
            named = [n.phone_number_id for n in numbers]
            made = Portfolio(numbers, count_reached(business, named, now, using), now)
            found |= dict.fromkeys(named, made)
    return found


def _name(number: Number) -> str:
    return number.portfolio_id or number.waba_id


def reached(
    portfolio: Portfolio, draft: Draft, person: str, chosen: Iterable[Intention], tier: Tier
) -> Reached:
    """What the guard asks; whom this turn already `chose` to write to first counts."""
    numbers = {n.phone_number_id for n in portfolio.numbers}
    added = {
        one.person
        for one in chosen
        if one.outgoing.type == "template" and one.phone_number_id in numbers
    }
    new = {one for one in added if not portfolio.knows(draft, one)}
    is_known = person in added or portfolio.knows(draft, person)
    return Reached(portfolio.people + len(new), is_known, _allowed(portfolio, draft, tier))


def _allowed(portfolio: Portfolio, draft: Draft, tier: Tier) -> int:
    """What WhatsApp told last, by itself or when it was asked; else what everybody begins with."""
    states = [draft.number(one) for one in {n.waba_id for n in portfolio.numbers}]
    answers = [tier(n.phone_number_id) for n in portfolio.numbers]
    told = [(s.people_told_at, s.people_a_day) for s in states]
    told += [(at, people_in(name)) for name, at in answers]
    known = [(at, -people) for at, people in told if people]
    return -max(known)[1] if known else PORTFOLIO_UNTOLD.value
