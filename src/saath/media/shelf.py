"""The folder of files: each named by the SHA-256 of its bytes, apart for each business.

A file appears under its name only when it is whole and on the disk; taking it in twice is taking
it in once. Nobody outside ever names a path: what is not 64 hex digits names nothing.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from saath.domain.ids import digest

PARTS = ".parts"
RESERVE_BYTES, RESERVE_SHARE = 1024**3, 20
"""So much of the disk, or a twentieth of it if that is less, is left to the journal."""
HEAD_BYTES = 4096
_NAME = re.compile(r"[0-9a-f]{64}")


class TooLarge(Exception):
    """More bytes than were allowed."""


class NoRoom(Exception):
    """The disk is nearly full: what is left belongs to the journal."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is kept. `head` is its beginning, by which its type is told."""

    sha256: str
    size: int
    head: bytes = field(repr=False)


class Taking:
    """A file that is being taken in, part by part."""

    def __init__(self, file: IO[bytes], path: Path, limit: int) -> None:
        """Nothing was taken yet."""
        self.path = path
        self._file = file
        self._limit = limit
        self._hashed = sha256()
        self._bytes = 0
        self._head = b""

    def add(self, part: bytes) -> None:
        """Take one more part; `TooLarge` when that is too much."""
        self._bytes += len(part)
        if self._bytes > self._limit:
            raise TooLarge
        if len(self._head) < HEAD_BYTES:
            self._head = (self._head + part)[:HEAD_BYTES]
        self._hashed.update(part)
        self._file.write(part)

    def settle(self) -> File:
        """Everything that was taken is on the disk; what it is."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return File(self._hashed.hexdigest(), self._bytes, self._head)


class Shelf:
    """All files of an installation. Safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the installation's; nothing is made in it yet."""
        self._folder = folder / "media"

    def path(self, business: str, name: str) -> Path | None:
        """Where the file of this name lies, or None when it is not there."""
        path = self._place(business, name) if _NAME.fullmatch(name) else None
        return path if path is not None and path.is_file() else None

    def find(self, business: str, name: str) -> File | None:
        """The file of this name, with its beginning."""
        path = self.path(business, name)
        if path is None:
            return None
        with path.open("rb") as file:
            return File(name, path.stat().st_size, file.read(HEAD_BYTES))

    def take(self, business: str, parts: Iterable[bytes], *, limit: int) -> File:
        """Keep these bytes; `TooLarge` beyond `limit`, `NoRoom` when the disk is nearly full."""
        with self.taking(limit) as taking:
            for part in parts:
                taking.add(part)
            return self.keep(business, taking)

    @contextmanager
    def taking(self, limit: int) -> Iterator[Taking]:
        """Something to take parts into; it is gone afterwards unless it was kept."""
        parts = self._folder / PARTS
        _make(parts)
        self._require_room()
        descriptor, name = tempfile.mkstemp(dir=parts)
        path = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield Taking(file, path, limit)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, business: str, taking: Taking) -> File:
        """Give what was taken its name, for good."""
        file = taking.settle()
        place = self._place(business, file.sha256)
        if not (place.is_file() and place.stat().st_size == file.size):
            _make(place.parent)
            taking.path.replace(place)
            _sync(place.parent)
        return file

    def sweep(self, before: float) -> int:
        """Drop parts that whoever took them in left behind before then (seconds); say how many."""
        left = [p for p in (self._folder / PARTS).glob("*") if p.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def files(self) -> Iterator[Path]:
        """Every file that is kept, relative to the folder `media`."""
        for path in sorted(self._folder.glob("*/*/*")):
            if _NAME.fullmatch(path.name):
                yield path.relative_to(self._folder)

    def kept(self, business: str) -> Iterator[Path]:
        """Every file that is kept for this business, and nobody else's."""
        for path in sorted(self._of(business).glob("*/*")):
            if _NAME.fullmatch(path.name) and path.is_file():
                yield path

    def _of(self, business: str) -> Path:
        """Under a digest of the business: its own name may hold what a path may not."""
        return self._folder / digest("media", business)

    def _place(self, business: str, name: str) -> Path:
        return self._of(business) / name[:2] / name

    def _require_room(self) -> None:
        usage = shutil.disk_usage(self._folder)
        if usage.free < min(RESERVE_BYTES, usage.total // RESERVE_SHARE):
            raise NoRoom


def _make(folder: Path) -> None:
    """Make a folder, and be sure that it is still there after a power loss."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
