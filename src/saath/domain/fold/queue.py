"""What waits to be said automatically, and how it goes when a person takes the conversation."""

from saath.domain.facts.messages import Failure
from saath.domain.intention import gone
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
