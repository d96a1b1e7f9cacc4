"""Files of an export: written once, hashed while they are written, listed with their sums."""

import os
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, Any

import msgspec

SUMS = "SHA256SUMS"
COPY_BYTES = 1 << 20


class Files:
    """A folder that is filled. Every file is private, and is in SHA256SUMS once it is whole."""

    def __init__(self, folder: Path) -> None:
        """Begin the list of sums; the folder is there and empty."""
        self.folder = folder
        self.count = 0
        self.bytes = 0
        self._sums = _private(folder / SUMS)

    def write(self, name: str, parts: Iterable[bytes]) -> int:
        """Write a file from its parts; return how many parts there were."""
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest, count = sha256(), 0
        with _private(path) as file:
            for part in parts:
                file.write(part)
                digest.update(part)
                self.bytes += len(part)
                count += 1
        self._list(name, digest.hexdigest())
        return count

    def copy(self, name: str, source: Path) -> None:
        """Copy a file that lies elsewhere."""
        with source.open("rb") as file:
            self.write(name, iter(lambda: file.read(COPY_BYTES), b""))

    def finish(self, manifest: dict[str, Any]) -> None:
        """Close the list, and write the manifest that names its sum: nothing is in doubt after."""
        self._sums.flush()
        os.fsync(self._sums.fileno())
        self._sums.close()
        with (self.folder / SUMS).open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        told = {**manifest, "files": self.count, "bytes": self.bytes, SUMS: digest}
        content = msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
        with _private(self.folder / "manifest.json") as file:
            file.write(content)

    def _list(self, name: str, digest: str) -> None:
        self.count += 1
        self._sums.write(f"{digest}  {name}\n".encode())


def _private(path: Path) -> IO[bytes]:
    """A new file that only its owner reads."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def line(value: object) -> bytes:
    """One line of a .jsonl file."""
    return msgspec.json.encode(value) + b"\n"
