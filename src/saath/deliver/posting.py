"""Post one attempt, and say what became of it. No database, no journal: it runs beside the loop."""

from collections.abc import Callable
from dataclasses import dataclass

from saath.deliver.asking import Parcel
from saath.domain.facts import OutcomeKnown
from saath.domain.intention import Intention
from saath.net import Sends
from saath.whatsapp.graph import read_answer, send_message

FRESH_S = 2.0
"""The first byte leaves within this time after the guard was asked, or none does."""
PATIENCE_S = 90.0
"""An answer that still drips after this long is none: a thread that waits on is one that does not
send. Whether the message counted is then unknown."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of an attempt by `at`, and until when its number must be silent (0: it need not)."""

    outcome: OutcomeKnown
    at: int
    silent_until: int = 0


def post(
    client: Sends,
    parcel: Parcel,
    *,
    is_fresh: Callable[[], bool],
    clock: Callable[[], int],
) -> Posted:
    """Send it once, or not at all when it is not fresh any more once the connection stands."""
    result = send_message(
        client, parcel.line, parcel.payload, may_begin=is_fresh, deadline_s=PATIENCE_S
    )
    attempt, now = parcel.attempt, clock()
    answer = read_answer(result, attempts=attempt.number, now=now)
    outcome = OutcomeKnown(
        attempt.intention.key,
        attempt.intention.person,
        attempt.intention.phone_number_id,
        attempt.number,
        answer.kind,
        answer.wamid,
        answer.code,
        answer.reason,
        answer.retry_at,
    )
    return Posted(outcome, now, answer.retry_at if answer.stops_number else 0)


def doubt(intention: Intention, number: int, reason: str) -> OutcomeKnown:
    """Nobody knows what became of this attempt."""
    return OutcomeKnown(
        intention.key,
        intention.person,
        intention.phone_number_id,
        number,
        "unconfirmed",
        reason=reason,
    )
