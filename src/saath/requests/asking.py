"""Ask something of a conversation: append the request, wait for its result, say what it is."""

from collections.abc import Callable
from dataclasses import dataclass

from saath.bus import Wake, Waker
from saath.domain.actor import Actor
from saath.domain.facts import RequestMade
from saath.domain.ids import digest
from saath.journal import Journal
from saath.requests.answers import Answer, Done, KeyReused, Pending, Refused
from saath.store.bodies import encode_request, entry
from saath.store.kinds import TABLES
from saath.store.results import Known, ask_of, find_result
from saath.store.tenancy import as_business

POLL_FIRST_S, POLL_LAST_S = 0.002, 0.02


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long to wait for a result, and with whose clock (seconds, of any beginning) and sleep."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    limit_s: float = 3.0


def request_id(business: str, actor: Actor, idempotency_key: str) -> str:
    """Return the id of a request: the same actor and key is the same request, for ever."""
    return digest("request", business, actor.kind, actor.id, idempotency_key)


def ask(
    journal: Journal,
    waker: Waker,
    business: str,
    request: RequestMade,
    *,
    now: int,
    waiting: Waiting,
) -> Answer:
    """Ask, and wait for the answer as long as `waiting` says. Twice is once."""
    known = _known(business, request)
    if known is None:
        body = encode_request(request)
        journal.append([entry(business, "request", body, now=now)])
        waker.wake(Wake("live", business))
        known = _wait(business, request, waiting)
    return _answer(request, known)


def peek(business: str, request: RequestMade) -> Answer | None:
    """Return what became of a request, without asking it; None when it is not known yet."""
    known = _known(business, request)
    return None if known is None else _answer(request, known)


def _wait(business: str, request: RequestMade, waiting: Waiting) -> Known | None:
    until, pause = waiting.clock() + waiting.limit_s, POLL_FIRST_S
    while (known := _known(business, request)) is None and waiting.clock() < until:
        waiting.sleep(pause)
        pause = min(pause * 1.5, POLL_LAST_S)
    return known


def _known(business: str, request: RequestMade) -> Known | None:
    with as_business(business, TABLES, reads=True):
        return find_result(business, request.id, ask_of(request))


def _answer(request: RequestMade, known: Known | None) -> Answer:
    if known is None:
        return Pending(request.id)
    if not known.same:
        return KeyReused(request.id)
    refusal = known.result.refusal
    return Refused(request.id, refusal) if refusal else Done(request.id, known.result.message)
