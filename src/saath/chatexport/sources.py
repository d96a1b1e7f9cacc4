"""Open what a person dropped: a text, or a zip with chats in it. Suspicious files are refused.

Nothing is ever extracted: entries are read where they are, so no path in a zip can reach the disk.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Self, cast

from saath.chatexport.phrases import titles
from saath.chatexport.records import Source, Unreadable

# What zipfile raises for damaged archives, beside its own error.
DAMAGE = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
MAX_BYTES = 1 << 30
MAX_ENTRIES = 100_000
# Chats compress 3 to 30 times; a thousandfold is a bomb.
MAX_RATIO, RATIO_FROM = 1000, 1 << 20
# Photos, PDFs and other archives, which would only be called badly encoded.
OTHER_FILES = (b"\xff\xd8\xff", b"\x89PNG", b"%PDF", b"7z\xbc\xaf", b"\x1f\x8b", b"Rar!", b"GIF8")
_ABSOLUTE = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)")


def open_exports(path: Path, name: str = "") -> list[Source]:
    """The chats in one file; refuses in one sentence what is not an export.

    `name` is what its owner called it, where the file itself is kept under another.
    """
    try:
        info = path.stat()
    except (OSError, ValueError):
        raise Unreadable("The file was not found or may not be read.") from None
    if not stat.S_ISREG(info.st_mode):
        raise Unreadable("This is not a file. Give the .txt or .zip that WhatsApp exported.")
    try:
        return _open_known(path, name or path.name, info.st_size)
    except OSError:
        raise Unreadable("The file may not be read.") from None


def _open_known(path: Path, name: str, size: int) -> list[Source]:
    with path.open("rb") as raw:
        magic = raw.read(4)
    if magic in (b"PK\x03\x04", b"PK\x05\x06"):
        return _open_zip(path, name)
    if magic.startswith(OTHER_FILES):
        raise Unreadable("This is not a text. Give the .txt or .zip that WhatsApp exported.")
    if not size:
        raise Unreadable("The file is empty. Export the chat again.")
    if size > MAX_BYTES:
        raise Unreadable("The file is larger than 1 GB. Export the chat without media.")
    return [Source(name, title_of(name), size, lambda: path.open("rb"))]


def _open_zip(path: Path, name: str) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except DAMAGE:
        raise Unreadable("The zip is damaged. Export the chat again.") from None
    _refuse_tricks(entries)
    chats = _chats_in([entry for entry in entries if not _is_of_macos(entry.filename)])
    if not chats:
        raise Unreadable("There is no chat in this zip: WhatsApp's zips hold a .txt file.")
    if sum(each.file_size for each in chats) > MAX_BYTES:
        raise Unreadable("The texts in this zip are larger than 1 GB.")
    return [_zip_source(path, name, each, alone=len(chats) == 1) for each in chats]


def _chats_in(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The chats among the files of a zip: told by their names, for a shared document may be a .txt too.

    WhatsApp puts them at the top; whoever zips a folder puts the folder above them.
    """
    texts = [entry for entry in entries if entry.filename.lower().endswith(".txt")]
    for chats in (
        [each for each in texts if _inner(each) == "_chat.txt"],
        [each for each in texts if title_of(_inner(each))],
        [each for each in texts if "/" not in each.filename],
    ):
        if chats:
            return chats
    return texts


def _inner(entry: zipfile.ZipInfo) -> str:
    return entry.filename.rsplit("/", 1)[-1]


def _is_of_macos(name: str) -> bool:
    """What a Mac adds to every zip: a shadow of each file."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith("._")


def _refuse_tricks(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("The zip holds more than 100,000 files; WhatsApp's never do.")
    for entry in entries:
        if _ABSOLUTE.search(entry.filename) or "\x00" in entry.filename:
            raise Unreadable("The zip holds paths that lead out of it. It was not opened.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Unreadable("The zip holds links to other files. It was not opened.")
        if entry.flag_bits & 1:
            raise Unreadable("The zip is locked with a password. Export the chat again without.")
        large = entry.file_size > RATIO_FROM
        if large and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Unreadable("The zip unpacks to a thousand times its size. It was not opened.")


def _zip_source(path: Path, name: str, entry: zipfile.ZipInfo, *, alone: bool) -> Source:
    inner = _inner(entry)
    title = title_of(name if inner == "_chat.txt" else inner)
    shown = name if alone else f"{name}/{entry.filename}"
    return Source(shown, title, entry.file_size, lambda: _open_entry(path, entry))


def _open_entry(path: Path, entry: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast("BinaryIO", zipfile.ZipFile(path).open(entry))
    except DAMAGE:
        raise Unreadable("The zip is damaged. Export the chat again.") from None


class _Watched:
    """A stream that tells how much was read of it."""

    def __init__(self, raw: BinaryIO, tell: Callable[[int], None]) -> None:
        self._raw, self._tell = raw, tell

    def read(self, size: int = -1) -> bytes:
        chunk = self._raw.read(size)
        self._tell(len(chunk))
        return chunk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()


def watched(source: Source, tell: Callable[[int], None]) -> Source:
    """The same chat; `tell` hears of every piece of it that is read, in bytes.

    A chat is read twice: once to learn how it is written, once for its messages.
    """
    return replace(source, open=lambda: cast("BinaryIO", _Watched(source.open(), tell)))


def title_of(name: str) -> str:
    """The chat's name in a file name (`WhatsApp Chat with Asha.txt`), or nothing."""
    stem = re.sub(r"(?:\s*\(\d+\))?\.(?:txt|zip)$", "", name, flags=re.IGNORECASE)
    for form in (stem, stem.replace("_", " ")):
        for pattern in titles():
            if found := pattern.fullmatch(form.strip()):
                return found[1].strip()
    return ""
