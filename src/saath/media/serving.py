"""How a kept file is answered over HTTP: which bytes, and the headers that keep it harmless.

A file came from somebody outside. A browser gets it under a type that was told by its bytes, never
as a page of ours, and keeps no copy that it does not ask about again.
"""

import asyncio
import mimetypes
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from saath.media.sniffing import INLINE, inline_type

PART_BYTES = 256 * 1024
NAME_MAX = 150
PDF = "application/pdf"
# No file is larger than 18 digits say, and Python refuses to read numbers of thousands of digits.
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
# The viewer of PDFs that browsers have does not run in a sandbox of this kind, and needs its styles.
_POLICY = "default-src 'none'; frame-ancestors 'none'"
_SANDBOX = f"{_POLICY}; sandbox"
_VIEWER = f"{_POLICY}; object-src 'self'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says about the bytes that it wants; empty for what it does not say."""

    method: str = "GET"
    range: str = ""
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """An answer: its status, its headers and its bytes, read as they are sent."""

    status: int
    headers: dict[str, str]
    parts: AsyncIterator[bytes]


def serve(path: Path, mime: str, filename: str, asked: Asked) -> Served:
    """Answer with a file. Its name on the disk is its content, so it also is its tag."""
    size, tag = path.stat().st_size, f'"{path.name}"'
    headers = _headers(mime, filename or _named(path.name, mime)) | {"ETag": tag}
    if tag in asked.etag:
        return Served(304, headers, _read(path, 0, 0))
    wanted = _range(asked.range, size)
    if wanted is None:
        return Served(416, headers | {"Content-Range": f"bytes */{size}"}, _read(path, 0, 0))
    start, end = wanted
    headers["Content-Length"] = str(end - start)
    if end - start < size:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    count = end - start if asked.method != "HEAD" else 0
    return Served(206 if end - start < size else 200, headers, _read(path, start, count))


def _headers(mime: str, filename: str) -> dict[str, str]:
    shown = "inline" if mime in INLINE else "attachment"
    return {
        "Content-Type": inline_type(mime),
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(filename[:NAME_MAX], safe='')}",
        "Content-Security-Policy": _VIEWER if mime == PDF else _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
    }


def _named(sha256: str, mime: str) -> str:
    return f"{sha256[:8]}{mimetypes.guess_extension(mime) or ''}"


def _range(said: str, size: int) -> tuple[int, int] | None:
    """From where to where; everything unless one range is asked for; None if there is no such."""
    found = _RANGE.fullmatch(said)
    if found is None or not any(found.groups()):
        return 0, size
    first, last = found.groups()
    if not first:
        count = int(last)
        return (max(0, size - count), size) if count and size else None
    start, end = int(first), min(int(last) + 1 if last else size, size)
    return (start, end) if start < end else None


async def _read(path: Path, start: int, count: int) -> AsyncIterator[bytes]:
    """Read in a thread, so that a slow disk or reader holds nobody else up."""
    if not count:
        return
    with await asyncio.to_thread(path.open, "rb") as file:
        await asyncio.to_thread(file.seek, start)
        while count and (part := await asyncio.to_thread(file.read, min(PART_BYTES, count))):
            count -= len(part)
            yield part
