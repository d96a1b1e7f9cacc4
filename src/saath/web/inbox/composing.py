"""What the composer shows: two forms, why one of them is shut, and words that were not sent."""

from dataclasses import dataclass
from datetime import tzinfo

from saath.domain.attaching import TYPES
from saath.domain.outgoing import Attachment, Outgoing, Template
from saath.domain.refusals import Refusal
from saath.queries.language import guess
from saath.queries.people import ACTORS
from saath.queries.sending import explain_send
from saath.queries.views import ConversationView, MessageView
from saath.web import formats
from saath.web.asking import Asking
from saath.web.inbox import noes, rows, words
from saath.web.inbox.filling import Filled
from saath.web.inbox.noes import No
from saath.web.inbox.words import Sign


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the bar that says what others wrote meanwhile."""

    by: Sign | None
    name: str
    text: str
    lang: str
    clock: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """Words that a form brought and that were not sent, and why."""

    no: No
    mode: str = "reply"
    text: str = ""
    said: tuple[Said, ...] = ()
    file: Attachment | None = None
    template: Filled | None = None


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """What may be sent while the window is shut. `closed` shuts it too, `slow` and `stopped` warn."""

    filled: Filled
    is_open: bool
    closed: No | None
    slow: No | None
    stopped: No | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that a form brought and that is kept, so that nobody has to choose it again."""

    sha256: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Composer:
    """Everything of `composer.html`. `closed` shuts the reply form, `slow` only warns."""

    conversation: str
    may_write: bool
    key: str
    seen: str
    lang: str
    closed: No | None
    slow: No | None
    unsent: Unsent | None
    sent: str
    phone: str
    template: TemplateForm | None

    @property
    def kept(self) -> Kept | None:
        """The file that was not sent."""
        file = self.unsent.file if self.unsent else None
        return Kept(file.sha256, file.filename, formats.size(file.bytes)) if file else None

    @property
    def accept(self) -> str:
        """What the dialogue for choosing a file shows first; the server decides."""
        return ",".join(mime for _size, mimes in TYPES.values() for mime in mimes)

    @property
    def note_text(self) -> str:
        """The note that was not kept."""
        return self.unsent.text if self.unsent and self.unsent.mode == "note" else ""

    @property
    def reply_text(self) -> str:
        """The reply that was not sent."""
        return self.unsent.text if self.unsent and self.unsent.mode == "reply" else ""

    @property
    def is_note(self) -> bool:
        """Whether the note form is the one that is open."""
        mode = self.unsent.mode if self.unsent else self.sent
        return mode == "note"


def composer(
    request: Asking, found: ConversationView, unsent: Unsent | None = None, sent: str = ""
) -> Composer:
    """The composer of this conversation, for whoever asks."""
    may_write = request.user.role in ACTORS
    against: tuple[Refusal, ...] = ()
    if may_write:
        words_ = Outgoing("text", text="?")
        against = explain_send(request.user.business, found.id, words_, request.now) or ()
    is_filled = bool(unsent and unsent.template)  # kept also when a message opened the window
    last, closed = found.preview, noes.first(against, passing=False)
    return Composer(
        conversation=found.id,
        may_write=may_write,
        key=request.asking.new_key(),
        seen=found.desk.last,
        lang=guess(last.text) if last else "",
        closed=closed,
        slow=noes.first(against, passing=True),
        unsent=unsent,
        sent=sent,
        phone=found.contact.phone,
        template=_template(request, found, unsent) if closed or is_filled else None,
    )


def _template(request: Asking, found: ConversationView, unsent: Unsent | None) -> TemplateForm:
    """The form for a template, with what was written into it, and everything against sending it."""
    wish = Outgoing("template", template=Template("any", "en", category="utility"))
    against = explain_send(request.user.business, found.id, wish, request.now) or ()
    before = unsent.template if unsent else None
    return TemplateForm(
        filled=before or Filled(),
        is_open=before is not None,
        closed=noes.first(against, passing=False),
        slow=noes.first(against, passing=True),
        stopped=noes.no("opted-out") if found.contact.stopped_marketing else None,
    )


def said(message: MessageView, found: ConversationView, tz: tzinfo) -> Said:
    """What somebody wrote meanwhile."""
    at = formats.moment(message.at, tz)
    text = message.text or words.kind(message.type).word
    by = words.source(message) if message.direction == "out" else None
    name = rows.name(found).text
    return Said(by, name, text[:300], guess(text), f"{at.clock} {at.period}")
