"""Bugs in the life of a number: what cuts it off, what brings it back, what waits meanwhile."""

from dataclasses import replace
from typing import Any

from saath.domain.number_state import RESTRICTS_TEMPLATES
from tests.planted.planting import bug


@bug("I25", at="saath.domain.fold.numbers:live_on")
def reconnection_ends_a_ban(original: Any) -> Any:
    """A phone that is back counts as an account that is reinstated."""

    def live_on(state: Any, event: str, detail: str, at: int) -> Any:
        lived = original(state, event, detail, at)
        if event != "ACCOUNT_RECONNECTED":
            return lived
        return replace(lived, reinstated_at=max(lived.reinstated_at, at))

    return live_on


@bug("I25", at="saath.domain.number_state:_joined")
def last_account_event_to_arrive_wins(_original: Any) -> Any:
    """What is told last counts, whenever WhatsApp says that it happened."""

    def joined(state: Any, register: str, at: int) -> Any:
        times = (
            state.offboarded_at, state.reconnected_at, state.removed_at, state.added_at,
            state.banned_at, state.reinstated_at, at,
        )  # fmt: skip
        return replace(state, **{register: max(times) + 1})

    return joined


@bug("I25", at="saath.whatsapp.numbers:_account")
def removal_told_by_the_portfolio_is_missed(original: Any) -> Any:
    """Reads only one of the two shapes in which Meta tells that the owner disconnected."""
    return lambda change, what: replace(original(change, what), account_id=change.account_id)


@bug("I25", at="saath.domain.guard:_unavailable")
def absence_cancels_the_queue(original: Any) -> Any:
    """What waits for a number that is away is dropped at once."""
    return lambda life, until: replace(original(life, until), retry_at=0)


@bug("I25", at="saath.project.writer:release_holds")
def return_releases_nothing(_original: Any) -> Any:
    """What was held while the number was away stays held when it is back."""
    return lambda _business, _using: None


@bug("I25", at="saath.domain.number_state:RESTRICTS_REPLIES")
def restricted_templates_hold_answers(original: Any) -> Any:
    """A restriction of templates is taken for one of answers."""
    return original | RESTRICTS_TEMPLATES
