"""Bodies of `import` records: contacts, or a slice of an exported chat, that somebody brought. Pure.

A body of another kind says nothing to this module. What is not understood stays in the journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from msgspec import ValidationError
from msgspec.json import Decoder, Encoder

from saath.domain.content import Content
from saath.domain.facts import ContactSynced, EchoReceived, MessageReceived
from saath.domain.identity import Identity
from saath.domain.ids import digest
from saath.journal import Entry
from saath.journal.formats import newest
from saath.store.storable import storable

CONTACTS: Final = "contacts"
CHAT: Final = "chat"
MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Brought:
    """One entry of a file: where it stood, the name, the phone in digits with country code."""

    line: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that could not be used, kept as it was."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """A slice of an address book in a file. `at` is when it was brought, milliseconds."""

    phone_number_id: str
    file: str
    by: str
    at: int
    contacts: tuple[Brought, ...]
    refused: tuple[RefusedLine, ...] = ()
    type: str = CONTACTS


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an exported chat. `nth` counts those that are equal to it within a minute."""

    at: int
    out: bool
    kind: str
    text: str
    nth: int


@dataclass(frozen=True, slots=True)
class Chat:
    """A slice of an exported chat with the person of this phone. `at` is when it was brought."""

    phone_number_id: str
    file: str
    by: str
    at: int
    phone: str
    lines: tuple[Line, ...]
    type: str = CHAT


type Recalled = MessageReceived | EchoReceived

_encode = Encoder().encode
_contacts = Decoder(Contacts).decode
_chat = Decoder(Chat).decode


def import_entry(business: str, brought: Contacts | Chat, *, source: str) -> Entry:
    """What `journal.append` takes. In the bulk lane: a file never holds up what customers write."""
    body = _encode(brought)
    return Entry(business, "bulk", "import", newest("import"), source, brought.at, body)


def line_key(phone: str, line: Line) -> str:
    """How a message of an export is named: WhatsApp's own name for it stands in no export.

    By its minute: one phone writes seconds and another does not. The same chat brought twice, or
    two exports of it that overlap, name the same message.
    """
    minute, side = str(line.at // MINUTE_MS), "out" if line.out else "in"
    return f"export.{digest('export', phone, minute, side, line.kind, line.text, str(line.nth))}"


def import_facts(body: bytes) -> list[ContactSynced | Recalled]:
    """What the body of an import says. Nothing for kinds that are not known here."""
    contacts = _read(_contacts, body)
    if contacts is not None and contacts.type == CONTACTS:
        return [*_synced(contacts)]
    chat = _read(_chat, body)
    if chat is not None and chat.type == CHAT:
        return [_recalled(chat, line) for line in chat.lines]
    return []


def _read(decode: Any, body: bytes) -> Any:
    try:
        return decode(storable(body))
    except (ValidationError, ValueError):
        return None


def _recalled(chat: Chat, line: Line) -> Recalled:
    key, who = line_key(chat.phone, line), Identity(phone=chat.phone)
    content = Content(line.kind, line.text)
    kind = EchoReceived if line.out else MessageReceived
    return kind(chat.phone_number_id, key, line.at, who, content, "export")


def _synced(brought: Contacts) -> Iterator[ContactSynced]:
    return (
        ContactSynced(
            brought.phone_number_id,
            brought.at,
            Identity(phone=one.phone),
            one.name,
            present=True,
            brought=True,
        )
        for one in brought.contacts
    )
