"""The stream itself: raw ASGI, server-sent events, a comment every fifteen seconds.

`runtime` mounts it at /events and calls `woken` in the event loop when the tables moved.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any

import msgspec

from saath.bus import Wake
from saath.web.hub.subscribers import Ids, Subscriber, Subscribers

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
type Authenticate = Callable[[Scope], Awaitable[str | None]]
"""From a request to the business of the person who asks, or None."""

HEARTBEAT_S = 15.0
# At most four events a second for one page, whatever the traffic: each makes it ask for its list.
PAUSE_S = 0.25
# A stream ends after this long; the browser opens the next one at once, and the session is asked
# for again. So nobody listens for long after signing out elsewhere.
LIFE_S = 300.0
STREAMS_MAX = 2_000

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Hub:
    """All streams of one process."""

    def __init__(self, authenticate: Authenticate, boot: str) -> None:
        """`boot` is drawn anew at every start of the process."""
        self._authenticate = authenticate
        self._subscribers = Subscribers(boot)

    def woken(self, wakes: Iterable[Wake]) -> None:
        """Pass wake-ups on. Call it in the event loop (`bus.LoopListener` does)."""
        for wake in wakes:
            if wake.topic == "tables":
                self._subscribers.publish(wake.business, frozenset(wake.ids) or None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with a stream, or with a short no."""
        if scope["type"] != "http":
            return
        if scope["method"] != "GET":
            await _refuse(send, 405)
            return
        if len(self._subscribers) >= STREAMS_MAX:
            await _refuse(send, 503)
            return
        business = await self._authenticate(scope)
        if business is None:
            await _refuse(send, 401)
            return
        await self._stream(business, _last_id(scope), receive, send)

    async def _stream(self, business: str, last_id: str, receive: Receive, send: Send) -> None:
        subscriber = self._subscribers.join(business, last_id)
        telling = asyncio.create_task(self._tell(subscriber, send))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait(
                (telling, leaving), timeout=LIFE_S, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            self._subscribers.leave(subscriber)
            telling.cancel()
            leaving.cancel()
            # The server may end meanwhile, and with it whoever waits here: nothing is left to tell.
            with suppress(asyncio.CancelledError):
                await asyncio.gather(telling, leaving, return_exceptions=True)
        if leaving.cancelled():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, subscriber: Subscriber, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _write(send, b"retry: 2000\n\n")
        while True:
            try:
                await asyncio.wait_for(subscriber.news.wait(), HEARTBEAT_S)
            except TimeoutError:
                await _write(send, b": still here\n\n")
                continue
            await _write(send, event(self._subscribers.last_id, subscriber.take()))
            await asyncio.sleep(PAUSE_S)


def event(key: str, ids: Ids) -> bytes:
    """One event as it travels."""
    named = None if ids is None else sorted(ids)
    data = msgspec.json.encode({"conversations": named})
    return b"id: %b\nevent: changed\ndata: %b\n\n" % (key.encode(), data)


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _last_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            return str(value, "latin-1")[:100]
    return ""
