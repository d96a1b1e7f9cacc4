"""What waits to be said: how automatic words go when a person comes, how words wait for others."""

from saath.domain.facts.messages import Failure
from saath.domain.intention import Intention, behind, gone
from saath.domain.message import advance
from saath.domain.states import Draft

PERSON_ACTIVE = Failure(0, "person-active")


def drop_automatic(draft: Draft, person: str, phone_number_id: str) -> None:
    """A person answers now: every automatic intention that is not on its way is gone.

    One that WhatsApp put off stands in the thread already, and its message says what became of it.
    """
    for waiting in draft.intentions_of(person, phone_number_id):
        if waiting.automatic and waiting.stage == "queued":
            draft.changes.intentions[waiting.key] = gone(waiting)
            message = draft.message(waiting.key)
            if message is not None:
                draft.changes.messages[message.id] = advance(message, "cancelled", PERSON_ACTIVE)


def let_wait(draft: Draft, ahead: Intention) -> None:
    """What waits in the same conversation goes after this one, whenever that may go."""
    for other in draft.intentions_of(draft.find(ahead.person), ahead.phone_number_id):
        waiting = behind(other, ahead) if other.stage == "queued" else other
        if waiting is not other and other.key != ahead.key:
            draft.changes.intentions[other.key] = waiting


def queue(draft: Draft, intention: Intention) -> None:
    """It waits from now on, behind what was asked for before it."""
    for ahead in draft.intentions_of(draft.find(intention.person), intention.phone_number_id):
        intention = behind(intention, ahead)
    draft.changes.intentions[intention.key] = intention
