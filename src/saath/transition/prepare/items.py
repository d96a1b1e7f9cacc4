"""What must be so before a number is linked: why, how to check it, who does it. Dated data.

`measured` names what Saath can see by itself (`checklist`). Facts about Meta carry where they stand
and when they were read; a fact that nobody confirmed says so in its text.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

_ONBOARDING = "Meta, embedded-signup/onboarding-business-app-users"
_PARTNERS = "360dialog, DoubleTick and Wati help pages"
_OWN = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. `blocks` when linking fails, or hurts, without it."""

    id: str
    title: str
    why: str
    how: str
    who: str
    source: str = _OWN
    checked: str = "2026-11-21"
    measured: str = ""
    blocks: bool = False


OWNER, MANAGER, TECH, AGENCY = _("Owner"), _("Manager"), _("Developer"), _("Agency")

ITEMS: tuple[Item, ...] = (
    Item(
        "app-version",
        _("WhatsApp Business app 2.24.17 or newer"),
        _("Older apps do not offer the link. The ordinary WhatsApp app cannot be linked at all."),
        _("On the phone: Settings, Help, App info."),
        OWNER,
        _ONBOARDING,
        blocks=True,
    ),
    Item(
        "in-use",
        _("The number has been in use for at least a week"),
        _("Partners say that a fresh number is refused; Meta's page does not mention it."),
        _("Look at the oldest chat on the phone."),
        OWNER,
        _PARTNERS,
    ),
    Item(
        "portfolio-admin",
        _("An admin of the business portfolio is at hand"),
        _("Only an admin can finish the sign-up, and it cannot be handed over half done."),
        _("business.facebook.com: Settings, People: full control."),
        OWNER,
        _ONBOARDING,
        blocks=True,
    ),
    Item(
        "portfolio-of-app",
        _("The Meta app belongs to another portfolio than the number"),
        _("With the same portfolio the sign-up shows it greyed out, and nobody says why."),
        _("developers.facebook.com: the app's settings name its portfolio. Skip this with a partner."),
        TECH,
        "chatwoot issues 12188, 12344; Wati help 14818473",
        blocks=True,
    ),
    Item(
        "verification",
        _("Meta has verified the business"),
        _("Without it you may start few chats a day, and your own app stays limited."),
        _("business.facebook.com: Settings, Security Centre. It takes days: begin early."),
        OWNER,
        _ONBOARDING,
    ),
    Item(
        "payment",
        _("A payment method is on the WhatsApp account"),
        _("Without one WhatsApp sends free messages only; since 1 October 2026 replies by Saath cost money."),
        _("WhatsApp Manager: Account, Payment settings."),
        OWNER,
        "Meta, pricing, read 2026-11-21",
        measured="payment",
        blocks=True,
    ),
    Item(
        "currency",
        _("The WhatsApp account is kept in rupees"),
        _("From 1 January 2027 Meta bills accounts of Indian businesses in rupees."),
        _("WhatsApp Manager: Account, Payment settings, Currency."),
        OWNER,
        "Meta, pricing for India",
    ),
    Item(
        "sim",
        _("The SIM stays in the phone"),
        _("India's SIM-binding rule may sign linked devices out when the SIM leaves the phone. What it does to a linked number is not confirmed."),
        _("Do not swap the SIM or lend the phone in the days around linking."),
        OWNER,
        "DoT direction on SIM binding; effect on coexistence not confirmed",
    ),
    Item(
        "windows",
        _("Everybody on WhatsApp for Windows knows that it stops working"),
        _("WhatsApp for Windows and watches are not supported beside the link; their messages may not reach Saath."),
        _("On the phone: Linked devices. Ask each desk what it uses; the browser works."),
        MANAGER,
        _ONBOARDING,
        blocks=True,
    ),
    Item(
        "devices",
        _("Linked devices will be signed out once"),
        _("Every linked device is unlinked at onboarding and must be linked again, at most four."),
        _("Choose a quiet hour, and tell the team."),
        MANAGER,
        _ONBOARDING,
    ),
    Item(
        "other-tools",
        _("No other tool is linked to this phone"),
        _("Bulk senders and unofficial bridges (WAHA, Evolution, Chrome extensions) break chats and can get the number banned."),
        _("On the phone: Linked devices: sign out what you do not know. Ask the agency."),
        TECH,
        "Baileys 1686, waha 1448",
        blocks=True,
    ),
    Item(
        "groups",
        _("Groups and broadcast lists have another home"),
        _("Groups stay on the phone and are never shown in Saath. Broadcast lists become read-only."),
        _("List the groups and lists that the shop works with."),
        MANAGER,
        _ONBOARDING,
    ),
    Item(
        "greeting",
        _("Greeting and away messages are off on the phone"),
        _("They go on firing beside automatic answers of Saath: customers would be answered twice."),
        _("On the phone: Business tools, Greeting message and Away message."),
        OWNER,
        "our own: follows from Meta's feature table",
    ),
    Item(
        "chats-kept",
        _("The important chats are exported or backed up"),
        _("History comes over for 180 days at most, once, and groups never. Exported chats fill the rest."),
        _("On the phone: Chat, Export chat. Saath reads the files: saath assess."),
        OWNER,
        _ONBOARDING,
    ),
    Item(
        "india-storage",
        _("You know that WhatsApp does not keep this data in India"),
        _("Local storage in India is not offered for linked numbers. What Saath keeps stays on your own server."),
        _("Ask whoever advises you on data protection, and note what you decided."),
        OWNER,
        "Meta, Cloud API local storage; not available for coexistence",
    ),
    Item(
        "token",
        _("Somebody renews the permission before it ends"),
        _("The usual permission ends after 60 days; then nothing can be sent from Saath."),
        _("Saath warns 14 days before. Decide who links again."),
        TECH,
        _ONBOARDING,
        measured="token",
    ),
    Item(
        "api-version",
        _("The version of Meta's API has a long life ahead"),
        _("Versions end about two years after they appear."),
        _("Saath measures this by itself."),
        TECH,
        "developers.facebook.com/docs/graph-api/changelog",
        measured="version",
    ),
    Item(
        "backup",
        _("Saath is backed up every day, and the backup is read again"),
        _("What customers write through the link is kept here and nowhere else for long."),
        _("saath backup --verify, once a day."),
        TECH,
        measured="backup",
        blocks=True,
    ),
    Item(
        "second-person",
        _("A second person, a charger and a stable network are there"),
        _("The code lives for 30 seconds, and the phone must stay online until the history is over."),
        _("Agree on a quiet hour of at least sixty minutes."),
        OWNER,
        _ONBOARDING,
    ),
)  # fmt: skip
