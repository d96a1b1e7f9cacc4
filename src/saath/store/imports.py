"""Bodies of `import` records: contacts that somebody brought, with the lines that were refused. Pure.

A body of another kind says nothing to this module. What is not understood stays in the journal.
"""

from dataclasses import dataclass
from typing import Final

from msgspec import ValidationError
from msgspec.json import Decoder, Encoder

from saath.domain.facts import ContactSynced
from saath.domain.identity import Identity
from saath.journal import Entry
from saath.journal.formats import newest

CONTACTS: Final = "contacts"


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


_encode = Encoder().encode
_contacts = Decoder(Contacts).decode


def contacts_entry(business: str, brought: Contacts, *, source: str) -> Entry:
    """What `journal.append` takes. In the bulk lane: a file never holds up what customers write."""
    body = _encode(brought)
    return Entry(business, "bulk", "import", newest("import"), source, brought.at, body)


def import_facts(body: bytes) -> list[ContactSynced]:
    """What the body of an import says: entries of an address book. Nothing for other kinds."""
    try:
        brought = _contacts(body)
    except (ValidationError, ValueError):
        return []
    if brought.type != CONTACTS:
        return []
    return [
        ContactSynced(
            brought.phone_number_id, brought.at, Identity(phone=one.phone), one.name, present=True
        )
        for one in brought.contacts
    ]
