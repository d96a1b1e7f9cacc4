"""The words for links, syncs and the life of a number. What they follow from is `queries`'."""

from django.utils.translation import gettext_noop as _

STEPS: tuple[tuple[str, str], ...] = (
    ("exchanged", _("Meta's window was finished")),
    ("checked", _("The account was checked")),
    ("found", _("The number was found on the phone and on the API")),
    ("connected", _("Its key is kept, sealed")),
    ("registered", _("The number is in the registry")),
    ("subscribed", _("Every kind of message is told to Saath")),
    ("contacts", _("The contacts were asked for")),
    ("history", _("The history was asked for")),
)
PROOFS = (_("A customer's message was seen"), _("A message of the phone was seen"))

SYNC_STATES: dict[str, tuple[str, str]] = {
    "not_requested": (
        _("Not asked for yet"),
        _("It is asked for as soon as the number is linked."),
    ),
    "requested": (
        _("Asked for"),
        _("WhatsApp needs a few minutes. Open the app on the phone and keep it in front."),
    ),
    "receiving": (_("Arriving"), _("Go on working; nothing that arrives here is sent to anybody.")),
    "partial": (
        _("Incomplete"),
        _("Open WhatsApp on the phone and keep it in front. What comes late still counts."),
    ),
    "complete": (_("Complete"), _("Nothing was removed from your phone.")),
    "declined": (
        _("Not shared"),
        _("You chose not to share the history. Fine: chats start now, and exports may be added."),
    ),
    "expired": (
        _("Too late"),
        _("WhatsApp gives it only within 24 hours of linking. Exported chats can fill the gap."),
    ),
    "silent": (
        _("Asked for, and nothing came"),
        _("Open WhatsApp on the phone and keep it in front, and see that the phone is online."),
    ),
}

NUMBER_STATES: dict[str, tuple[str, str]] = {
    "not_linked": (_("Not linked"), _("Link it under Move, Link.")),
    "active": (_("Active"), _("The phone and Saath work together.")),
    "suspended": (
        _("Suspended"),
        _(
            "The phone was changed or WhatsApp set up anew. Open WhatsApp Business on the phone and"
            " tap Reconnect. Replies wait here until then."
        ),
    ),
    "removed": (
        _("Disconnected"),
        _("Saath was disconnected on the phone or by WhatsApp. Link the number again."),
    ),
    "restricted": (
        _("Restricted"),
        _("WhatsApp limits what may be sent for a while. Answer from the phone where you can."),
    ),
    "banned": (
        _("Disabled by WhatsApp"),
        _("Appeal in Meta's Business Support. Messages that come in are still kept."),
    ),
}

EVENTS: dict[str, str] = {
    "LINKED": _("Linked"),
    "PARTNER_ADDED": _("WhatsApp confirms the link"),
    "PARTNER_REMOVED": _("Disconnected"),
    "PARTNER_APP_UNINSTALLED": _("Disconnected"),
    "ACCOUNT_OFFBOARDED": _("Suspended: the phone was changed or WhatsApp set up anew"),
    "ACCOUNT_RECONNECTED": _("Reconnected"),
    "ACCOUNT_RESTRICTION": _("Restricted by WhatsApp"),
    "ACCOUNT_VIOLATION": _("WhatsApp reported a violation"),
    "ACCOUNT_DELETED": _("The account was deleted"),
    "DISABLE": _("Disabled by WhatsApp"),
    "REINSTATE": _("Enabled again by WhatsApp"),
    "SCHEDULE_FOR_DISABLE": _("WhatsApp is going to disable the account"),
    "asked": _("Asked for"),
    "accepted": _("WhatsApp accepted the request"),
    "rejected": _("WhatsApp refused the request"),
    "unconfirmed": _("WhatsApp did not answer the request; it is not repeated"),
    "deferred": _("The request did not leave; it is asked again"),
    "heard": _("WhatsApp began to tell them"),
    "alarm": _("Alarm: not here yet"),
}

SYNCS: dict[str, str] = {"contacts": _("Contacts"), "history": _("History")}
