"""One line of the list: what stands in the margin, who it is, what was said last."""

from dataclasses import dataclass
from datetime import tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from saath.queries.language import guess
from saath.queries.views import ConversationView, WindowView
from saath.web import formats
from saath.web.inbox import words
from saath.web.inbox.words import Sign

# The default objective of every shop (product R3): reply within three minutes.
TARGET_MS = 3 * formats.MINUTE_MS
CLOSING_MS = 2 * formats.HOUR_MS


@dataclass(frozen=True, slots=True)
class Chip:
    """The service window in a few letters; the title says exactly when and why."""

    css: str
    icon: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Name:
    """How a person is called; `number` when it is only a phone number."""

    text: str
    lang: str
    number: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in the list."""

    id: str
    url: str
    current: bool
    waiting: bool
    late: bool
    when: str
    name: Name
    who: Sign | None
    speaker: Sign | None
    kind: Sign | None
    text: str
    lang: str
    chip: Chip


def row(conversation: ConversationView, now: int, tz: tzinfo, opened: str = "") -> Row:
    """The line for this conversation; `opened` is the id of the one that is open beside it."""
    waited = now - conversation.waiting_since if conversation.needs_reply else 0
    last = conversation.preview
    return Row(
        id=conversation.id,
        url=reverse("conversation", args=(conversation.id,)),
        current=conversation.id == opened,
        waiting=conversation.needs_reply,
        late=waited > TARGET_MS,
        when=formats.short(waited)
        if conversation.needs_reply
        else formats.when(conversation.last_message_at, now, tz),
        name=name(conversation),
        who=words.control(conversation),
        speaker=words.speaker(last) if last else None,
        kind=words.kind(last.type) if last and (not last.text or last.type != "text") else None,
        text=last.text if last else "",
        lang=guess(last.text) if last else "",
        chip=chip(conversation.window, now, tz),
    )


def name(conversation: ConversationView) -> Name:
    """The person's name, or their number in its usual spacing."""
    text = conversation.contact.name
    if text == f"+{conversation.contact.phone}":
        return Name(formats.phone(conversation.contact.phone), "", number=True)
    return Name(text, guess(text), number=False)


def chip(window: WindowView, now: int, tz: tzinfo) -> Chip:
    """How long free-form messages are still allowed."""
    if not window.closes_at:
        return Chip(
            "", "lock", _("Closed"), _("They have not written since the number was linked.")
        )
    until = f"{formats.full(window.closes_at, tz)} {formats.local(window.closes_at, tz):%Z}"
    if not window.open:
        return Chip("", "lock", _("Closed"), _("Closed since %(when)s.") % {"when": until})
    left = window.closes_at - now
    title = _("24 hours from their last message. Closes %(when)s.") % {"when": until}
    if left < CLOSING_MS:
        return Chip(
            "closing", "clock", _("%(left)s, closing") % {"left": formats.short(left)}, title
        )
    return Chip("", "window", formats.short(left), title)
