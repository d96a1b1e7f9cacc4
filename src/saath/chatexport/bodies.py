"""What a body is: text, a stub for media, an attachment, a poll, a call, a line of WhatsApp's own.

Works on one body at a time, without knowing who wrote it or when. A stub in a language nobody has
listed yet is recognised by its shape when it returns in the file (`Stubs`).
"""

import re
from typing import NamedTuple

from saath.chatexport.marks import LRM, MARK, trimmed, without_marks
from saath.chatexport.phrases import (
    angled,
    phrases,
    plain,
    plain_phrases,
    plain_starts,
)
from saath.chatexport.records import Kind

STUBS: tuple[Kind, ...] = (
    "image", "video", "audio", "voice", "sticker", "gif", "document", "contact", "view_once",
)  # fmt: skip
# Names WhatsApp gives: IMG-20241201-WA0001.jpg on Android, 00000042-PHOTO-2020-...jpg on iOS.
_BY_NAME: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:^|-)(?:STK|STICKER)-"), "sticker"),
    (re.compile(r"(?:^|-)GIF-"), "gif"),
    (re.compile(r"(?:^|-)(?:PTT)-|-AUDIO-.*\.opus$"), "voice"),
)
_BY_KIND: dict[Kind, str] = {
    "image": "jpg jpeg png heic webp bmp",
    "video": "mp4 mov 3gp mkv avi webm m4v",
    "audio": "mp3 m4a aac ogg wav amr flac",
    "voice": "opus",
    "gif": "gif",
    "contact": "vcf",
}
_EXTENSIONS = {ending: kind for kind, endings in _BY_KIND.items() for ending in endings.split()}
_ANDROID_NAME = re.compile(r"^((?:IMG|VID|PTT|AUD|STK|DOC)-\d{8}-WA\d{4}\.\w{2,5})(?: .{2,40})$")
_IOS_ATTACHED = re.compile(
    rf"{MARK}*<[^<>\n]{{0,40}}?(\d{{8}}-[^<>\n]+?\.\w{{2,5}})[^<>\n]{{0,20}}>"
)
_OLD_ATTACHED = re.compile(r"^(\S[^<>\n]*\.\w{2,5}) <[^<>\n]{4,30}>$")
_EDITED = re.compile(rf" ?{MARK}*(<[^<>\n]+>)$")
_EXTENDED = re.compile(r"\.\w{1,5}$")
_PAGES = re.compile(r"^(.*?\.\w{2,5})(?: • .*|\s*)$", re.DOTALL)
_MAPS = re.compile(r"https://(?:maps\.google\.com/|maps\.app\.goo\.gl/|foursquare\.com/)\S+$")


def _whole() -> frozenset[str]:
    """Every phrase that can be a whole body, as WhatsApp writes it, with and without a stop."""
    names = (*STUBS, "deleted", "call", "location")
    written = [phrase.rstrip(".") for name in names for phrase in phrases(name)]
    return frozenset({"null"}.union(written, (each + "." for each in written)))


WHOLE = _whole()


class Body(NamedTuple):
    """One body understood."""

    kind: Kind
    text: str
    edited: bool = False
    attachment: str | None = None


def is_plain(body: str) -> bool:
    """Tell quickly that a body is nothing but text: true for most, never wrongly."""
    return not (
        not body or "<" in body or LRM in body or "." in body or ":" in body or body in WHOLE
    )


def read_body(body: str) -> Body:
    """Say what a body is. What is not known to be anything else is text, kept as written."""
    bare = plain(body)
    if not bare:
        return Body("view_once", "")
    if bare == "null":
        return Body("call", "")
    return _stub(body, bare) or _attachment(body) or _line(body, bare) or _text(body)


def _stub(body: str, bare: str) -> Body | None:
    if bare in plain_phrases("deleted") or bare.startswith("this message was deleted by admin"):
        return Body("deleted", "")
    if angled(bare) in plain_phrases("omitted"):
        return Body("media", "")
    if LRM not in body and not bare.endswith(">"):
        return Body("view_once", "") if bare in plain_phrases("view_once") else None
    for kind in STUBS:
        for phrase in plain_phrases(kind):
            if bare.endswith(phrase):
                return _with_caption(kind, body, phrase)
    return None


def _with_caption(kind: Kind, body: str, phrase: str) -> Body | None:
    """A stub of iOS: alone, or after a caption or a document's name, set off by a mark."""
    before, mark, stub = body.rpartition(LRM)
    if plain(stub) != phrase and plain(body) != phrase:
        return None
    named = _PAGES.match(trimmed(without_marks(before))) if kind == "document" and mark else None
    if named:
        return Body(kind, "", attachment=named[1])
    return Body(kind, trimmed(before) if plain(body) != phrase else "")


def _attachment(body: str) -> Body | None:
    if found := _IOS_ATTACHED.search(body):
        caption = trimmed(body[: found.start()] + body[found.end() :])
        return _attached(found[1], caption)
    first, _, caption = body.partition("\n")
    first = trimmed(first)
    name = _android_name(first)
    return _attached(name, caption) if name else None


def _android_name(first: str) -> str | None:
    bare = without_marks(first)
    for marker in phrases("attached"):
        if bare.endswith(marker) and _EXTENDED.search(bare[: -len(marker)].rstrip()):
            return bare[: -len(marker)].rstrip()
    if bare.startswith("فایل پیوست شد "):  # Persian says it before the name
        return bare.removeprefix("فایل پیوست شد ")
    found = _ANDROID_NAME.match(bare) or _OLD_ATTACHED.match(bare)
    return found[1] if found else None


def _attached(name: str, caption: str) -> Body:
    text, edited = _unedited(caption)
    return Body(kind_of_file(name), "" if text == name else text, edited, name)


def kind_of_file(name: str) -> Kind:
    """The kind an attachment's name tells."""
    for pattern, kind in _BY_NAME:
        if pattern.search(name):
            return kind
    if re.search(r"(?:^|-)AUD-|-AUDIO-", name):
        return "audio"
    return _EXTENSIONS.get(name.rpartition(".")[2].lower(), "document")


def _line(body: str, bare: str) -> Body | None:
    led = body.startswith(LRM)
    if bare.startswith(plain_starts("location")) and ("://" in bare or "live" in bare):
        return Body("location", trimmed(without_marks(body)))
    if _MAPS.search(bare) and led:
        return Body("location", trimmed(without_marks(body)))
    if bare.startswith(plain_starts("poll")) and "\n" in body:
        return Body("poll", trimmed(without_marks(body)))
    if bare in plain_phrases("call") or (led and bare.startswith(plain_starts("call"))):
        return Body("call", trimmed(without_marks(body)))
    return None


def _text(body: str) -> Body:
    text, edited = _unedited(body)
    return Body("text", text.removeprefix(LRM) if text.startswith(LRM) else text, edited)


def _unedited(body: str) -> tuple[str, bool]:
    found = _EDITED.search(body)
    if found and angled(plain(found[1])) in plain_phrases("edited"):
        return body[: found.start()], True
    return body, False


def is_missed_call(text: str) -> bool:
    """Tell a missed call from one that was taken, by the words of the line."""
    return plain(text).startswith(plain_starts("missed"))
