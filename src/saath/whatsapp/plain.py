"""The straight way through the commonest delivery: one text message of one person, nothing else.

A shortcut, not a second reader: it answers only for bodies of exactly the shape below and leaves
all others to `parse`. A law holds it there (tests/property/test_parse_plain.py): what it says is
what the general reader says.
"""

from typing import Literal

from msgspec import DecodeError, Struct, field
from msgspec.json import Decoder

from saath.domain.content import Content
from saath.domain.facts import MessageReceived
from saath.domain.identity import Identity
from saath.whatsapp.decode import NUL

# Seconds of a plausible Meta time: whatever is outside is read the general way.
_SECONDS_DIGITS = 10


class _Metadata(Struct, gc=False, forbid_unknown_fields=True):
    display_phone_number: str
    phone_number_id: str


class _Profile(Struct, gc=False, forbid_unknown_fields=True):
    name: str = ""
    username: str = ""


class _Contact(Struct, gc=False, forbid_unknown_fields=True):
    profile: _Profile
    wa_id: str = ""
    user_id: str = ""


class _Text(Struct, gc=False, forbid_unknown_fields=True):
    body: str


class _Message(Struct, gc=False, forbid_unknown_fields=True):
    id: str
    timestamp: str
    type: Literal["text"]
    text: _Text
    from_: str = field(name="from", default="")
    from_user_id: str = ""


class _Value(Struct, gc=False, forbid_unknown_fields=True):
    messaging_product: str
    metadata: _Metadata
    contacts: tuple[_Contact]
    messages: tuple[_Message]


class _Change(Struct, gc=False, forbid_unknown_fields=True):
    value: _Value
    field: Literal["messages"]


class _Entry(Struct, gc=False, forbid_unknown_fields=True):
    id: str
    changes: tuple[_Change]


class _Envelope(Struct, gc=False, forbid_unknown_fields=True):
    object: str
    entry: tuple[_Entry]


_decode = Decoder(_Envelope).decode


def read_plain(body: bytes) -> MessageReceived | None:
    """Read a delivery that is one plain text message, or answer None: ask `parse`."""
    try:
        value = _decode(body).entry[0].changes[0].value
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return None
    message, contact = value.messages[0], value.contacts[0]
    if not _is_plain(message, contact) or not value.metadata.phone_number_id or NUL in body:
        return None
    who = Identity(
        message.from_user_id or contact.user_id,
        message.from_ or contact.wa_id,
        contact.profile.username,
        contact.profile.name,
    )
    content = Content("text", message.text.body)
    at = int(message.timestamp) * 1000
    return MessageReceived(value.metadata.phone_number_id, message.id, at, who, content)


def _is_plain(message: _Message, contact: _Contact) -> bool:
    """Phones of bare digits, a time of ordinary length, a contact that contradicts nothing."""
    return (
        message.id != ""
        and is_plain_time(message.timestamp)
        and _is_same(message.from_user_id, contact.user_id)
        and _is_same(message.from_, contact.wa_id)
        and is_digits(message.from_ or contact.wa_id)
    )


def is_plain_time(seconds: str) -> bool:
    """Tell whether a time is one of Meta's ordinary ones."""
    return len(seconds) == _SECONDS_DIGITS and seconds.isdecimal()


def _is_same(told: str, beside: str) -> bool:
    return told == beside or not told or not beside


def is_digits(phone: str) -> bool:
    """Tell whether a phone needs no cleaning."""
    return not phone or (phone.isdecimal() and phone.isascii())
