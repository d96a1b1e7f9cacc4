"""Through whom a number may be linked: Meta directly, or a partner. Dated data, unknown is said.

Only what stands in a public page or in running code is *yes* or *no*. Prices are not copied here:
they change, and a wrong one is worse than a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext_noop as _

type Value = Literal["yes", "part", "no", "unknown"]

CHECKED = "2026-11-21"


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer, with what has to be known about it."""

    value: Value
    note: str = ""


UNKNOWN = Cell("unknown")

ASPECTS: Mapping[str, str] = {
    "saath": _("Works with this release"),
    "coexistence": _("Phone and API together"),
    "history": _("Old chats come over"),
    "contacts": _("Phone book comes over"),
    "echoes": _("Replies from the phone are seen"),
    "india": _("India"),
    "support": _("Support"),
    "price": _("Price"),
}


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `cells` by aspect; what is not in them is unknown."""

    id: str
    name: str
    who: str
    cannot: tuple[str, ...]
    source: str
    cells: Mapping[str, Cell] = field(default_factory=dict)
    checked: str = CHECKED

    def cell(self, aspect: str) -> Cell:
        """What is known of this aspect."""
        return self.cells.get(aspect, UNKNOWN)


YES = Cell("yes")
_NO_ADAPTER = Cell("no", _("No adapter yet"))
_PRICE = Cell("unknown", _("Ask them, with the number of chats per month"))

PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "meta",
        "Meta",
        _("Who is a Tech Provider or Solution Partner of Meta. An ordinary developer's app may not."),
        (
            _("Needs business verification and app review with advanced access first"),
            _("Ten new numbers in seven days at first"),
        ),
        "developers.facebook.com, embedded-signup",
        {
            "saath": YES,
            "coexistence": YES,
            "history": Cell("yes", _("Up to 180 days, asked for once, within 24 hours of linking; no groups")),
            "contacts": Cell("yes", _("Once, then every change")),
            "echoes": YES,
            "india": Cell("part", _("Never listed as excluded; no page says yes in so many words")),
            "price": Cell("part", _("Meta's own price list, nothing on top. Billed in rupees from 1 January 2027")),
        },
    ),
    Provider(
        "360dialog",
        "360dialog",
        _("Anybody: they are the partner of Meta."),
        (
            _("The number cannot move to another portfolio later"),
            _("Its webhooks are not signed by Meta: the address must stay secret"),
            _("The sync is started by them, not by us"),
        ),
        "docs.360dialog.com, coexistence and webhooks",
        {
            "saath": Cell("part", _("Written from their documentation, never tried on a live account")),
            "coexistence": YES,
            "history": Cell("yes", _("To the partner's address, not to the number's")),
            "contacts": Cell("yes", _("To the partner's address, not to the number's")),
            "echoes": Cell("yes", _("To the number's address")),
            "price": _PRICE,
        },
    ),
    Provider(
        "ycloud",
        "YCloud",
        _("Anybody: they are the partner of Meta."),
        (_("History is not a guarantee, they write"),),
        "docs.ycloud.com, coexistence events",
        {
            "saath": _NO_ADAPTER,
            "coexistence": YES,
            "history": Cell("part", _("One message for each event")),
            "echoes": YES,
            "price": _PRICE,
        },
    ),
    Provider(
        "kapso",
        "Kapso",
        _("Anybody: they are the partner of Meta."),
        (_("They call it less stable than a number of its own"),),
        "docs.kapso.ai",
        {
            "saath": _NO_ADAPTER,
            "coexistence": YES,
            "history": YES,
            "india": Cell("part", _("Setup pages in Hindi; nothing more is known")),
            "price": _PRICE,
        },
    ),
    Provider(
        "telnyx",
        "Telnyx",
        _("Anybody: they are the partner of Meta."),
        (_("Old chats and the phone book are not passed on"),),
        "developers.telnyx.com, WhatsApp coexistence",
        {
            "saath": _NO_ADAPTER,
            "coexistence": YES,
            "history": Cell("no"),
            "contacts": Cell("no"),
            "echoes": YES,
            "price": _PRICE,
        },
    ),
    Provider(
        "gupshup",
        "Gupshup",
        _("Anybody: they are the partner of Meta."),
        (_("Nothing about coexistence in their public pages: ask before promising"),),
        "docs.gupshup.io",
        {
            "saath": _NO_ADAPTER,
            "price": _PRICE,
        },
    ),
    Provider(
        "twilio",
        "Twilio",
        _("Anybody: they are the partner of Meta."),
        (_("Their pages ask for a number that is not on WhatsApp yet"),),
        "twilio.com/docs/whatsapp",
        {"saath": _NO_ADAPTER, "coexistence": Cell("unknown", _("No sign of it")), "price": _PRICE},
    ),
    Provider(
        "inboxes",
        "Wati, Gallabox, DoubleTick, AiSensy, Interakt, respond.io",
        _("Their own customers: these are inboxes of their own, not doors for another."),
        (
            _("No other program can use the number beside theirs"),
            _("respond.io brings neither old chats nor contacts; of others it is not known"),
        ),
        "help pages of each; Gallabox on request",
        {
            "saath": Cell("no", _("Theirs or ours, not both")),
            "coexistence": Cell("part", _("Wati, DoubleTick, respond.io yes; Gallabox on request; AiSensy and Interakt not known")),
            "india": Cell("part", _("Gallabox and DoubleTick are Indian")),
            "price": _PRICE,
        },
    ),
)  # fmt: skip
