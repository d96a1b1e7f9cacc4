"""The straight way through the commonest message of a history: text, and nothing beside it.

A shortcut like `plain`, for one item instead of one delivery: a history holds hundreds of
thousands of them. It answers only for items of exactly this shape and leaves all others to
`messages`; the same law holds it there (tests/property/test_parse_plain.py).
"""

from typing import Literal

from saath.domain.content import Content
from saath.domain.facts import EchoReceived, MessageReceived, Status
from saath.domain.identity import Identity
from saath.whatsapp.change import Change
from saath.whatsapp.messages import NOT_SAID, STATUSES
from saath.whatsapp.plain import is_digits, is_plain_time
from saath.whatsapp.read import Json, text_in

_KEYS = frozenset({"from", "to", "id", "timestamp", "type", "text", "history_context"})


def read_plain_past(
    change: Change, item: Json, thread: Identity
) -> MessageReceived | EchoReceived | None:
    """Read one message of a thread whose phone is known, or answer None: ask `read_message`."""
    text, wamid, seconds, sender = _parts(item)
    if not (wamid and sender and thread.phone and change.display) or text is None:
        return None
    if not (is_plain_time(seconds) and is_digits(sender)):
        return None
    number, at, content = change.phone_number_id, int(seconds) * 1000, Content("text", text)
    if sender != change.display:
        plain = "to" not in item
        return MessageReceived(number, wamid, at, thread, content, change.origin) if plain else None
    status = _status(item)
    if status is None:
        return None
    return EchoReceived(number, wamid, at, thread, content, change.origin, status)


def _parts(item: Json) -> tuple[str | None, str, str, str]:
    """Words, wamid, time and sender of a text; no words for everything else."""
    body, wamid, seconds, sender = map(item.get, ("text", "id", "timestamp", "from"))
    text = body.get("body") if isinstance(body, dict) and len(body) == 1 else None
    if item.get("type") != "text" or not item.keys() <= _KEYS:
        return _NONE
    if type(text) is str and type(wamid) is str and type(seconds) is str and type(sender) is str:
        return text, wamid, seconds, sender
    return _NONE


_NONE = (None, "", "", "")


def _status(item: Json) -> Status | Literal[""] | None:
    context = item.get("history_context")
    if not isinstance(context, dict):
        return None
    return STATUSES.get(text_in(context, "status").lower(), NOT_SAID)
