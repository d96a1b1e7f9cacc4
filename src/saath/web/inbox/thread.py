"""One thread as a ledger page: days, messages and the line where history ends, oldest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby

from django.utils.translation import gettext as _

from saath.queries.language import guess
from saath.queries.views import FailureView, MessageView
from saath.web import formats
from saath.web.formats import Moment
from saath.web.inbox import words
from saath.web.inbox.attached import Attached, attached
from saath.web.inbox.words import Sign


@dataclass(frozen=True, slots=True)
class Day:
    """A ruled line with a date."""

    heading: str
    css: str = "day"


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened to the conversation rather than in it."""

    icon: str
    text: str
    css: str = "line"


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of one language."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that this one answers; no text when it was never told to us."""

    id: str
    who: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message."""

    id: str
    css: str
    at: Moment
    took: str
    by: Sign | None
    state: Sign | None
    kind: Sign | None
    quote: Quote | None
    says: tuple[Words, ...]
    attached: Attached | None
    detail: str
    readable: bool
    failure: FailureView | None
    deleted: bool
    edited: bool
    earlier: tuple[Words, ...]
    held: str
    again: bool
    reactions: tuple[str, ...]


type Item = Day | Line | Bubble


def items(
    messages: Sequence[MessageView],
    quoted: Mapping[str, MessageView],
    name: str,
    now: int,
    tz: tzinfo,
) -> tuple[Item, ...]:
    """The thread to read from top to bottom; `messages` come newest first."""
    return tuple(_items(tuple(reversed(messages)), quoted, name, formats.local(now, tz).date(), tz))


def _items(
    messages: Sequence[MessageView],
    quoted: Mapping[str, MessageView],
    name: str,
    today: date,
    tz: tzinfo,
) -> Iterator[Item]:
    waits = _answer_times(messages)
    before: MessageView | None = None
    for message in messages:
        on = formats.local(message.at, tz).date()
        if before and before.origin in words.PAST and message.origin not in words.PAST:
            yield Line("hist", _("History ends here."))
        if before is None or formats.local(before.at, tz).date() != on:
            yield Day(formats.heading(on, today))
        yield bubble(message, quoted.get(message.reply_to), name, waits.get(message.id, 0), tz)
        before = message


def withheld() -> Line:
    """Why some of an exported chat is not here."""
    text = _("Part of an exported chat is not shown: WhatsApp's own history covers those days.")
    return Line("hist", text)


def _answer_times(messages: Sequence[MessageView]) -> dict[str, int]:
    """How long each first answer took, counted from the first message it answers."""
    took: dict[str, int] = {}
    asked = 0
    for message in messages:
        if message.origin in words.PAST or message.source == "phone_automatic":
            continue
        if message.direction == "in":
            asked = asked or message.at
        elif message.direction == "out" and asked and message.status != "failed":
            took[message.id], asked = message.at - asked, 0
    return took


def bubble(
    message: MessageView, quoted: MessageView | None, name: str, took: int, tz: tzinfo
) -> Bubble:
    """One message with everything that is said about it."""
    readable = message.type not in words.NOT_READABLE
    return Bubble(
        id=message.id,
        css=_css(message, readable=readable),
        at=formats.moment(message.at, tz),
        took=_("in %(duration)s") % {"duration": formats.short(took)} if took >= 60_000 else "",
        by=_by(message),
        state=words.fate(message),
        kind=_kind(message),
        quote=_quote(message.reply_to, quoted, name) if message.reply_to else None,
        says=_says(message),
        attached=attached(
            message, name if message.direction == "in" else words.source(message).word
        ),
        detail=message.detail if message.type == "unrecognized" else "",
        readable=readable,
        failure=message.failure,
        deleted=message.deleted,
        edited=message.edited,
        earlier=tuple(Words(text, guess(text)) for text in message.earlier),
        held=message.held,
        again=message.again,
        reactions=tuple(reaction.emoji for reaction in message.reactions),
    )


def _says(message: MessageView) -> tuple[Words, ...]:
    """The words; of a template its name and language, and a line for each place that was filled."""
    if message.template is None:
        return say(message.text)
    sent = message.template
    lines = (f"{place} = {words}" for place, words in sent.values)
    return (Words(f"{sent.name} ({sent.language})", "en"), *say("\n".join(lines)))


def say(text: str) -> tuple[Words, ...]:
    """The words in runs of one language; a line without letters goes with the line before it."""
    tagged: list[tuple[str, str]] = []
    for line in text.splitlines():
        tag = guess(line) or (tagged[-1][1] if tagged else "")
        tagged.append((line, tag))
    runs = groupby(tagged, key=lambda pair: pair[1])
    return tuple(Words("\n".join(line for line, _tag in run), tag) for tag, run in runs)


def _by(message: MessageView) -> Sign | None:
    if message.direction == "note":
        return words.note(message)
    return words.source(message) if message.direction == "out" else None


def _css(message: MessageView, *, readable: bool) -> str:
    out = words.source(message).css if message.direction == "out" else ""
    marks = {
        "past": message.origin in words.PAST,
        "unread": not readable,
        "failed": message.failure is not None,
        "gone": message.deleted,
    }
    named = (message.direction, out, *(mark for mark, on in marks.items() if on))
    return " ".join(filter(None, named))


def _kind(message: MessageView) -> Sign | None:
    """Named unless the words are the message."""
    if message.type in {"text", "note", "buttons", "list"}:
        return None
    voice = bool(message.media and message.media.voice)
    return words.kind(message.type, voice=voice)


def _quote(key: str, quoted: MessageView | None, name: str) -> Quote:
    if quoted is None:
        return Quote(key, _("an earlier message"), "", "")
    who = name if quoted.direction == "in" else words.source(quoted).word
    text = quoted.text or words.kind(quoted.type).word
    return Quote(key, who, text[:160], guess(text))
