"""Files over Graph: ask where an attachment lies, download it, upload one of ours.

Source: Meta, Cloud API, business-phone-numbers/media (mirror of 2025-12, checked 2026-11-21). All
of it may be done twice: nobody outside sees it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from saath.net import Call, NotSent, Response, Result, Sends, Unknown
from saath.whatsapp.adapters import adapter_of
from saath.whatsapp.error_codes import rule_of
from saath.whatsapp.graph.line import VERSION, Line, code_in, tree
from saath.whatsapp.graph.sending import WIDE, Answer, refused
from saath.whatsapp.read import sha256_in, text_in

ASK_TIMEOUT_S, MOVE_TIMEOUT_S = 20.0, 30.0
UPLOAD_RETRY_MS = 2_000
PART_BYTES = 64 * 1024
# Where Meta keeps files (seen in its samples and in libraries, checked 2026-11-21). Our token goes
# nowhere else, whatever an answer says: a forged address must not get it.
HOSTS = ("fbsbx.com", "whatsapp.net", "fbcdn.net")
# No permission, or an account that may do nothing: the whole number waits, not one file.
NOT_ALLOWED = frozenset({0, 3, 10, 190, 368, 131005, 131031, 133010, *range(200, 300)})
# Of these 33 and 100 are also Graph's words for a permission that is missing: nobody can tell.
GONE = frozenset({33, 100, 131052})


@dataclass(frozen=True, slots=True)
class MediaPlace:
    """Where an attachment lies for five minutes, and what WhatsApp says of it; 0 for no size."""

    url: str
    mime: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class MediaTrouble:
    """Why there is no place: it is `gone`, this one may be asked for `later`, or the whole number
    (`line`) gets no answers now.
    """

    kind: Literal["gone", "later", "line"]
    reason: str


@dataclass(frozen=True, slots=True)
class Uploaded:
    """WhatsApp's id of a copy."""

    media_id: str


def ask_media(client: Sends, line: Line, media_id: str) -> Result:
    """Ask where an attachment lies. Its id came from outside: it is one part of a path, no more."""
    number = quote(line.phone_number_id, safe="")
    name = quote(media_id, safe="")
    url = adapter_of(line.provider).media_url(line.base_url, VERSION, number, name)
    return client.send(Call("GET", url, line.authorization, timeout_s=ASK_TIMEOUT_S))


def read_media(result: Result) -> MediaPlace | MediaTrouble:
    """What the answer says."""
    match result:
        case NotSent(reason=reason) | Unknown(reason=reason):
            return MediaTrouble("line", reason)
        case Response(status=200, body=body):
            return _place(tree(body))
        case Response(status=status, body=body):
            return _trouble(status, code_in(body))


def _place(said: dict[str, object]) -> MediaPlace | MediaTrouble:
    url, size = text_in(said, "url"), text_in(said, "file_size")
    if not url:
        return MediaTrouble("later", "no address")
    mime, sha256 = text_in(said, "mime_type"), sha256_in(said, "sha256")
    return MediaPlace(url, mime, sha256, int(size) if size.isdecimal() else 0)


def _trouble(status: int, code: int | None) -> MediaTrouble:
    if code is None:  # not Graph's words, whatever the status: somebody between us and it
        return MediaTrouble("line", f"HTTP {status}")
    if code in GONE:
        return MediaTrouble("gone", f"code {code}")
    wide = code in NOT_ALLOWED or rule_of(code).retry in WIDE
    return MediaTrouble("line" if wide else "later", f"code {code}")


def is_trusted(line: Line, url: str) -> bool:
    """Whether our token may be sent there: to Meta's hosts of files, or to where we ask anyway."""
    try:
        asked, own = urlsplit(url), urlsplit(line.base_url)
        port = asked.port
    except ValueError:
        return False
    if asked.username or asked.password:
        return False
    if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
        return True
    host = asked.hostname or ""
    is_metas = any(host.endswith(f".{known}") for known in HOSTS)
    return asked.scheme == "https" and port in {None, 443} and is_metas


def download(
    client: Sends, line: Line, url: str, into: Callable[[bytes], None], *, limit: int
) -> Result:
    """Take the bytes behind an address. No redirect is followed: the token would go along."""
    url = adapter_of(line.provider).place_url(line.base_url, url)
    headers = line.authorization | {"accept-encoding": "identity"}
    return client.send(
        Call("GET", url, headers, timeout_s=MOVE_TIMEOUT_S, limit_bytes=limit, into=into)
    )


def upload(client: Sends, line: Line, path: Path, mime: str) -> Result:
    """Give WhatsApp a copy of a file. Its name is its content: what people call it stays here."""
    mark = f"saath-{path.name}"
    before = (
        _form(mark, messaging_product="whatsapp", type=mime)
        + (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n'
            f"Content-Type: {mime}\r\n\r\n"
        ).encode()
    )
    after = f"\r\n--{mark}--\r\n".encode()
    headers = line.authorization | {
        "content-type": f"multipart/form-data; boundary={mark}",
        "content-length": str(len(before) + path.stat().st_size + len(after)),
    }
    url = adapter_of(line.provider).upload_url(line.base_url, VERSION, line.phone_number_id)
    parts = _parts(before, path, after)
    return client.send(Call("POST", url, headers, timeout_s=MOVE_TIMEOUT_S, parts=parts))


def _form(mark: str, **fields: str) -> bytes:
    return "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ).encode()


def _parts(before: bytes, path: Path, after: bytes) -> Iterator[bytes]:
    yield before
    with path.open("rb") as file:
        while part := file.read(PART_BYTES):
            yield part
    yield after


def read_upload(result: Result, *, attempts: int, now: int) -> Uploaded | Answer:
    """What became of an upload: an id, a refusal, or another try later."""
    again = now + UPLOAD_RETRY_MS * 2 ** min(attempts, 5)
    match result:
        case NotSent(reason=reason) | Unknown(reason=reason):
            return Answer("deferred", reason=reason, retry_at=again)
        case Response(status=200, body=body):
            media_id = text_in(tree(body), "id")
            return Uploaded(media_id) if media_id else Answer("deferred", "", 0, "no id", again)
        case Response(status=status, body=body):
            answer = refused(status, body, attempts=attempts, now=now)
            if answer.kind == "unconfirmed":
                return Answer("deferred", reason=answer.reason, retry_at=again)
            return answer
