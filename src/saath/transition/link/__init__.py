"""Link a number: one beginning, carried on until it is done, and the proof that it works.

The words for what can go wrong are in `problems`.
"""

from dataclasses import dataclass, replace
from typing import Literal

from saath.domain.facts.linking import Asked, Sync
from saath.requests import claim, list_unclaimed
from saath.store import linking as kept
from saath.store.linking import Attempt, Door
from saath.transition.around import Around
from saath.transition.link.proof import look
from saath.transition.link.steps import LAST, carry_on, exchange
from saath.transition.link.watching import look_at_numbers
from saath.transition.sync import asking
from saath.whatsapp.graph import VERSION as GRAPH_VERSION

__all__ = [
    "GRAPH_VERSION",
    "Around",
    "LinkView",
    "ask_again",
    "claim_early",
    "fail",
    "go_on",
    "link",
    "look_at_numbers",
    "present",
]

type LinkState = Literal["none", "stopped", "linking", "waiting_for_proof", "active"]


@dataclass(frozen=True, slots=True)
class LinkView:
    """The newest attempt to link. `done` is the last step that is through; no secrets."""

    state: LinkState
    id: str
    provider: str
    phone_number_id: str
    waba_id: str
    display_phone_number: str
    done: str
    problem: str
    problem_detail: str
    started_at: int
    linked_at: int
    inbound_ms: int | None
    echo_ms: int | None


NOTHING = LinkView("none", "", "", "", "", "", "", "", "", 0, 0, None, None)


def link(around: Around, door: Door, *, code: str, waba_id: str) -> LinkView:
    """Link with a code of the sign-up. `waba_id` is the browser's word, "" if it said none."""
    attempt = Attempt(
        door.business,
        around.new_id(),
        door.provider,
        around.clock(),
        waba_id=waba_id,
        callback_url=around.callback_url,
    )
    kept.begin(attempt)
    bought = exchange(around, door, attempt, code)
    return _view(carry_on(around, door, bought))


def fail(around: Around, business: str, *, provider: str, problem: str, detail: str) -> LinkView:
    """Keep that the sign-up ended before there was a code."""
    attempt = Attempt(business, around.new_id(), provider, around.clock())
    kept.begin(replace(attempt, problem=problem, problem_detail=detail))
    return present(around, business)


def go_on(around: Around, business: str) -> LinkView:
    """Carry the newest attempt on, if it stopped on the way; nothing is asked for twice."""
    attempt, door = _newest(around, business), kept.newest_door(business, around.safe)
    if attempt is None:
        return NOTHING
    if door is not None and attempt.done:
        attempt = carry_on(around, door, attempt)
        ask_again(around, business)
    return _view(look(around, attempt))


def ask_again(around: Around, business: str) -> dict[Sync, Asked]:
    """Ask for the syncs of the newest link that were put off; what became of each."""
    attempt, door = _newest(around, business), kept.newest_door(business, around.safe)
    if attempt is None or door is None or attempt.done != LAST:
        return {}
    return asking.ask_again(around, door, attempt)


def claim_early(
    around: Around, business: str, phone_number_id: str, *, after: int = 0
) -> tuple[int, int]:
    """Take what came for the number before every process knew it.

    How many there were, and how far it was looked: the next look begins there.
    """
    unclaimed = list_unclaimed(around.journal, after=after)
    early = [
        one for one in unclaimed if phone_number_id in one.phone_number_ids and not one.claimed_by
    ]
    for one in early:
        claim(around.journal, around.waker, business, one.position, now=around.clock())
    return len(early), unclaimed[-1].position if unclaimed else after


def present(around: Around, business: str) -> LinkView:
    """The newest attempt as it stands, the proof looked for."""
    attempt = _newest(around, business)
    return _view(look(around, attempt)) if attempt else NOTHING


def _newest(around: Around, business: str) -> Attempt | None:
    return kept.newest_attempt(business, around.safe)


def _view(attempt: Attempt) -> LinkView:
    return LinkView(
        _state(attempt),
        attempt.id,
        attempt.provider,
        attempt.phone_number_id,
        attempt.waba_id,
        attempt.display_phone_number,
        attempt.done,
        attempt.problem,
        attempt.problem_detail,
        attempt.started_at,
        attempt.linked_at,
        attempt.inbound_ms if attempt.inbound_ms >= 0 else None,
        attempt.echo_ms if attempt.echo_ms >= 0 else None,
    )


def _state(attempt: Attempt) -> LinkState:
    if attempt.problem:
        return "stopped"
    if attempt.done != LAST:
        return "linking"
    is_proven = min(attempt.inbound_ms, attempt.echo_ms) >= 0
    return "active" if is_proven else "waiting_for_proof"
