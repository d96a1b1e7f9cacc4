"""Signs that are measured by other rooms and judged here. One function each; add yours to SOURCES.

A source reads what its room knows and answers with signs of the three lights. What nobody can
measure yet is *not known*: then `domain.lights` says so, and no source hides it.
"""

from collections.abc import Callable, Iterable

from saath.domain.ledger import OVER
from saath.domain.lights import Sign, State
from saath.queries.conditions import list_conditions
from saath.queries.ledger import get_ledger
from saath.queries.numbers import list_numbers
from saath.transition.watch.conditions import signs_of

type Source = Callable[[str, int], Iterable[Sign]]
"""(business, now) to signs."""


def _conditions(business: str, now: int) -> Iterable[Sign]:
    """What is wrong with a number and is not measured by the lights themselves."""
    return signs_of(list_conditions(business, now), list_numbers(business))


def _ledger(business: str, now: int) -> Iterable[Sign]:
    """Whether the history came over whole. Said only once every number's is over."""
    found = [get_ledger(business, number, now) for number in list_numbers(business)]
    known = [ledger for ledger in found if ledger and ledger.linked_at]
    if not known or any(ledger.history.state not in OVER for ledger in known):
        return
    gaps = sum(len(ledger.gaps) for ledger in known)
    said, state = ("ledger.gaps", BAD) if gaps else ("ledger.whole", GOOD)
    yield Sign("ledger", "kept", state, said, values=(("count", gaps),))


GOOD: State = "green"
BAD: State = "check"
SOURCES: tuple[Source, ...] = (_conditions, _ledger)


def also(business: str, now: int) -> list[Sign]:
    """Every sign of every source."""
    return [sign for source in SOURCES for sign in source(business, now)]
