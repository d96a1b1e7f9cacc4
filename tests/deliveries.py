"""Deliveries as Meta would send them, for tests that only care about what they say.

Written by hand after Meta's documented shapes; every name and number is invented.
"""

import json
from collections.abc import Sequence
from typing import Any

from saath.domain.policy import Number, Policy
from saath.journal import Entry, Lane
from saath.store.policies import POLICY_FORMAT, encode_policy

BUSINESS = "tea-house"
NUMBER = "700100200300400"
WABA = "800100200300400"
PORTFOLIO = "900100200300400"
DISPLAY = "919000000001"
DAY = 1_760_000_000
"""Seconds; Meta's times are seconds."""

REGISTERED = Policy(BUSINESS, 1, (Number(NUMBER, WABA, PORTFOLIO, DISPLAY),))


def policy_entry(policy: Policy = REGISTERED, at: int = DAY * 1000 - 1) -> Entry:
    """A published policy."""
    return Entry(
        policy.business, "live", "policy", POLICY_FORMAT, "saath", at, encode_policy(policy)
    )


def entry(
    body: bytes, lane: Lane = "live", at: int = DAY * 1000, business: str = BUSINESS
) -> Entry:
    """A delivery as the journal takes it."""
    return Entry(business, lane, "delivery", 1, "meta", at, body)


def delivery(*changes: dict[str, Any], waba: str = WABA) -> bytes:
    """One POST with these changes."""
    entries = [{"id": waba, "changes": list(changes)}]
    return json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()


def change(field: str, number: str = NUMBER, **value: Any) -> dict[str, Any]:
    """One change of one field."""
    named = {"display_phone_number": DISPLAY, "phone_number_id": number}
    told = {"messaging_product": "whatsapp", "metadata": named, **value}
    return {"field": field, "value": told}


def said(
    wamid: str, at: int, text: str, *, phone: str = "", bsuid: str = "", name: str = "Asha"
) -> dict[str, Any]:
    """A text message of a customer, as a change."""
    contact: dict[str, Any] = {"profile": {"name": name}}
    message: dict[str, Any] = {"id": wamid, "timestamp": str(DAY + at), "type": "text"}
    message["text"] = {"body": text}
    if phone:
        contact["wa_id"] = message["from"] = phone
    if bsuid:
        contact["user_id"] = message["from_user_id"] = bsuid
    return change("messages", contacts=[contact], messages=[message])


def sent(
    wamid: str, at: int, kind: str, media_id: str, *, phone: str, **more: Any
) -> dict[str, Any]:
    """A file that a customer sent, as a change; `more` stands in the object of its kind."""
    body = {"id": media_id, "mime_type": "image/png", **more}
    message = {"from": phone, "id": wamid, "timestamp": str(DAY + at), "type": kind, kind: body}
    contact = {"profile": {"name": "Asha"}, "wa_id": phone}
    return change("messages", contacts=[contact], messages=[message])


def echoed(wamid: str, at: int, text: str, *, phone: str) -> dict[str, Any]:
    """A text that the owner wrote on the phone, as a change."""
    echo = {
        "from": DISPLAY,
        "to": phone,
        "id": wamid,
        "timestamp": str(DAY + at),
        "type": "text",
        "text": {"body": text},
    }
    return change("smb_message_echoes", message_echoes=[echo])


def reported(
    wamid: str, at: int, status: str, *, phone: str = "", bsuid: str = ""
) -> dict[str, Any]:
    """A status, as a change."""
    told: dict[str, Any] = {"id": wamid, "status": status, "timestamp": str(DAY + at)}
    if phone:
        told["recipient_id"] = phone
    if bsuid:
        told["recipient_user_id"] = bsuid
    return change("messages", statuses=[told])


def remembered(
    phone: str, messages: Sequence[tuple[str, int, str, str]], *, order: int = 1
) -> dict[str, Any]:
    """A chunk of history with one thread, as a change: (wamid, at, text, "in" or "out")."""
    told = [
        {
            "from": phone if way == "in" else DISPLAY,
            **({} if way == "in" else {"to": phone}),
            "id": wamid,
            "timestamp": str(DAY + at),
            "type": "text",
            "text": {"body": text},
            "history_context": {"status": "READ"},
        }
        for wamid, at, text, way in messages
    ]
    chunk = {
        "metadata": {"phase": 0, "chunk_order": order, "progress": 50},
        "threads": [{"id": phone, "messages": told}],
    }
    return change("history", history=[chunk])


def became(before: str, after: str, at: int, wamid: str) -> dict[str, Any]:
    """A person changed their number, as a change."""
    told = {"type": "user_changed_number", "wa_id": after, "body": "changed number"}
    message = {
        "from": before,
        "id": wamid,
        "timestamp": str(DAY + at),
        "type": "system",
        "system": told,
    }
    return change("messages", messages=[message])


def edited(
    wamid: str, original: str, at: int, text: str, *, phone: str, name: str = "Asha"
) -> dict[str, Any]:
    """A customer changed the words of a message, as a change."""
    edit = {"original_message_id": original, "message": {"type": "text", "text": {"body": text}}}
    message = {
        "from": phone,
        "id": wamid,
        "timestamp": str(DAY + at),
        "type": "edit",
        "edit": edit,
    }
    contact = {"profile": {"name": name}, "wa_id": phone}
    return change("messages", contacts=[contact], messages=[message])


def reacted(wamid: str, target: str, at: int, emoji: str, *, phone: str) -> dict[str, Any]:
    """A customer put an emoji on a message, as a change."""
    message = {
        "from": phone,
        "id": wamid,
        "timestamp": str(DAY + at),
        "type": "reaction",
        "reaction": {"message_id": target, "emoji": emoji},
    }
    return change("messages", messages=[message])


def in_book(phone: str, name: str, at: int, action: str = "add") -> dict[str, Any]:
    """The phone's address book gained or lost an entry, as a change."""
    contact = {"full_name": name, "first_name": name, "phone_number": phone}
    item = {
        "type": "contact",
        "contact": contact,
        "action": action,
        "metadata": {"timestamp": str(DAY + at)},
    }
    return change("smb_app_state_sync", state_sync=[item])
