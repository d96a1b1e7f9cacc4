"""One ASGI application of four: webhooks, health, live events, and everything else (Django).

The first three never enter Django's handler: they must answer while it is busy.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
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
        receive_webhooks = ingest.app(WakingAppends(group, telling), directory, now_ms)
        if not pages:
            yield mounted(receive_webhooks, _nothing, _nothing)
            return
        from saath.runtime.pages import opened_pages  # noqa: PLC0415  (Django only with pages)

        async with opened_pages(folder) as (events, django):
            yield mounted(receive_webhooks, events, django)


def mounted(webhooks: App, events: App, pages: App) -> App:
    """Choose by path."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path == WEBHOOKS:
            await webhooks(scope, receive, send)
        elif path == "/healthz":
            await _answer(send, 200, b"ok\n")
        elif path == "/events":
            await events(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return application


async def _nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
    await _answer(send, 404, b"This process takes webhooks only.\n")


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
