"""Who is told of alerts outside the pages: e-mail addresses and webhooks, entered by people."""

import base64
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from saath.domain.ids import digest
from saath.net import NotOutside, split_address
from saath.store.kinds import PRIMARY
from saath.store.models import Letter, Recipient
from saath.store.tenancy import as_business
from saath.transition.alerts.letters import Told, write_to

RECIPIENTS_MAX = 20
ADDRESS_MAX = 500
LEAST = ("act", "check")
LANGUAGES = ("en-in", "hi")


class BadRecipient(Exception):
    """This cannot be a recipient; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class RecipientView:
    """A recipient, and how the last letter to them fared ("" when it arrived, or none was)."""

    id: str
    kind: str
    address: str
    least: str
    language: str
    created_by: str
    created_at: int
    last_at: int
    failure: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants an address to be told; `inside` are hosts of the own network that may be."""

    address: str
    least: str
    language: str
    by: str
    inside: Collection[str] = ()


def add_recipient(business: str, wish: Wish, *, now: int) -> str:
    """Tell this address from now on; return its id. The same address twice is once."""
    kind, address = _kind(wish.address.strip(), wish.inside)
    if wish.least not in LEAST or wish.language not in LANGUAGES:
        raise BadRecipient("Choose which alerts, and one of the languages.")
    key = digest("recipient", business, address)
    with as_business(business, PRIMARY):
        rows = Recipient.objects.using(PRIMARY).filter(business=business)
        if rows.filter(id=key).update(least=wish.least, language=wish.language):
            return key
        if rows.count() >= RECIPIENTS_MAX:
            raise BadRecipient(f"At most {RECIPIENTS_MAX} recipients. Remove one first.")
        Recipient.objects.using(PRIMARY).create(
            business=business,
            id=key,
            kind=kind,
            address=address,
            least=wish.least,
            language=wish.language,
            created_by=wish.by,
            created_at=now,
        )
    return key


def remove_recipient(business: str, key: str) -> bool:
    """Tell this one nothing any more."""
    with as_business(business, PRIMARY):
        rows = Recipient.objects.using(PRIMARY).filter(business=business, id=key)
        return bool(rows.delete()[0])


def list_recipients(business: str) -> list[RecipientView]:
    """Everybody who is told, in the order in which they were entered."""
    with as_business(business, PRIMARY, reads=True):
        rows = Recipient.objects.using(PRIMARY).filter(business=business)
        return [_view(row) for row in rows.order_by("created_at", "id")]


def ask_test(business: str, key: str, *, now: int) -> bool:
    """Write a letter that says only that letters arrive. False when there is no such recipient."""
    with as_business(business, PRIMARY):
        row = Recipient.objects.using(PRIMARY).filter(business=business, id=key).first()
        if row is None:
            return False
        told = Told("test", "test", "test", "", "green", "", "{}", now, now)
        write_to(business, row, told, now=now)
    return True


def secret_of(secret: bytes, key: str) -> str:
    """With what webhooks to this recipient are signed: derived, so that it is stored nowhere."""
    own = hmac.new(secret, key.encode(), sha256).digest()
    return f"whsec_{base64.b64encode(own).decode()}"


def _view(row: Recipient) -> RecipientView:
    letters = Letter.objects.using(PRIMARY).filter(business=row.business, recipient=row.id)
    last = letters.order_by("-created_at", "id").first()
    return RecipientView(
        row.id,
        row.kind,
        row.address,
        row.least,
        row.language,
        row.created_by,
        row.created_at,
        last.done_at if last and not last.failure else 0,
        last.failure if last else "",
    )


def _kind(address: str, inside: Collection[str]) -> tuple[str, str]:
    if len(address) > ADDRESS_MAX or not address.isprintable():
        raise BadRecipient("This address is too long, or holds what cannot be printed.")
    if "://" in address:
        try:
            split_address(address, inside=inside)
        except NotOutside as refused:
            raise BadRecipient(str(refused)) from None
        return "webhook", address
    try:
        validate_email(address)
    except ValidationError:
        raise BadRecipient("This is neither an e-mail address nor one like https://...") from None
    return "email", address
