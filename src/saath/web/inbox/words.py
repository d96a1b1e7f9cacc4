"""The words and icons for who wrote, what kind of message it is, and what became of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from saath.queries.views import ConversationView, MessageView, Preview


@dataclass(frozen=True, slots=True)
class Sign:
    """A word with its icon and the CSS class that gives colour and edge."""

    css: str
    icon: str
    word: str


_SOURCES: dict[str, tuple[str, str, str]] = {
    "phone": ("phone", "phone", _("Phone")),
    "phone_automatic": ("phone auto", "phone", _("Phone, automatic")),
    "bot": ("bot", "bot", _("Bot")),
    "agent": ("agent", "agent", _("Team")),
    "campaign": ("campaign", "campaign", _("Campaign")),
    "api": ("api", "plug", _("API")),
}
# Of a bot the author is the key of an automation, nobody's name.
_NAMED = frozenset({"agent", "api"})
_CONTROL: dict[str, tuple[str, str, str]] = {
    "phone": ("phone", "phone", _("Phone")),
    "bot": ("bot", "bot", _("Bot")),
    "agent": ("agent", "agent", _("Team")),
}
_STATUS: dict[str, tuple[str, str]] = {
    "queued": ("clock", _("Waiting to be sent")),
    "held": ("clock", _("Held back")),
    "sending": ("clock", _("Sending")),
    "unconfirmed": ("clock", _("Not confirmed")),
    "accepted": ("clock", _("Accepted")),
    "sent": ("one", _("Sent")),
    "delivered": ("two", _("Delivered")),
    "read": ("two", _("Read")),
    "played": ("two", _("Played")),
    "failed": ("bad", _("Not sent")),
    "cancelled": ("bad", _("Cancelled")),
}
_KINDS: dict[str, tuple[str, str]] = {
    "image": ("image", _("Photo")),
    "video": ("video", _("Video")),
    "audio": ("mic", _("Audio")),
    "voice": ("mic", _("Voice message")),
    "document": ("file", _("Document")),
    "sticker": ("smile", _("Sticker")),
    "location": ("pin", _("Location")),
    "contacts": ("agent", _("Contact card")),
    "order": ("file", _("Order")),
    "interactive": ("one", _("Choice")),
    "button": ("one", _("Choice")),
    "template": ("file", _("Template")),
    "system": ("info", _("Notice from WhatsApp")),
    "poll": ("file", _("Poll")),
    "media_placeholder": ("phone", _("Photo or file, still on the phone")),
    "unsupported": ("phone", _("This message can only be read on the phone.")),
    "errors": ("phone", _("This message can only be read on the phone.")),
    "unrecognized": ("info", _("Saath does not know this kind of message yet.")),
    "deleted": ("slash", _("Message deleted")),
}
PAST: dict[str, str] = {"history": _("From history"), "export": _("From an exported chat")}
_OTHER = ("info", _("Other message"))
NOT_READABLE = frozenset({"media_placeholder", "unsupported", "errors", "unrecognized"})


def source(message: MessageView) -> Sign:
    """Who wrote an outgoing message; a name, where one is known, instead of the word."""
    css, icon, word = _SOURCES.get(message.source, _SOURCES["phone"])
    named = message.sent_by if message.source in _NAMED else ""
    return Sign(css, icon, named or translated(word))


def note(message: MessageView) -> Sign:
    """Who kept a note, and that only the team sees it."""
    who = message.sent_by or translated(_("Team"))
    return Sign(
        "note", "note", translated(_("Note · %(name)s, only the team sees this")) % {"name": who}
    )


def speaker(preview: Preview) -> Sign | None:
    """Who said the last words, if it was us."""
    if preview.direction != "out":
        return None
    css, icon, word = _SOURCES.get(preview.source, _SOURCES["phone"])
    return Sign(css, icon, translated(word))


def control(conversation: ConversationView) -> Sign | None:
    """Who answers this conversation now; None when nobody does."""
    known = _CONTROL.get(conversation.control)
    if known is None:
        return None
    named = conversation.desk.assignee_name if conversation.control == "agent" else ""
    return Sign(known[0], known[1], named or translated(known[2]))


def fate(message: MessageView) -> Sign | None:
    """What became of an outgoing message."""
    if message.origin in PAST:
        return Sign("", "hist", translated(PAST[message.origin]))
    if message.status is None:
        return None
    icon, word = _STATUS[message.status]
    return Sign(message.status, icon, translated(word))


def kind(name: str, *, voice: bool = False) -> Sign:
    """What a message is when its words do not say it."""
    icon, word = _KINDS.get("voice" if voice else name, _OTHER)
    return Sign(name, icon, translated(word))
