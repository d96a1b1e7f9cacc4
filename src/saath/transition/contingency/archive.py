"""What a backup looks like: a gzipped tar of a manifest, the primary rows, media, the journal.

Not a copy of database files: what was backed up on SQLite can be restored on PostgreSQL. Derived
tables are not in it, they come back from the journal. The journal is the last member, so that
whatever the rows know, the journal knows.
"""

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from saath.journal import Kind, Lane, Record

FORMAT = 1
MANIFEST, PRIMARY, JOURNAL, KEY, MEDIA = (
    "manifest.json",
    "primary.jsonl",
    "journal",
    "key",
    "media/",
)
LENGTH_BYTES = 4


class ArchiveUnreadable(Exception):
    """The file is no backup of ours, or was damaged on its way."""


class Place(msgspec.Struct, frozen=True):
    """Where the tables stood in one lane when the backup began."""

    business: str
    lane: Lane
    position: int
    part: int


class Manifest(msgspec.Struct, frozen=True):
    """What the archive says of itself. `heads` end each lane's part of the journal."""

    format: int
    version: str
    created_at: int
    engine: str
    state_hash: str
    places: tuple[Place, ...]
    heads: tuple[tuple[str, Lane, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One primary row: Django's model name and its columns. Bytes are base64 in JSON."""

    model: str
    values: dict[str, Any] = field(default_factory=dict)


class JournalRow(msgspec.Struct, frozen=True, array_like=True):
    """One record as it travels."""

    business: str
    lane: Lane
    position: int
    kind: Kind
    version: int
    source: str
    received_at: int
    body: bytes
    copy_of: str
    redacted: bool
    digest: bytes


_encode_row = msgspec.msgpack.Encoder().encode
_decode_row = msgspec.msgpack.Decoder(JournalRow).decode


def packed(record: Record) -> bytes:
    """A record with its length in front."""
    row = JournalRow(
        record.business,
        record.lane,
        record.position,
        record.kind,
        record.version,
        record.source,
        record.received_at,
        record.body,
        record.copy_of,
        record.redacted,
        record.digest,
    )
    body = _encode_row(row)
    return len(body).to_bytes(LENGTH_BYTES) + body


def unpacked(file: IO[bytes]) -> Iterator[JournalRow]:
    """The records of a journal member, in their order."""
    while prefix := file.read(LENGTH_BYTES):
        size = int.from_bytes(prefix)
        body = file.read(size)
        if len(body) < size:
            raise ArchiveUnreadable(
                "The backup ends in the middle of its journal. Use another one."
            )
        try:
            yield _decode_row(body)
        except msgspec.MsgspecError:
            raise ArchiveUnreadable("The backup's journal is damaged. Use another one.") from None


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put a small member into the archive."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def add_file(tar: tarfile.TarFile, name: str, path: Path) -> None:
    """Put a file's bytes into the archive, and nothing else of it."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = path.stat().st_size, 0o600
    with path.open("rb") as file:
        tar.addfile(info, file)


def read_manifest(content: bytes) -> Manifest:
    """The manifest, or a sentence about why this cannot be restored here."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError:
        raise ArchiveUnreadable("This file is not a backup of Saath.") from None
    if manifest.format > FORMAT:
        raise ArchiveUnreadable(
            "This backup was made by a newer version of Saath. Restore it with that version."
        )
    return manifest
