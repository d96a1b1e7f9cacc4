"""Write a backup while everything runs.

Rows first, journal last, up to the heads of that moment. Nobody is stopped: the journal only
grows, and the rows are read in one snapshot.
"""

import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import msgspec
from django.apps import apps

from saath import project
from saath.journal import Journal, Lane
from saath.media import Shelf
from saath.store.kinds import PRIMARY as PRIMARY_DATABASE
from saath.store.kinds import PRIMARY_MODELS
from saath.store.tenancy import across_businesses
from saath.transition.contingency import archive
from saath.transition.contingency.archive import Manifest, Place, Row

READ_RECORDS = 2_000


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written."""

    file: str
    records: int
    bytes: int
    state_hash: str


def back_up(
    journal: Journal, folder: Path, to: Path, *, now: int, engine: str, with_key: bool
) -> Backup:
    """Write a backup to a new file. The file appears under its name only once it is whole."""
    cursors, state_hash = project.stand()
    places = tuple(
        Place(business, lane, at.position, at.part) for (business, lane), at in cursors.items()
    )
    part = to.with_name(f".{to.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as tar:
        _add_primary(tar)
        heads = tuple((head.business, head.lane, head.head) for head in journal.heads())
        # After the heads: a file is there before the record that says so.
        _add_files(tar, folder, with_key=with_key)
        manifest = Manifest(
            archive.FORMAT, version("saath"), now, engine, state_hash, places, heads
        )
        archive.add_bytes(tar, archive.MANIFEST, msgspec.json.encode(manifest))
        records = _add_journal(tar, journal, heads)
    _settle(part, to)
    return Backup(str(to), records, to.stat().st_size, state_hash)


def _settle(part: Path, to: Path) -> None:
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(to)


def _add_primary(tar: tarfile.TarFile) -> None:
    lines = b"".join(msgspec.json.encode(row) + b"\n" for row in _rows())
    archive.add_bytes(tar, archive.PRIMARY, lines)


def _rows() -> Iterator[Row]:
    """Every primary row but the number of the present generation, which is the machine's own."""
    with across_businesses(PRIMARY_DATABASE):
        for name in sorted(PRIMARY_MODELS - {"generation"}):
            model = apps.get_model("store", name)
            columns = [column.attname for column in model._meta.concrete_fields]  # noqa: SLF001
            for values in model._default_manager.using(PRIMARY_DATABASE).values(*columns):  # noqa: SLF001
                yield Row(name, {key: _plain(value) for key, value in values.items()})


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _add_files(tar: tarfile.TarFile, folder: Path, *, with_key: bool) -> None:
    for path in Shelf(folder).files():
        archive.add_file(tar, f"{archive.MEDIA}{path.as_posix()}", folder / "media" / path)
    if with_key:
        archive.add_file(tar, archive.KEY, folder / "key")


def _add_journal(
    tar: tarfile.TarFile, journal: Journal, heads: tuple[tuple[str, Lane, int], ...]
) -> int:
    """The journal's size must be known before it is added, so it waits in a nameless file."""
    count = 0
    with tempfile.TemporaryFile() as waiting:
        for business, lane, head in heads:
            after = 0
            while after < head:
                records = journal.read(
                    business, lane, after=after, limit=min(READ_RECORDS, head - after)
                )
                for record in records:
                    waiting.write(archive.packed(record))
                count += len(records)
                after = records[-1].position
        info = tarfile.TarInfo(archive.JOURNAL)
        info.size, info.mode = waiting.tell(), 0o600
        waiting.seek(0)
        tar.addfile(info, waiting)
    return count
