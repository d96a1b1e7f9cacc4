"""The address book, preferences and new ids: what a delivery says about people, not messages."""

from saath.domain.facts import (
    ContactSynced,
    Fact,
    IdentityChanged,
    PersonIdentified,
    PreferenceChanged,
)
from saath.domain.identity import Identity
from saath.whatsapp.change import Change
from saath.whatsapp.decode import canonical
from saath.whatsapp.identity import of_entry, of_subject
from saath.whatsapp.read import Json, object_in, text_in, time_in
from saath.whatsapp.unread import objects_of, unrecognized

MARKETING = "marketing_messages"


def read_state_sync(change: Change, items: list[object], facts: list[Fact]) -> None:
    """All of `state_sync[]`. An edit is another `add`; a removal omits the names."""
    for item in objects_of(change, items, facts):
        contact, action = object_in(item, "contact"), text_in(item, "action").lower()
        who, at = of_entry(contact), time_in(object_in(item, "metadata"), "timestamp")
        name = text_in(contact, "full_name") or text_in(contact, "first_name")
        if who and action in ("add", "remove"):
            present = action == "add"
            facts.append(ContactSynced(change.phone_number_id, at, who, name, present))
        else:
            facts.append(unrecognized(change, item, who, "contact", "unknown sync item"))


def read_preferences(change: Change, items: list[object], facts: list[Fact]) -> None:
    """All of `user_preferences[]`."""
    for item in objects_of(change, items, facts):
        who = change.contacts.complete(of_subject(item))
        facts.append(_preference(change, item, who))


def _preference(change: Change, item: Json, who: Identity) -> Fact:
    """A stop counts whatever it is about; a yes counts only for what we know it is about."""
    value, category = text_in(item, "value").lower(), text_in(item, "category")
    number, at = change.phone_number_id, time_in(item, "timestamp")
    if value == "stop" and who:
        return PreferenceChanged(number, at, who, "stop", canonical(item))
    if value in ("resume", "signup") and who and category in ("", MARKETING):
        return PreferenceChanged(number, at, who, "resume", canonical(item))
    return unrecognized(change, item, who, "contact", "unknown preference")


def read_id_updates(change: Change, items: list[object], facts: list[Fact]) -> None:
    """All of `user_id_update[]`: WhatsApp gave a person another BSUID."""
    for item in objects_of(change, items, facts):
        before, after = ids_of_update(change, item)
        if before and after.bsuid:
            at = time_in(item, "timestamp")
            facts.append(IdentityChanged(change.phone_number_id, at, before, after))
        else:
            facts.append(unrecognized(change, item, after, "contact", "unknown id update"))


def ids_of_update(change: Change, item: Json) -> tuple[Identity, Identity]:
    """Who a person was and is. The phone beside the update is the one they have now."""
    ids = object_in(item, "user_id")
    before = Identity(bsuid=text_in(ids, "previous"))
    after = Identity(text_in(ids, "current"), of_subject(item).phone)
    return before, change.contacts.complete(after)


def read_unmet(change: Change, facts: list[Fact]) -> None:
    """The people beside the items whom no item was about."""
    facts.extend(
        PersonIdentified(change.phone_number_id, change.at, who) for who in change.contacts.unmet()
    )
