"""`POST /webhooks/<provider>/<key>`: deliveries without a signature, known by their address.

The key is drawn by us and told to the provider only. What a provider wraps is unwrapped here, so
that the journal holds one language; the value itself stays byte for byte.
"""

import logging
from collections.abc import Callable

from saath.ingest.app import (
    MAX_BODY_BYTES,
    App,
    Appends,
    Receive,
    Scope,
    Send,
    TooLarge,
    entry_of,
    read_body,
    respond,
)
from saath.ingest.directory import Doors
from saath.journal.errors import JournalError
from saath.whatsapp.adapters import ADAPTERS

PARTS = 4

log = logging.getLogger("saath.ingest")


def partner_app(appends: Appends, directory: Callable[[], Doors], clock: Callable[[], int]) -> App:
    """The application. A wrong key is answered as an address that does not exist."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        provider, business = _addressed(scope["path"], directory())
        if business is None:
            await respond(send, 404, b"")
        elif scope["method"] != "POST":
            await respond(send, 200 if scope["method"] == "GET" else 405, b"")
        else:
            status = await _deliver(scope, receive, appends, (provider, business, clock()))
            await respond(send, status, b"")

    return answer


def _addressed(path: str, doors: Doors) -> tuple[str, str | None]:
    """The provider and the business that this address is for."""
    parts = path.split("/")
    if len(parts) != PARTS or parts[2] not in ADAPTERS or ADAPTERS[parts[2]].can.signs:
        return "", None
    return parts[2], doors.whose(parts[2], parts[3])


async def _deliver(
    scope: Scope, receive: Receive, appends: Appends, whose: tuple[str, str, int]
) -> int:
    provider, business, now = whose
    try:
        body = await read_body(dict(scope["headers"]), receive)
    except TooLarge:
        log.error("ingest.deliver.too_large", extra={"limit_bytes": MAX_BODY_BYTES})  # noqa: TRY400
        return 413
    unwrapped = ADAPTERS[provider].unwrap(body)
    try:
        await appends.append([entry_of(business, unwrapped, now=now, source=provider)])
    except JournalError as broken:
        log.error("ingest.deliver.not_durable", extra={"reason": type(broken).__name__})  # noqa: TRY400
        return 503
    return 200
