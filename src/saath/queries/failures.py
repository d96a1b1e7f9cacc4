"""What Meta's error codes mean to the person who wrote the message, and what to do next.

Data only: `queries.shown` attaches them to messages, `web` translates them. Codes and meanings:
Meta, "Error codes" of the WhatsApp Business Platform
(developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes),
capture of September 2026, checked 2026-11-21. The sentences are ours. Decide by code, never by
title: titles will go (same page).
"""

from django.utils.translation import gettext_noop as _

from saath.domain.facts.messages import Failure
from saath.domain.intention import HELD_BACK
from saath.domain.media import Loss
from saath.queries.views import FailureView

_LATER = _("Try again in a few minutes.")
_NOTHING = _("Nothing to do on this side.")
_OWNER = _("Tell the owner: it is settled in Meta Business Suite.")
_PHONE = _("Answer from the phone, or call.")

_SENTENCES: dict[int, tuple[str, str]] = {
    0: (_("Saath has lost its permission to send for this number."), _OWNER),
    1: (_("WhatsApp could not process this message."), _("Try again once.")),
    2: (_("WhatsApp was not available."), _LATER),
    3: (_("Saath is not allowed to send for this number."), _OWNER),
    10: (_("Saath is not allowed to send for this number."), _OWNER),
    33: (_("This number no longer exists at WhatsApp."), _OWNER),
    100: (_("WhatsApp did not accept the form of this message."), _("Report it with its details.")),
    190: (_("Saath has lost its permission to send for this number."), _OWNER),
    368: (_("WhatsApp has blocked this account for breaking a policy."), _OWNER),
    130403: (_("This customer is blocked by the business."), _("Unblock them on the phone first.")),
    130429: (_("Too many messages were sent at once."), _LATER),
    130472: (_("WhatsApp held this offer back as part of a test of its own."), _NOTHING),
    130497: (_("This business may not write to that country."), _NOTHING),
    131000: (_("Something went wrong at WhatsApp."), _LATER),
    131005: (_("Saath is not allowed to send for this number."), _OWNER),
    131008: (_("Something was missing from this message."), _("Report it with its details.")),
    131009: (_("Something in this message was not valid."), _("Report it with its details.")),
    131016: (_("WhatsApp was not available."), _LATER),
    131021: (_("Sender and recipient are the same number."), _NOTHING),
    131026: (_("This number is not on WhatsApp, or cannot receive this message."), _PHONE),
    131031: (_("WhatsApp has locked this account."), _OWNER),
    131037: (_("WhatsApp has not approved the display name of this number yet."), _OWNER),
    131042: (_("WhatsApp could not charge the account."), _OWNER),
    131045: (_("This number is not registered for sending."), _OWNER),
    131047: (_("The customer wrote more than 24 hours ago."), _PHONE),
    131048: (_("WhatsApp limits this number because of spam reports."), _OWNER),
    131049: (
        _("WhatsApp limits how many offers this person gets."),
        _("Wait at least a day; do not repeat it."),
    ),
    131050: (_("This person has stopped offers from you."), _("Write only when they ask.")),
    131051: (_("WhatsApp does not support this type of message."), _("Send it in another form.")),
    131052: (_("The customer's file could not be fetched."), _("Ask them to send it again.")),
    131053: (_("WhatsApp did not accept this file."), _("Send it as JPEG, PNG or PDF.")),
    131056: (_("Too many messages to this person in a short time."), _LATER),
    131057: (_("WhatsApp is maintaining this account."), _LATER),
    131060: (_("This message can only be read on the phone."), _("Open it on the phone.")),
    131062: (
        _("This type of message needs the person's phone number."),
        _("Ask for their number."),
    ),
    132000: (_("The template was filled in wrongly."), _("Report it with its details.")),
    132001: (_("This template does not exist or is not approved."), _OWNER),
    132005: (_("The filled-in template is too long."), _("Shorten what was filled in.")),
    132007: (_("This template breaks a WhatsApp policy."), _OWNER),
    132012: (_("The template was filled in wrongly."), _("Report it with its details.")),
    132015: (_("WhatsApp has paused this template."), _OWNER),
    132016: (_("WhatsApp has disabled this template."), _OWNER),
    133004: (_("WhatsApp was not available."), _LATER),
    133010: (_("This number is no longer linked to the API."), _OWNER),
    2494100: (_("WhatsApp is maintaining this number."), _LATER),
}
_UNKNOWN = (_("WhatsApp did not deliver this message."), _("Report it with its code."))


def explain(failure: Failure | None) -> FailureView:
    """The sentences for a failure; WhatsApp sometimes gives no reason at all."""
    if failure is None:
        return FailureView(0, *_UNKNOWN)
    return FailureView(failure.code, *_SENTENCES.get(failure.code, _permission(failure.code)))


def _permission(code: int) -> tuple[str, str]:
    """200 to 299 are all about permissions."""
    return _SENTENCES[10] if 200 <= code <= 299 else _UNKNOWN


_READ_AGAIN = _("Read what was said since, then send it again if it still holds.")
UNRESOLVED = FailureView(
    0,
    _("Nobody knows whether this arrived: WhatsApp never confirmed it."),
    _("Ask the customer, or look on the phone, before you send it again."),
)
# Why Saath itself did not send, by our word for it (`domain.refusals.Reason` and `deliver`).
_ENDS: dict[str, tuple[str, str]] = {
    "too-late": (_("This waited too long and was not sent."), _READ_AGAIN),
    "window-closed": (_("The 24 hours since this person's last message are over."), _PHONE),
    "person-active": (_("A person answered, so this was not sent."), _NOTHING),
    "opted-out": (_("This person asked for no more offers."), _NOTHING),
    "limit-reached": (
        _("WhatsApp limits how many people a business may write to first within a day."),
        _("Send it again tomorrow, or write from the phone."),
    ),
    "loop": (_("Too many automatic messages in a row."), _("Look at this chat yourself.")),
    "file-missing": (_("The file of this message is not there any more."), _("Attach it again.")),
}
_HELD: dict[str, str] = {
    "number-unavailable": _("WhatsApp does not let this number send now; it waits."),
    "paused": _("Everything automatic is paused."),
    "too-fast": _("WhatsApp limits the speed; it goes out by itself in a moment."),
    "person-active": _("Somebody is typing; it waits a moment."),
    "parked": _("This chat holds something that Saath could not process; the operator knows."),
    HELD_BACK: _(
        "WhatsApp looks at the quality of this template first: it goes out or fails within about"
        " an hour."
    ),
    "uploading": _("Its file is on the way to WhatsApp."),
}
_HELD_SOMEHOW = _("It waits and goes out by itself.")


_ASK_AGAIN = _("Open it on the phone, or ask them to send it again.")
_LOSSES: dict[Loss, tuple[str, str]] = {
    "expired": (
        _("WhatsApp keeps files for seven days, and Saath could not get this one."),
        _ASK_AGAIN,
    ),
    "gone": (_("WhatsApp does not have this file any more."), _ASK_AGAIN),
    "too-large": (_("This file is larger than WhatsApp hands over."), _("Open it on the phone.")),
    "damaged": (_("This file arrived damaged each time."), _ASK_AGAIN),
    "refused": (
        _("WhatsApp named an address that Saath does not trust with its key."),
        _("Open it on the phone, and tell the operator."),
    ),
}


def explain_loss(reason: str) -> FailureView | None:
    """Why there are no bytes, and what to do; None for what is not lost."""
    known = next((words for loss, words in _LOSSES.items() if loss == reason), None)
    return FailureView(0, *known) if known else None


def explain_end(failure: Failure | None) -> FailureView:
    """The sentences for what we sent, or did not send: WhatsApp's code, else our own reason."""
    if failure is None or failure.code:
        return explain(failure)
    known = _ENDS.get(failure.title)
    if known is not None:
        return FailureView(0, *known)
    return FailureView(0, _("This was not sent."), _READ_AGAIN)


def waits_for(reason: str) -> str:
    """Why a message is held back, in a sentence; empty when nothing holds it."""
    return _HELD.get(reason, _HELD_SOMEHOW) if reason else ""
