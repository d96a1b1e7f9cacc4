"""Facts about who somebody is, what they are called, and what they agreed to."""

from typing import Literal

from saath.domain.identity import Identity
from saath.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class ContactSynced:
    """The phone's address book gained, changed (`present`) or lost an entry.

    Told by WhatsApp, or `brought` by somebody in a file.
    """

    phone_number_id: str
    at: int
    person: Identity
    name: str
    present: bool
    brought: bool = False


@dataclass(frozen=True, slots=True)
class PersonIdentified:
    """A delivery named a person outside any message (the contacts of a status, for instance)."""

    phone_number_id: str
    at: int
    person: Identity


@dataclass(frozen=True, slots=True)
class IdentityChanged:
    """A person got another phone number or another BSUID and stayed the same person."""

    phone_number_id: str
    at: int
    before: Identity
    after: Identity


@dataclass(frozen=True, slots=True)
class PreferenceChanged:
    """A person told WhatsApp to stop, resume or begin marketing messages of this business."""

    phone_number_id: str
    at: int
    person: Identity
    value: Literal["stop", "resume"]
    detail: str = ""


type PersonFact = ContactSynced | PersonIdentified | IdentityChanged | PreferenceChanged
