"""Django's handler on a few threads that stay, each with connections that stay.

Not here: what a page does. By itself Django starts a thread for every request and opens two
connections in it: fifty open pages that ask at once for their list took a hundred connections,
which is all that PostgreSQL gives to everybody. Here a request waits until a thread is free. Its
body is complete by then, so that nobody holds a thread by sending slowly, and it gives the thread
back before its answer is sent, so that nobody holds one by reading slowly.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, cast, override

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotFound
from django.middleware.security import SecurityMiddleware
from servestatic.middleware import (  # type: ignore[import-untyped]  # it carries no types
    ServeStaticMiddleware,
)

from saath.runtime.clock import ticks

if TYPE_CHECKING:
    from saath.runtime.asgi import App, Receive, Scope, Send
    from saath.web.asking import Asking

# Twice as many connections to PostgreSQL, which gives a hundred to everybody unless told otherwise.
THREADS = 12


class Pages(ASGIHandler):
    """Every request but those for static files."""

    def __init__(self, threads: int = THREADS) -> None:
        """Answer so many at the same time."""
        super().__init__()
        # The last thread that became free is the next to work: its connections are warm.
        self._free: asyncio.LifoQueue[ThreadPoolExecutor] = asyncio.LifoQueue()
        self._threads = [
            ThreadPoolExecutor(1, thread_name_prefix=f"page-{number}") for number in range(threads)
        ]
        for thread in self._threads:
            self._free.put_nowait(thread)

    def close(self) -> None:
        """Wait until every thread has ended what it does: whoever asked may be gone, it counts."""
        for thread in self._threads:
            thread.shutdown()

    @override
    def load_middleware(self, is_async: bool = False) -> None:
        """All of it in one thread: every change between threads costs what a query costs."""
        super().load_middleware(is_async=False)

    @override
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, without a thread made for it alone."""
        await self.handle(scope, receive, send)

    @override
    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the first thread that is free."""
        cast("Asking", request).arrived = ticks()  # before it waits for anything
        thread = await self._free.get()
        answered = asyncio.get_running_loop().run_in_executor(
            thread, copy_context().run, self._respond, request
        )
        # Not when the visitor goes away: the thread is free when it has ended what it does.
        answered.add_done_callback(lambda _ended: self._free.put_nowait(thread))
        try:
            response = await asyncio.shield(answered)
        except asyncio.CancelledError:
            answered.add_done_callback(_close)
            raise
        response._handler_class = type(self)  # noqa: SLF001  (as Django's own handler does)
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if response.streaming and not response.is_async:
            response.streaming_content = _one_by_one(iter(response.streaming_content))
        return cast("HttpResponseBase", response)

    def _respond(self, request: HttpRequest) -> Any:
        close_old_connections()
        return self.get_response(request)


class Files(ASGIHandler):
    """Static files, which need neither time nor tables."""

    @override
    def load_middleware(self, is_async: bool = False) -> None:
        """Nothing but the files and the headers of safety."""
        self._middleware_chain = SecurityMiddleware(ServeStaticMiddleware(_no_such_file))


def pages_and_files(answering: Pages | None = None) -> "App":
    """One application of both."""
    pages, files = cast("App", answering or Pages()), cast("App", Files())

    async def application(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if "\0" in scope["path"]:  # no database looks for a NUL
            scope = {**scope, "path": scope["path"].replace("\0", "\ufffd")}
        chosen = files if scope["path"].startswith(settings.STATIC_URL) else pages
        await chosen(scope, receive, send)

    return application


def _close(answered: "asyncio.Future[Any]") -> None:
    """Let go of what an answer holds that nobody waits for any more."""
    if not answered.cancelled() and answered.exception() is None:
        answered.result().close()


async def _no_such_file(_request: HttpRequest) -> HttpResponseBase:
    return HttpResponseNotFound()


async def _one_by_one(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each part when it is asked for: Django alone would read a whole film into memory first."""
    while (part := await asyncio.to_thread(next, parts, None)) is not None:
        yield part
