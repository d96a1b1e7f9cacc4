"""Where an item stands: the change around it, with all that its facts take from there."""

from dataclasses import dataclass

from saath.domain.facts import Origin
from saath.whatsapp.identity import Contacts
from saath.whatsapp.read import Json, items_in, object_in, objects_in, phone_in, text_in

# The lists whose items are completed by `contacts[]`.
_WITH_PEOPLE = (
    *("messages", "message_echoes", "statuses", "user_preferences", "user_id_update"),
    *("calls", "groups", "user_actions", "automatic_events"),
)


@dataclass(slots=True)
class Change:
    """One entry of `changes[]`. `at` is the entry's time, `display` the business's own number."""

    field: str
    account_id: str
    at: int
    value: Json
    phone_number_id: str
    display: str
    contacts: Contacts
    origin: Origin = "live"


def read_change(value: Json, field: str, account_id: str, at: int) -> Change:
    """Read what all items of a change share."""
    metadata = object_in(value, "metadata")
    return Change(
        field=field,
        account_id=account_id,
        at=at,
        value=value,
        phone_number_id=text_in(metadata, "phone_number_id") or text_in(value, "phone_number_id"),
        display=phone_in(metadata, "display_phone_number")
        or phone_in(value, "display_phone_number"),
        contacts=Contacts(objects_in(value, "contacts"), alone=_items_with_people(value) == 1),
        origin="history" if field == "history" or "history" in value else "live",
    )


def _items_with_people(value: Json) -> int:
    return sum(len(items_in(value, key)) for key in _WITH_PEOPLE if key in value)
