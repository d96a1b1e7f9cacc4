"""Bring a backup back, in an empty folder or database, and prove that it is whole.

Journal first, then the rows; the tables are folded from the journal. Afterwards everything
automatic is paused, and whatever waited to be sent is cancelled: the world went on meanwhile.
"""

import hashlib
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import IO

import msgspec
from django.apps import apps
from django.db import connections

from saath import outbox, project, requests
from saath.bus import Waker
from saath.domain.facts.sending import OutcomeKnown
from saath.journal import UNCLAIMED, Entry, Journal
from saath.store.bodies import encode_outcome, entry
from saath.store.cursors import Cursor
from saath.store.kinds import PRIMARY
from saath.store.tenancy import as_business
from saath.transition.contingency import archive
from saath.transition.contingency.archive import ArchiveUnreadable, JournalRow, Manifest, Row
from saath.transition.sealed import opens_all

APPENDED_AT_ONCE = 500
NEXT_USER = """SELECT setval(pg_get_serial_sequence('"user"', 'id'), %s)"""
SCRATCH = 1_000_000
"""A generation for the proof; nobody else works on an installation that is being restored."""
REASON = "restored from a backup"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `equal` says whether the tables are what they were at the backup."""

    records: int
    created_at: int
    cancelled: int
    state_hash: str
    restored_hash: str

    @property
    def equal(self) -> bool:
        """Whether the restored journal folds to what the backup recorded."""
        return self.state_hash == self.restored_hash


def read_key(file: Path) -> bytes | None:
    """The master key in the backup, if it was put there."""
    with _opened(file) as tar:
        members = (member for member in tar if member.name == archive.KEY)
        member = next(members, None)
        return None if member is None else _content(tar, member)


def restore(
    journal: Journal, waker: Waker, folder: Path, file: Path, *, key: bytes, now: int
) -> Restored:
    """Fill an empty, migrated installation from a backup; `key` must open what is sealed in it."""
    _require_empty(journal)
    manifest, records = None, 0
    with _opened(file) as tar:
        for member in tar:
            if member.name == archive.PRIMARY:
                _restore_rows(_content(tar, member))
                _require_fit(key)
            elif member.name == archive.MANIFEST:
                manifest = archive.read_manifest(_content(tar, member))
            elif member.name == archive.JOURNAL:
                records = _restore_journal(journal, tar, member)
            elif member.name.startswith(archive.MEDIA):
                _restore_media(tar, member, folder)
    if manifest is None:
        raise ArchiveUnreadable("This file is not a backup of Saath.")
    return _settle(journal, waker, manifest, records, now=now)


def _settle(
    journal: Journal, waker: Waker, manifest: Manifest, records: int, *, now: int
) -> Restored:
    """Fold to where the backup stood, compare, then stop everything automatic."""
    cursors = {(at.business, at.lane): Cursor(at.position, at.part) for at in manifest.places}
    found = project.fold_to(journal, cursors, scratch=SCRATCH)
    project.rebuild(journal)
    businesses = sorted({business for business, lane, _ in manifest.heads if lane == "live"})
    cancelled = 0
    for business in businesses:
        if business != UNCLAIMED:
            requests.pause(journal, waker, business, by="restore", reason=REASON, now=now)
            cancelled += _cancel_waiting(journal, business, now=now)
    project.rebuild(journal)
    return Restored(records, manifest.created_at, cancelled, manifest.state_hash, found)


def _cancel_waiting(journal: Journal, business: str, *, now: int) -> int:
    """Nothing that waited at the backup goes out by itself; a person may send it again."""
    with as_business(business, reads=True):
        waiting = outbox.list_waiting(business)
    outcomes = [
        OutcomeKnown(i.key, i.person, i.phone_number_id, 0, "cancelled", reason="restored")
        for i in waiting
    ]
    entries = [entry(business, "outcome", encode_outcome(fact), now=now) for fact in outcomes]
    if entries:
        journal.append(entries)
    return len(entries)


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            yield tar
    except (OSError, tarfile.TarError, EOFError) as error:
        if isinstance(error, FileNotFoundError):
            raise ArchiveUnreadable(f"There is no file {file}.") from None
        raise ArchiveUnreadable(f"{file} is damaged or is not a backup of Saath.") from None


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    return _stream(tar, member).read()


def _stream(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(member)
    if file is None:
        raise ArchiveUnreadable("The backup holds something that is not a file.")
    return file


def _require_fit(key: bytes) -> None:
    if not opens_all(key):
        raise ArchiveUnreadable(
            "This key does not open the secrets in the backup: it is another installation's."
            " Give the key of the one that was backed up with --key-file."
        )


def _require_empty(journal: Journal) -> None:
    if any(head.head for head in journal.heads()):
        raise ArchiveUnreadable(
            "There is an installation already. Restore into an empty folder or database."
        )


def _restore_rows(lines: bytes) -> None:
    rows = [msgspec.json.decode(line, type=Row) for line in lines.splitlines()]
    for row in rows:
        _insert(row)
    _advance_sequence(max((row.values["id"] for row in rows if row.model == "user"), default=0))


def _insert(row: Row) -> None:
    """Write one row as it was; each belongs to a business, and is written as that business."""
    model = apps.get_model("store", row.model)
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    values = {
        name: msgspec.convert(value, bytes, strict=False)
        if fields[name].get_internal_type() == "BinaryField"
        else value
        for name, value in row.values.items()
        if name in fields
    }
    with as_business(str(values["business"]), PRIMARY):
        model._default_manager.using(PRIMARY).bulk_create([model(**values)])  # noqa: SLF001


def _advance_sequence(highest: int) -> None:
    """PostgreSQL counts the ids of users by itself: let it go on after the restored ones."""
    if highest and connections[PRIMARY].vendor == "postgresql":
        with connections[PRIMARY].cursor() as cursor:
            cursor.execute(NEXT_USER, [highest])


def _restore_journal(journal: Journal, tar: tarfile.TarFile, member: tarfile.TarInfo) -> int:
    count = 0
    for rows in batched(archive.unpacked(_stream(tar, member)), APPENDED_AT_ONCE):
        journal.append([_entry(row) for row in rows])
        _redact(journal, rows)
        count += len(rows)
    return count


def _entry(row: JournalRow) -> Entry:
    return Entry(
        row.business,
        row.lane,
        row.kind,
        row.version,
        row.source,
        row.received_at,
        row.body,
        row.copy_of,
    )


def _redact(journal: Journal, rows: Iterable[JournalRow]) -> None:
    """What was erased stays marked as erased."""
    for row in rows:
        if row.redacted:
            journal.redact(row.business, row.lane, row.position, row.body)


def _restore_media(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Media is named by its content: letters and digits, no path of its own."""
    parts = member.name.removeprefix(archive.MEDIA).split("/")
    if not member.isfile() or not all(part.isalnum() for part in parts):
        raise ArchiveUnreadable("The backup holds a file whose name is not media's.")
    path = folder / "media" / Path(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb+") as file:
        shutil.copyfileobj(_stream(tar, member), file)
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != parts[-1]:
            raise ArchiveUnreadable("The backup holds a damaged file. Use another one.")
