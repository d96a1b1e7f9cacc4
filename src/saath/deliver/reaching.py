"""Whom a portfolio wrote to first today, as the guard looks at it. Reads only."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from saath.domain.guard import Reached
from saath.domain.intention import Intention
from saath.domain.limits import PORTFOLIO_UNTOLD
from saath.domain.number_state import people_in
from saath.domain.policy import Policy
from saath.domain.states import Draft
from saath.outbox import DAY_MS, Lately, count_reached

type Counts = dict[str, Lately]
"""By portfolio; only those that somebody wants to write to first from."""


class Asked(Protocol):
    """What of a question is needed here."""

    @property
    def business(self) -> str: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def tier(self) -> Callable[[str], str]: ...
    @property
    def using(self) -> str: ...


def count(asked: Asked, due: Iterable[Intention], now: int) -> Counts:
    """Count for every template that is due. Call it within `as_business`."""
    wanted = {
        _portfolio(asked.policy, one.phone_number_id)
        for one in due
        if one.outgoing.type == "template"
    }
    return {
        portfolio: count_reached(
            asked.business, _numbers(asked.policy, portfolio), now, asked.using
        )
        for portfolio in wanted - {""}
    }


def reached(
    asked: Asked,
    draft: Draft,
    intention: Intention,
    chosen: Collection[Intention],
    counts: Counts,
    now: int,
) -> Reached:
    """The same with those whom this turn already chose to write to."""
    portfolio = _portfolio(asked.policy, intention.phone_number_id)
    numbers = _numbers(asked.policy, portfolio)
    lately = counts.get(portfolio, Lately())
    added = {
        one.person
        for one in chosen
        if one.outgoing.type == "template"
        and one.phone_number_id in numbers
        and not _was_reached(draft, one.person, numbers, now)
    }
    is_known = intention.person in added or _was_reached(draft, intention.person, numbers, now)
    free_at = lately.first_at + DAY_MS if lately.first_at else 0
    allowed = _allowed(asked, draft, numbers)
    return Reached(lately.people + len(added), is_known, free_at, allowed)


def _portfolio(policy: Policy, phone_number_id: str) -> str:
    number = policy.number(phone_number_id)
    return (number.portfolio_id or number.waba_id) if number else ""


def _numbers(policy: Policy, portfolio: str) -> frozenset[str]:
    return frozenset(
        n.phone_number_id for n in policy.numbers if portfolio in {n.portfolio_id, n.waba_id}
    )


def _was_reached(draft: Draft, person: str, numbers: Iterable[str], now: int) -> bool:
    known = filter(None, (draft.conversation(person, number) for number in numbers))
    return any(one.reached_at > now - DAY_MS for one in known)


def _allowed(asked: Asked, draft: Draft, numbers: Collection[str]) -> int:
    """What WhatsApp told last: by itself, else when it was asked, else what everybody begins with."""
    accounts = {n.waba_id for n in asked.policy.numbers if n.phone_number_id in numbers}
    told = max(
        (draft.number(one) for one in accounts), key=lambda s: s.people_told_at, default=None
    )
    if told is not None and told.people_a_day:
        return told.people_a_day
    asked_for = [people_in(asked.tier(number)) for number in numbers]
    return max(asked_for, default=0) or PORTFOLIO_UNTOLD.value
