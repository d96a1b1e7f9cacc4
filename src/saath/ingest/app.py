"""`GET|POST /webhooks/whatsapp`, as a raw ASGI application.

Not here: what a delivery means (`project`), who is who (`ingest.directory`).
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qs

from saath.ingest.directory import Directory
from saath.journal.errors import JournalError
from saath.journal.records import UNCLAIMED, Entry, Lane
from saath.whatsapp.peek import Peek, peek
from saath.whatsapp.signature import verify

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Meta: payloads up to 3 MB (webhooks/overview, read 2026-11-21); its advice is to allow 4.
MAX_BODY_BYTES = 4 * 1024 * 1024
DELIVERY_VERSION = 1

log = logging.getLogger("saath.ingest")


class Appends(Protocol):
    """The journal, from an event loop."""

    def append(self, entries: Sequence[Entry]) -> Awaitable[list[int]]:
        """Resolve once the entries are durable; raise `JournalError`, at once or later, if not."""


class TooLarge(Exception):
    """The body is longer than anything Meta sends."""


def app(appends: Appends, directory: Callable[[], Directory], clock: Callable[[], int]) -> App:
    """The application. `directory()` gives the present directory, `clock()` milliseconds."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        match scope["method"]:
            case "POST":
                status = await _deliver(scope, receive, appends, directory(), clock)
                await respond(send, status, b"")
            case "GET":
                await respond(send, *_handshake(scope, directory()))
            case _:
                await respond(send, 405, b"")

    return answer


def _handshake(scope: Scope, directory: Directory) -> tuple[int, bytes]:
    """Meta asks whether we are who we say: the token must match, the challenge goes back."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    mode, token, challenge = (
        asked.get(f"hub.{name}", [""])[0] for name in ("mode", "verify_token", "challenge")
    )
    if mode != "subscribe" or not directory.accepts(token):
        return 403, b""
    return 200, challenge.encode()


async def _deliver(
    scope: Scope,
    receive: Receive,
    appends: Appends,
    directory: Directory,
    clock: Callable[[], int],
) -> int:
    headers = dict(scope["headers"])
    try:
        body = await read_body(headers, receive)
    except TooLarge:
        log.error("ingest.deliver.too_large", extra={"limit_bytes": MAX_BODY_BYTES})  # noqa: TRY400
        return 413
    secret = _signer(body, headers.get(b"x-hub-signature-256"), directory)
    if secret is None:
        log.warning("ingest.deliver.refused", extra={"bytes": len(body)})
        return 401
    try:
        await appends.append(entries(body, secret, directory, now=clock()))
    except JournalError as broken:
        log.error("ingest.deliver.not_durable", extra={"reason": type(broken).__name__})  # noqa: TRY400
        return 503
    return 200


def _signer(body: bytes, header: bytes | None, directory: Directory) -> bytes | None:
    """The secret this body was signed with. Every secret is tried, whichever matches first."""
    matching = [secret for secret in directory.secrets() if verify(body, header, (secret,))]
    return matching[0] if matching else None


def entries(body: bytes, secret: bytes, directory: Directory, *, now: int) -> list[Entry]:
    """One record for each business the delivery concerns; for nobody, one in `unclaimed`."""
    seen = peek(body)
    businesses: Iterable[str] = sorted(directory.concerned(secret, seen)) or [UNCLAIMED]
    return [_entry(business, body, seen, now, "meta") for business in businesses]


def entry_of(business: str, body: bytes, *, now: int, source: str) -> Entry:
    """The record for a delivery whose business is known."""
    return _entry(business, body, peek(body), now, source)


def _entry(business: str, body: bytes, seen: Peek, now: int, source: str) -> Entry:
    lane: Lane = "bulk" if seen.bulk and business != UNCLAIMED else "live"
    return Entry(business, lane, "delivery", DELIVERY_VERSION, source, now, body)


async def read_body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The whole body, or `TooLarge` before more than the limit was kept."""
    announced = headers.get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        raise TooLarge
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            raise TooLarge
        more = message.get("more_body", False)
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def respond(send: Send, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
