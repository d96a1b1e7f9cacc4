"""What waits to be said automatically, and how it goes when a person takes the conversation."""

from saath.domain.intention import gone
from saath.domain.states import Draft


def drop_automatic(draft: Draft, person: str, phone_number_id: str) -> None:
    """A person answers now: every automatic intention that was not attempted yet is gone."""
    for waiting in draft.intentions_of(person, phone_number_id):
        if waiting.automatic and waiting.stage == "queued":
            draft.changes.intentions[waiting.key] = gone(waiting)
