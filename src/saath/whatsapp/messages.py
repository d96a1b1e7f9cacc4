"""Messages, echoes, statuses and the history: one item in, the facts about one message out.

Which items there are is `parse`'s business, what a body says `content`'s.
"""

from collections.abc import Sequence
from typing import Final

from saath.domain.facts import (
    EchoReceived,
    Fact,
    IdentityChanged,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NumberChanged,
    PersonIdentified,
    ReactionChanged,
    Status,
    StatusChanged,
)
from saath.domain.facts.messages import Failure, Pricing, Side
from saath.domain.identity import Identity
from saath.whatsapp.change import Change
from saath.whatsapp.content import kind_of, read_content
from saath.whatsapp.decode import canonical
from saath.whatsapp.identity import ids_of_system
from saath.whatsapp.read import (
    Json,
    Odd,
    number_in,
    object_in,
    objects_in,
    text_in,
    time_in,
    words_in,
)
from saath.whatsapp.unread import unrecognized

STATUSES: dict[str, Status] = {
    "pending": "pending",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "played",
    "failed": "failed",
    "error": "failed",  # the history's word
}
NOT_SAID: Final = ""


def read_message(change: Change, item: Json, who: Identity, by: Side) -> Sequence[Fact]:
    """One message by the contact, or one echo by the business; as itself or, if odd, raw."""
    kind = kind_of(item)
    try:
        return _ABOUT_ANOTHER.get(kind, _said)(change, item, who, by)
    except Odd as odd:
        return (unrecognized(change, item, who, by, str(odd)),)


def read_status(change: Change, item: Json, who: Identity) -> Fact:
    """What became of a message. Payments and calls report in the same list."""
    kind, said = text_in(item, "type"), text_in(item, "status").lower()
    at, wamid = time_in(item, "timestamp"), text_in(item, "id")
    if kind not in ("", "message"):
        number, display = change.phone_number_id, change.display
        return NumberChanged(number, display, at, kind, said, canonical(item))
    status = STATUSES.get(said)
    if status is None or not wamid:
        return unrecognized(change, item, who, "business", "unknown status")
    return StatusChanged(
        change.phone_number_id,
        wamid,
        at,
        status,
        who,
        text_in(item, "biz_opaque_callback_data"),
        _pricing(item),
        _failure(item),
    )


def _required(item: Json, key: str) -> str:
    name = text_in(item, key)
    if not name:
        raise Odd(f"no {key}")
    return name


def _pricing(item: Json) -> Pricing | None:
    pricing = object_in(item, "pricing")
    if not pricing:
        return None
    billable = pricing.get("billable")
    return Pricing(
        text_in(pricing, "category"),
        text_in(pricing, "type"),
        text_in(pricing, "pricing_model"),
        billable if isinstance(billable, bool) else None,
    )


def _failure(item: Json) -> Failure | None:
    for error in objects_in(item, "errors"):
        details = text_in(object_in(error, "error_data"), "details")
        return Failure(number_in(error, "code"), text_in(error, "title"), details)
    return None


def _said(change: Change, item: Json, who: Identity, by: Side) -> Sequence[Fact]:
    content = read_content(item, kind_of(item))
    if content is None:
        return (unrecognized(change, item, who, by, "unknown type of message"),)
    number, wamid, at = change.phone_number_id, _required(item, "id"), time_in(item, "timestamp")
    if by == "contact":
        return (MessageReceived(number, wamid, at, who, content, change.origin),)
    said = text_in(object_in(item, "history_context"), "status").lower()
    return (
        EchoReceived(number, wamid, at, who, content, change.origin, STATUSES.get(said, NOT_SAID)),
    )


def _edited(change: Change, item: Json, who: Identity, by: Side) -> Sequence[Fact]:
    edit = object_in(item, "edit")
    message = object_in(edit, "message")
    original, wamid = _required(edit, "original_message_id"), _required(item, "id")
    content = read_content(message, kind_of(message))
    if content is None:
        return (unrecognized(change, item, who, by, "edit to an unknown type of message"),)
    at = time_in(item, "timestamp")
    return (MessageEdited(change.phone_number_id, wamid, original, at, by, who, content),)


def _revoked(change: Change, item: Json, who: Identity, by: Side) -> Sequence[Fact]:
    original = _required(object_in(item, "revoke"), "original_message_id")
    wamid, at = _required(item, "id"), time_in(item, "timestamp")
    return (MessageRevoked(change.phone_number_id, wamid, original, at, by, who),)


def _reacted(change: Change, item: Json, who: Identity, by: Side) -> Sequence[Fact]:
    """An emoji put on a message. No emoji, or an empty one, takes it away."""
    reaction = object_in(item, "reaction")
    target, emoji = _required(reaction, "message_id"), words_in(reaction, "emoji")
    wamid, at = _required(item, "id"), time_in(item, "timestamp")
    return (ReactionChanged(change.phone_number_id, wamid, target, at, by, who, emoji),)


def _told_by_whatsapp(change: Change, item: Json, who: Identity, by: Side) -> Sequence[Fact]:
    """WhatsApp itself speaks in a chat: a person has another number, BSUID or security code."""
    system = object_in(item, "system")
    number, at, what = change.phone_number_id, time_in(item, "timestamp"), text_in(system, "type")
    if what == "customer_identity_changed":
        told = NumberChanged(number, change.display, at, what, "", canonical(item))
        return (PersonIdentified(number, at, who), told) if who else (told,)
    before, after = ids_of_system(item, who)
    if before and after:
        return (IdentityChanged(number, at, before, after),)
    return (unrecognized(change, item, who, by, "unknown system message"),)


_ABOUT_ANOTHER = {
    "edit": _edited,
    "revoke": _revoked,
    "reaction": _reacted,
    "system": _told_by_whatsapp,
}
