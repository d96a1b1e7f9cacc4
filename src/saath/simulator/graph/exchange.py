"""Requests and answers of the Graph API, and how bodies are read: JSON, forms, multipart."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from saath.simulator.errors import GraphError
from saath.simulator.people import Object

STRUCTURED = frozenset(
    [
        "text",
        "image",
        "video",
        "audio",
        "document",
        "sticker",
        "location",
        "contacts",
        "reaction",
        "interactive",
        "template",
        "context",
        "components",
        "block_users",
        "webhook_configuration",
        "typing_indicator",
    ]
)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart body."""

    data: bytes
    mime: str
    filename: str


@dataclass(slots=True)
class Request:
    """One call, already cut into pieces."""

    method: str
    version: str
    parts: tuple[str, ...]
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    files: dict[str, Upload] = field(default_factory=dict)
    _fields: Object | None = None

    @property
    def fields(self) -> Object:
        """What was sent, wherever: query string, form, multipart or JSON."""
        if self._fields is None:
            sent = dict(self.query) | self._read()
            self._fields = {name: _structured(name, value) for name, value in sent.items()}
        return self._fields

    def _read(self) -> Object:
        kind = self.headers.get("content-type", "")
        if not self.body or "octet-stream" in kind:
            return {}
        if kind.startswith("multipart/form-data"):
            return self._multipart(kind)
        if kind.startswith("application/x-www-form-urlencoded"):
            return dict(parse_qsl(self.body.decode("utf-8", "replace")))
        return self._json()

    def _json(self) -> Object:
        try:
            found = json.loads(self.body)
        except ValueError as error:
            text = "(#100) The body is not JSON."
            raise GraphError(100, message=text) from error
        if not isinstance(found, dict):
            raise GraphError(100, message="(#100) The body must be a JSON object.")
        return found

    def _multipart(self, kind: str) -> Object:
        fields: Object = {}
        for head, data in _sections(self.body, _parameters(kind).get("boundary", "")):
            disposition = _parameters(head.get("content-disposition", ""))
            name = disposition.get("name", "")
            if "filename" in disposition:
                mime = head.get("content-type", "application/octet-stream")
                self.files[name] = Upload(data, mime, disposition["filename"])
            else:
                fields[name] = data.decode("utf-8", "replace")
        return fields

    def text(self, name: str, default: str = "") -> str:
        value = self.fields.get(name, default)
        return value if isinstance(value, str) else str(value)

    def wanted(self) -> list[str]:
        """The names after `fields=`, without what is inside braces or after a dot."""
        return _top_level(self.query.get("fields", ""))


def _structured(name: str, value: Any) -> Any:
    """Graph takes JSON inside a string wherever it expects an object or a list."""
    if name not in STRUCTURED or not isinstance(value, str) or value[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _parameters(header: str) -> dict[str, str]:
    parsed = Message()
    parsed["x"] = header
    found = parsed.get_params(header="x") or []
    return {name.lower(): str(value).strip('"') for name, value in found}


def _sections(body: bytes, boundary: str) -> list[tuple[dict[str, str], bytes]]:
    if not boundary:
        raise GraphError(100, message="(#100) The multipart body has no boundary.")
    found: list[tuple[dict[str, str], bytes]] = []
    for section in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if section.startswith(b"--"):
            break
        head, _, data = section.partition(b"\r\n\r\n")
        lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n"))
        found.append(({name.strip().lower(): value.strip() for name, _, value in lines}, data))
    return found


def _top_level(fields: str) -> list[str]:
    names, depth, word = [], 0, ""
    for sign in fields + ",":
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            names.append(word)
            word = ""
        elif depth == 0 and sign not in "{}()":
            word += sign
    return [name.split(".")[0].strip() for name in names if name.strip()]


@dataclass(frozen=True, slots=True)
class Handshake:
    """A callback URL that must prove itself before it is used."""

    url: str
    token: str
    target: str  # app, waba, phone


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. `transport` tells the shell how to misbehave while giving it."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    transport: str = "plain"  # plain, reset, slow
    handshake: Handshake | None = None

    def document(self) -> Object:
        found = json.loads(self.body)
        return found if isinstance(found, dict) else {"data": found}
