"""Bodies of uploads, bounded before anything is kept of them: how many at once, how large, how slow.

Django keeps a whole body on the disk before a page sees it, so the page is too late to refuse.
"""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saath.api.problems import MEDIA_TYPE, too_large, written
from saath.runtime.programs import PROGRAMS
from saath.transition.uploading import BUSY, NO_SPACE, REFUSED_IN_SCOPE, TOO_LARGE

if TYPE_CHECKING:
    from saath.runtime.asgi import App, Receive, Scope, Send

UPLOAD_PATHS = frozenset({"/assess/files", "/assess/share", "/api/v1/assessments"})
AT_ONCE = 3
BYTES_MAX = (1 << 30) + (1 << 20)  # the files, and what a form writes around them
MB = 1_000_000
FILES_MAX, CONTACTS_MAX, OTHERS_MAX = 105 * MB, 21 * MB, 4 * MB  # as in deploy/Caddyfile
FREE_BYTES = 1 << 30
IDLE_S = 60.0
# A body lies on the disk twice for a moment: as it came, and as the files that were in it.
COPIES = 2


class Uploads:
    """Stands before Django. `folder` is where bodies are kept while they come."""

    def __init__(self, application: "App", folder: Path, *, at_once: int = AT_ONCE) -> None:
        """Let at most `at_once` uploads come at the same time."""
        self._application = application
        self._folder = folder
        self._free = at_once

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass on what is no upload; bound what is."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self._application(scope, receive, send)
            return
        if scope["method"] != "POST" or scope["path"] not in UPLOAD_PATHS:
            await self._bounded(scope, receive, send, limit_of(scope["path"]))
            return
        if reason := self._refused(_length(scope)):
            scope[REFUSED_IN_SCOPE] = reason
            await self._application(scope, _empty, send)
            return
        self._free -= 1
        try:
            await self._application(scope, _counted(receive, BYTES_MAX), send)
        finally:
            self._free += 1

    async def _bounded(self, scope: "Scope", receive: "Receive", send: "Send", limit: int) -> None:
        if _length(scope) > limit:
            await _too_large(send, scope["path"], limit)
            return
        await self._application(scope, _counted(receive, limit), send)

    def _refused(self, length: int) -> str:
        if length > BYTES_MAX:
            return TOO_LARGE
        if self._free <= 0:
            return BUSY
        free = shutil.disk_usage(self._folder).free
        return NO_SPACE if free - COPIES * length < FREE_BYTES else ""


def limit_of(path: str) -> int:
    """How many bytes may be sent to an address that takes no exported chats."""
    if path == "/api/v1/media" or (path.startswith("/inbox/") and path.endswith("/reply")):
        return FILES_MAX
    return CONTACTS_MAX if path == "/move/contacts" else OTHERS_MAX


async def _too_large(send: "Send", path: str, limit: int) -> None:
    problem = too_large(limit // MB)
    body, kind = f"{problem.detail}\n".encode(), "text/plain"
    if path.startswith(PROGRAMS):
        body, kind = written(problem, path), MEDIA_TYPE
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _length(scope: Mapping[str, Any]) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _empty() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def _counted(receive: "Receive", limit: int) -> "Callable[[], Any]":
    """The same body; as if the sender went away when it is too large or stands still."""
    seen, whole = 0, False

    async def counting() -> Any:
        nonlocal seen, whole
        if whole:  # from here on Django only listens whether somebody goes away
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), IDLE_S)
        except TimeoutError:
            return {"type": "http.disconnect"}
        seen += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        return {"type": "http.disconnect"} if seen > limit else message

    return counting
