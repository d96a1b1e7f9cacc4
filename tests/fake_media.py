"""The files of a pretend Graph: what customers sent, what we uploaded, and how each ask is answered.

Bytes and digests are its own; what it was asked and given is remembered, whatever it answered.
"""

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qs, urlsplit

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 40
PDF = b"%PDF-1.4\n" + b"bill" * 40
OGG = b"OggS" + b"\0" * 24 + b"OpusHead" + b"hello" * 40


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whole."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A file, and what is said of it."""

    data: bytes
    mime: str
    sha256: str = ""
    size: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody gave."""

    id: str
    data: bytes
    mime: str
    filename: str


GONE = Answer(400, b'{"error":{"message":"(#100) gone","code":100,"error_subcode":33}}')
NO_TOKEN = Answer(401, b'{"error":{"message":"expired","code":190}}')
AWAY = Answer(404)


@dataclass(slots=True)
class FakeMedia:
    """Files by id. `asks`, `downloads` and `uploadings` are scripts: used up first, one each."""

    held: dict[str, Held] = field(default_factory=dict)
    asks: deque[Answer] = field(default_factory=deque)
    downloads: deque[Answer] = field(default_factory=deque)
    uploadings: deque[Answer] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    downloaded: list[str] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    before: Callable[[str], None] = field(default=lambda _what: None)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, base: str, target: str, token: str) -> Answer:
        """`GET /v25.0/<media id>` or the address it gave."""
        parts = urlsplit(target)
        with self.lock:
            self.tokens.add(token)
            if parts.path == "/files":
                name = parse_qs(parts.query)["mid"][0]
                self.downloaded.append(name)
                self.before("download")
                return self.downloads.popleft() if self.downloads else self._bytes(name)
            name = parts.path.rpartition("/")[2]
            self.asked.append(name)
            self.before("ask")
            return self.asks.popleft() if self.asks else self._place(base, name)

    def _place(self, base: str, name: str) -> Answer:
        held = self.held.get(name)
        if held is None:
            return GONE
        said = {
            "messaging_product": "whatsapp",
            "url": held.url or f"{base}/files?mid={name}",
            "mime_type": held.mime,
            "sha256": held.sha256 or hashlib.sha256(held.data).hexdigest(),
            "file_size": str(held.size or len(held.data)),
            "id": name,
        }
        return Answer(200, json.dumps(said).encode(), {"content-type": "application/json"})

    def _bytes(self, name: str) -> Answer:
        held = self.held.get(name)
        return Answer(200, held.data, {"content-type": held.mime}) if held else AWAY

    def post(self, content_type: str, body: bytes, token: str) -> Answer:
        """`POST /v25.0/<number>/media`."""
        with self.lock:
            self.tokens.add(token)
            given = _form(content_type, body)
            upload = Upload(f"up-{len(self.uploads) + 1}", *given)
            self.uploads.append(upload)
            self.before("upload")
            if self.uploadings:
                return self.uploadings.popleft()
        said = json.dumps({"id": upload.id}).encode()
        return Answer(200, said, {"content-type": "application/json"})


def _form(content_type: str, body: bytes) -> tuple[bytes, str, str]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parts = {
        str(part.get_param("name", header="content-disposition")): part
        for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
    }
    assert parts["messaging_product"].get_content().strip() == "whatsapp"
    file = parts["file"]
    data = file.get_payload(decode=True)
    assert isinstance(data, bytes)
    mime = parts["type"].get_content().strip()
    assert file.get_content_type() == mime
    return data, mime, file.get_filename() or ""
