"""A small Meta and a small journal, for asking ingest without a network or a disk."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from saath.ingest import app
from saath.journal import Entry, JournalUnavailable
from saath.whatsapp.peek import Peek

SECRET, OTHER_SECRET = b"app-secret-of-asha", b"app-secret-of-ravi"
NUMBERS = {"551": ("asha", SECRET), "552": ("ravi", OTHER_SECRET), "553": ("asha", SECRET)}


class KnownNumbers:
    """Two businesses with an app each."""

    def secrets(self) -> Sequence[bytes]:
        return [SECRET, OTHER_SECRET]

    def accepts(self, verify_token: str) -> bool:
        return verify_token == "let-me-in"

    def concerned(self, secret: bytes, peek: Peek) -> frozenset[str]:
        owners = [NUMBERS[number] for number in peek.phone_number_ids if number in NUMBERS]
        return frozenset(business for business, own in owners if own == secret)


@dataclass
class Disk:
    """A journal that remembers what is durable, and breaks when it is told to."""

    entries: list[tuple[str, str, bytes]] = field(default_factory=list)
    full: bool = False

    async def append(self, entries: Sequence[Entry]) -> list[int]:
        if self.full:
            raise JournalUnavailable("No space left.")
        self.entries += [(e.business, e.lane, e.body) for e in entries]
        return [1 for _ in entries]


def delivery(*numbers: str, name: str = "messages") -> bytes:
    changes = [
        {"field": name, "value": {"metadata": {"phone_number_id": number}, "messages": []}}
        for number in numbers
    ]
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": changes}]}
    ).encode()


def signature(body: bytes, secret: bytes = SECRET) -> bytes:
    return b"sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest().encode()


def call(
    disk: Disk, body: bytes, header: bytes | None = None, *, method: str = "POST", query: str = ""
) -> tuple[int, bytes]:
    return asyncio.run(send_all(disk, [(body, header)], method=method, query=query))[0]


async def send_all(
    disk: Disk, requests: list[tuple[bytes, bytes | None]], *, method: str = "POST", query: str = ""
) -> list[tuple[int, bytes]]:
    application = app(disk, KnownNumbers, lambda: 1_000)

    async def one(body: bytes, header: bytes | None) -> tuple[int, bytes]:
        parts = [body[:10], body[10:]]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            part = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"x-hub-signature-256", header)] if header else []
        scope = {
            "type": "http",
            "method": method,
            "headers": headers,
            "query_string": query.encode(),
        }
        await application(scope, receive, send)
        return sent[0]["status"], sent[1]["body"]

    return list(await asyncio.gather(*(one(body, header) for body, header in requests)))
