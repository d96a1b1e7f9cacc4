"""What an alert says outside the pages: one letter for each recipient, in their language.

Counts, ages and our own numbers only; never a customer's words, name or phone.
"""

from dataclasses import dataclass

import msgspec
from django.utils import translation
from django.utils.translation import gettext_noop as _

from saath.domain.ids import digest
from saath.queries.signs import words
from saath.store.kinds import PRIMARY
from saath.store.models import Business, Letter, Recipient

SUBJECTS = {
    "opened": _("Saath needs you: %(what)s"),
    "repeated": _("Saath still needs you: %(what)s"),
    "mended": _("Back to normal: %(what)s"),
    "test": _("A test of Saath's alerts"),
}
TEST_WORDS = _("This is a test. Alerts of Saath reach you.")


@dataclass(frozen=True, slots=True)
class Told:
    """One event of one alert."""

    event: str
    alert: str
    kind: str
    light: str
    state: str
    said: str
    detail: str
    opened_at: int
    at: int


class Body(msgspec.Struct, frozen=True):
    """What a webhook is sent as JSON, and an e-mail is made of. Times in milliseconds."""

    event: str
    alert: str
    kind: str
    light: str
    state: str
    business: str
    subject: str
    sentence: str
    remedy: str
    opened_at: int
    at: int


def write(business: str, told: Told, *, now: int) -> None:
    """Write a letter to everybody who wants to know. Within `as_business` of primary rows."""
    for recipient in Recipient.objects.using(PRIMARY).filter(business=business):
        if told.event == "test" or told.state == "act" or recipient.least == "check":
            write_to(business, recipient, told, now=now)


def write_to(business: str, recipient: Recipient, told: Told, *, now: int) -> None:
    """Write one letter; the same event of the same alert is one letter, however often written."""
    names = Business.objects.using(PRIMARY).filter(business=business)
    name = names.values_list("name", flat=True).first() or ""
    letter = Letter(
        business=business,
        id=digest("letter", told.alert, recipient.id, told.event, str(told.at)),
        alert=told.alert,
        recipient=recipient.id,
        event=told.event,
        body=msgspec.json.encode(body(told, name, recipient.language)).decode(),
        created_at=now,
        due_at=now,
    )
    Letter.objects.using(PRIMARY).bulk_create([letter], ignore_conflicts=True)


def body(told: Told, name: str, language: str) -> Body:
    """The letter's words."""
    with translation.override(language):
        if told.event == "test":
            sentence, remedy = translation.gettext(TEST_WORDS), ""
        else:
            said = words(told.said, msgspec.json.decode(told.detail))
            sentence, remedy = said.sentence, said.remedy
        subject = translation.gettext(SUBJECTS[told.event])
        if "%(what)s" in subject:
            subject %= {"what": sentence}
    mended = told.event == "mended"
    return Body(
        told.event,
        told.alert,
        told.kind,
        told.light,
        "green" if mended else told.state,
        name,
        subject,
        sentence,
        "" if mended else remedy,
        told.opened_at,
        told.at,
    )
