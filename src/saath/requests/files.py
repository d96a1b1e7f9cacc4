"""Files that somebody wants to send: kept by their content first, so that a request names them.

What WhatsApp does not take is refused here and not kept, before anybody asks for anything.
"""

from collections.abc import Iterable

from saath.domain.attaching import BYTES_MAX, in_words, type_of, unfit
from saath.domain.outgoing import Attachment
from saath.domain.refusals import Refusal
from saath.media import Asked, File, NoRoom, Served, Shelf, TooLarge, serve, sniff

NAME_MAX = 240
TOO_LARGE = Refusal(
    "not-allowed",
    "This file is too large for WhatsApp.",
    f"It takes {in_words(BYTES_MAX)} at most.",
    detail=(("code", "file-too-large"),),
)
NOT_TAKEN = Refusal(
    "not-allowed",
    "WhatsApp does not take this kind of file.",
    "Send it as JPEG, PNG, WebP, MP4, MP3, OGG, PDF, an Office document or plain text.",
    detail=(("code", "file-type"),),
)
NO_ROOM = Refusal(
    "not-allowed",
    "There is no room for files on this server.",
    "Tell the operator. Words can still be sent.",
    detail=(("code", "no-room"),),
)


def keep_file(
    shelf: Shelf, business: str, parts: Iterable[bytes], filename: str
) -> Attachment | Refusal:
    """Keep a file that can be sent; why not, for another. The same bytes twice are one file."""
    try:
        with shelf.taking(BYTES_MAX) as taking:
            for part in parts:
                taking.add(part)
            fit = _fit(taking.settle(), _named(filename))
            if isinstance(fit, Attachment):
                shelf.keep(business, taking)
            return fit
    except TooLarge:
        return TOO_LARGE
    except NoRoom:
        return NO_ROOM


def find_file(shelf: Shelf, business: str, sha256: str, filename: str) -> Attachment | None:
    """A file that is kept, as something to send."""
    file = shelf.find(business, sha256)
    if file is None:
        return None
    name = _named(filename)
    return Attachment(file.sha256, sniff(file.head, name), name, bytes=file.size)


def serve_file(
    shelf: Shelf, business: str, sha256: str, mime: str, filename: str, asked: Asked
) -> Served | None:
    """Answer with a file that is kept; None when it is not there any more."""
    path = shelf.path(business, sha256)
    return serve(path, mime, filename, asked) if path is not None else None


def _fit(file: File, filename: str) -> Attachment | Refusal:
    mime = sniff(file.head, filename)
    kind = type_of(mime)
    if kind is None:
        return NOT_TAKEN
    return unfit(kind, mime, file.size) or Attachment(file.sha256, mime, filename, bytes=file.size)


def _named(filename: str) -> str:
    """The last part of whatever a browser calls it, without signs that no name has."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-NAME_MAX:]
