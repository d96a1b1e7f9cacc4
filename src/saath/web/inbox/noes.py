"""Every no to somebody who writes, in the page's language: what happened, and what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from saath.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class No:
    """What the page says."""

    reason: str
    sentence: str
    remedy: str


_WORDS: dict[str, tuple[str, str]] = {
    "window-closed": (
        _("The reply window is closed: they last wrote more than 24 hours ago."),
        _("Write from the phone, or send an approved template."),
    ),
    "conversation-moved-on": (
        _("Somebody wrote since you looked."),
        _("Nothing was sent, your words are kept. Read what is new, then send or change them."),
    ),
    "number-unavailable": (
        _("WhatsApp does not let this number send now."),
        _("What you send waits and goes out when it may. The phone still works."),
    ),
    "too-fast": (
        _("WhatsApp limits how fast one person may be written to."),
        _("What you send goes out by itself in a moment."),
    ),
    "too-late": (
        _("This waited too long and was not sent."),
        _("Read what was said since and send it again if it still holds."),
    ),
    "limit-reached": (
        _("WhatsApp limits how many people a business may write to first within a day."),
        _("Send it again tomorrow, or write from the phone."),
    ),
    "parked": (
        _("This chat holds something that Saath could not process."),
        _("Ask the operator to look at it."),
    ),
    "unknown-message": (
        _("This message is not there any more."),
        _("Reload the page."),
    ),
    "not-allowed": (
        _("This message is on its way, or has arrived."),
        _("Wait until it failed, or until Saath says that nobody knows."),
    ),
    "empty": (_("There are no words to send."), _("Write something first.")),
    "too-long": (_("WhatsApp takes at most 4096 characters."), _("Send it in two messages.")),
    "file-too-large": (
        _("This file is too large for WhatsApp."),
        _("It takes pictures of 5 MB, sound and video of 16 MB, documents of 100 MB."),
    ),
    "file-type": (
        _("WhatsApp does not take this kind of file."),
        _("Send it as JPEG, PNG, MP4, MP3, OGG, PDF, an Office document or plain text."),
    ),
    "file-empty": (_("This file is empty."), _("Choose another file.")),
    "file-gone": (_("The file is not there any more."), _("Choose it again.")),
    "no-room": (
        _("There is no room for files on this server."),
        _("Tell the operator. Words can still be sent."),
    ),
    "no-caption": (
        _("Sound and stickers carry no words."),
        _("Send the file alone, and the words after it."),
    ),
    "caption-too-long": (
        _("With a file WhatsApp takes at most 1024 characters."),
        _("Send the rest in a second message."),
    ),
    "template-name": (
        _("This is not the name of a template."),
        _("Copy it from WhatsApp Manager: small letters, digits and _ only."),
    ),
    "template-language": (
        _("This is not the language of a template."),
        _("Write it as WhatsApp Manager does, such as en, en_US or hi."),
    ),
    "template-values": (
        _("It is not clear which words go into which place."),
        _("Give each place one line: its words, or its name, = and its words."),
    ),
    "opted-out": (
        _("This person asked for no more offers."),
        _("Send only what they wait for, such as news of an order."),
    ),
    "sent-before": (
        _("This form was sent before, with other words."),
        _("Nothing was sent now. Check the chat, then send again."),
    ),
}
_OTHER = (_("This was not done."), _("Reload the page and try again."))


def no(reason: str) -> No:
    """The words for a reason."""
    sentence, remedy = _WORDS.get(reason, _OTHER)
    return No(reason, translated(sentence), translated(remedy))


def first(refusals: tuple[Refusal, ...], *, passing: bool) -> No | None:
    """The first of these that waiting does, or does not, cure."""
    return next((no(r.reason) for r in refusals if r.is_passing == passing), None)
