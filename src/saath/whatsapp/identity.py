"""Whom an item names: senders, recipients, threads, entries of the address book.

`parse` and `redact` ask the same functions, so that what is erased is exactly what was told.
Best effort and never raises: an item that names nobody gives an empty `Identity`.
"""

import re

from saath.domain.identity import NOBODY, Identity
from saath.whatsapp.read import Json, object_in, phone_in, text_in

_FROM_TO = re.compile(r"from (\S+) to (\S+)")


class Contacts:
    """The `contacts[]` beside the items of one change, and which of them an item has met.

    `alone`: there is one item, so a single contact that contradicts nothing is its person, even
    when Meta repeats neither phone nor BSUID there.
    """

    __slots__ = ("_alone", "_told", "_unmet")

    def __init__(self, told: list[Json], *, alone: bool) -> None:
        self._told = [of_contact(contact) for contact in told]
        self._unmet = set(range(len(told)))
        self._alone = alone and len(told) == 1

    def find(self, who: Identity) -> int | None:
        """The place of the contact that is this person."""
        for index, contact in enumerate(self._told):
            if _is_same(who, contact, alone=self._alone):
                return index
        return None

    def complete(self, who: Identity) -> Identity:
        """Add what the contacts say of this person."""
        index = self.find(who)
        if index is None:
            return who
        self._unmet.discard(index)
        return join(who, self._told[index])

    def unmet(self) -> list[Identity]:
        """The people that no item was about."""
        return [self._told[index] for index in sorted(self._unmet) if self._told[index]]


def join(first: Identity, second: Identity) -> Identity:
    """Two tellings of one person; the first one wins where they differ."""
    if second == NOBODY:
        return first
    return Identity(
        first.bsuid or second.bsuid,
        first.phone or second.phone,
        first.username or second.username,
        first.profile_name or second.profile_name,
    )


def of_contact(contact: Json) -> Identity:
    """An entry of `contacts[]`."""
    profile = object_in(contact, "profile")
    return Identity(
        text_in(contact, "user_id"),
        phone_in(contact, "wa_id"),
        text_in(profile, "username"),
        text_in(profile, "name"),
    )


def of_sender(item: Json) -> Identity:
    """Who wrote an inbound message."""
    return Identity(text_in(item, "from_user_id"), phone_in(item, "from"))


def of_counterpart(item: Json, display: str) -> Identity:
    """Whom the business wrote to. Some echoes come with `from` and `to` swapped."""
    to = phone_in(item, "to")
    if to and to == display:
        return Identity(text_in(item, "from_user_id"), phone_in(item, "from"))
    return Identity(text_in(item, "to_user_id"), to)


def of_recipient(status: Json) -> Identity:
    """Whose status it is. In a group the recipient is the group, the person stands beside it."""
    if text_in(status, "recipient_type") == "group":
        return Identity("", phone_in(status, "recipient_participant_id"))
    return Identity(text_in(status, "recipient_user_id"), phone_in(status, "recipient_id"))


def of_thread(thread: Json) -> Identity:
    """Whose chat a thread of the history is. Older shapes have the phone as `id` only."""
    if "context" not in thread:
        return Identity("", phone_in(thread, "id"))
    context = object_in(thread, "context")
    return Identity(
        text_in(context, "user_id"),
        phone_in(context, "wa_id") or phone_in(thread, "id"),
        text_in(context, "username"),
    )


def of_entry(contact: Json) -> Identity:
    """An entry of the phone's address book."""
    return Identity(
        text_in(contact, "user_id"),
        phone_in(contact, "phone_number"),
        text_in(contact, "username"),
    )


def of_subject(item: Json) -> Identity:
    """Whom a preference or an id update is about."""
    return Identity(text_in(item, "user_id"), phone_in(item, "wa_id"))


def ids_of_system(item: Json, who: Identity) -> tuple[Identity, Identity]:
    """Who a person was and is, in a system message.

    Where the phone is hidden, the old BSUID stands in the words only (Meta:
    business-scoped-user-ids, "User X changed from OLD to NEW", read 2026-11-21).
    """
    system = object_in(item, "system")
    phone = phone_in(system, "wa_id") or phone_in(system, "new_wa_id")
    after = Identity(text_in(system, "user_id"), phone)
    changed = _FROM_TO.search(text_in(system, "body"))
    if changed and after.bsuid and changed[2] == after.bsuid:
        return join(who, Identity(changed[1])), after
    return who, after


def is_from_business(message: Json, display: str) -> bool:
    """Tell the direction of a message of the history.

    `to*` is documented on what the business sent only, but one library's sample has the
    business's own number there on an inbound message; so the number decides first.
    """
    if display and phone_in(message, "from") == display:
        return True
    to = phone_in(message, "to")
    return to != display if to and display else "to" in message or "to_user_id" in message


def _is_same(who: Identity, contact: Identity, *, alone: bool) -> bool:
    if who.bsuid and contact.bsuid:
        return who.bsuid == contact.bsuid
    if who.phone and contact.phone:
        return who.phone == contact.phone
    return alone
