"""One ASGI application of five: webhooks, health, live events, figures, and the rest (Django).

The first four never enter Django's handler: they must answer while it is busy.
"""

import asyncio
from collections import Counter
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Mapping,
    MutableMapping,
    Sequence,
)
from contextlib import asynccontextmanager, closing
from typing import Any

from saath import ingest
from saath.bus import open_waker
from saath.bus.wakes import Wake
from saath.journal import Entry, GroupCommit, LoopAppends, appending
from saath.runtime.clock import now_ms
from saath.runtime.connections import read_connections
from saath.runtime.directory import Directory
from saath.runtime.folder import Folder
from saath.runtime.telling import Telling

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]

WEBHOOKS = "/webhooks/whatsapp"


class WakingAppends:
    """Appends that have the worker told."""

    def __init__(self, group: GroupCommit, telling: Telling) -> None:
        """Bind to the running loop."""
        self._appends = LoopAppends(group, asyncio.get_running_loop())
        self._telling = telling

    async def append(self, entries: Sequence[Entry]) -> list[int]:
        """Append, then wake whoever folds."""
        positions = await self._appends.append(entries)
        self._telling.tell()
        return positions


@asynccontextmanager
async def opened(folder: Folder, *, pages: bool) -> AsyncIterator[App]:
    """Open the journal for appending and everything else that answers needs; close it after."""
    place = folder.journal_place
    with (
        appending(place) as group,
        closing(open_waker(place)) as waker,
        closing(Telling(waker, Wake("live"))) as telling,
        closing(Directory(lambda: read_connections(folder))) as directory,
    ):
        answers: Counter[int] = Counter()
        webhooks = ingest.app(WakingAppends(group, telling), directory, now_ms)
        partners = ingest.partner_app(WakingAppends(group, telling), directory, now_ms)
        receive_webhooks = counted(by_signature_or_key(webhooks, partners), answers)
        if not pages:
            yield mounted(receive_webhooks, {}, _nothing)
            return
        from saath.runtime.pages import opened_pages  # noqa: PLC0415  (Django only with pages)

        async with opened_pages(folder, group, answers, directory) as (beside, django):
            yield mounted(receive_webhooks, beside, django)


def counted(application: App, answers: Counter[int]) -> App:
    """The same application; `answers` counts its answers by status."""

    async def counting(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answers[message["status"]] += 1
            await send(message)

        await application(scope, receive, sent)

    return counting


def by_signature_or_key(signed: App, keyed: App) -> App:
    """Meta's deliveries are known by their signature, those of partners by their address."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        chosen = signed if scope["path"] == WEBHOOKS else keyed
        await chosen(scope, receive, send)

    return application


def mounted(webhooks: App, beside: Mapping[str, App], pages: App) -> App:
    """Choose by path; `beside` are those that never enter Django's handler."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.startswith("/webhooks/"):
            await webhooks(scope, receive, send)
        elif path == "/healthz":
            await _answer(send, 200, b"ok\n")
        else:
            await beside.get(path, pages)(scope, receive, send)

    return application


async def _nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
    await _answer(send, 404, b"This process takes webhooks only.\n")


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
