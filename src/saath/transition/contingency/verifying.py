"""Read a backup again and say whether it is whole: every record with its digest, every row.

Not here: whether it folds to the same tables; `saath restore --verify` proves that on an empty
installation. Remembering that a backup was taken is here too, for the lights.
"""

import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from saath.journal import Record
from saath.journal.records import digest_of
from saath.store.sightings import BACKUP, Seen, keep_for_all
from saath.transition.contingency import archive
from saath.transition.contingency.archive import ArchiveUnreadable, JournalRow, Manifest, Row


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a backup. `reason` is empty when it is whole."""

    records: int
    rows: int
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Whether it can be relied on."""
        return not self.reason


def check_backup(file: Path) -> Checked:
    """Read all of it. What is damaged is in the answer, never raised."""
    records = rows = 0
    manifest: Manifest | None = None
    counted: Counter[tuple[str, str]] = Counter()
    try:
        with _opened(file) as tar:
            for member in tar:
                with _content(tar, member) as content:
                    if member.name == archive.MANIFEST:
                        manifest = archive.read_manifest(content.read())
                    elif member.name == archive.PRIMARY:
                        rows = _count_rows(content)
                    elif member.name == archive.JOURNAL:
                        records = _count_records(archive.unpacked(content), counted)
                    else:
                        _drain(content)
    except ArchiveUnreadable as damaged:
        return Checked(records, rows, str(damaged))
    return Checked(records, rows, _missing(manifest, counted))


def remember(
    businesses: Iterable[str], *, file: str, records: int, verified: bool, at: int
) -> None:
    """Keep when the last backup was taken, and whether it was read again whole."""
    told = {"file": Path(file).name, "records": records, "verified": verified}
    keep_for_all(businesses, Seen(BACKUP, at, msgspec.json.encode(told).decode()))


def _missing(manifest: Manifest | None, counted: Counter[tuple[str, str]]) -> str:
    if manifest is None:
        return "It has no manifest."
    wanted = {(business, lane): head for business, lane, head in manifest.heads if head}
    return "" if wanted == dict(counted) else "Records of the journal are missing in it."


def _count_rows(content: IO[bytes]) -> int:
    try:
        return len([msgspec.json.decode(line, type=Row) for line in content])
    except msgspec.MsgspecError:
        raise ArchiveUnreadable("Its rows are damaged.") from None


def _count_records(rows: Iterable[JournalRow], counted: Counter[tuple[str, str]]) -> int:
    """Every record must be the next of its lane, and be what was written."""
    for row in rows:
        counted[row.business, row.lane] += 1
        if row.position != counted[row.business, row.lane] or row.digest != digest_of(_record(row)):
            raise ArchiveUnreadable("A record of the journal in it is not what was written.")
    return counted.total()


def _record(row: JournalRow) -> Record:
    return Record(
        row.business,
        row.lane,
        row.position,
        row.kind,
        row.version,
        row.source,
        row.received_at,
        row.body,
        row.copy_of,
        redacted=row.redacted,
        digest=row.digest,
    )


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            yield tar
    except (OSError, tarfile.TarError, EOFError):
        raise ArchiveUnreadable("It cannot be read to its end.") from None


@contextmanager
def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[IO[bytes]]:
    file = tar.extractfile(member)
    if file is None:
        raise ArchiveUnreadable("It holds something that is not a file.")
    with file:
        yield file


def _drain(content: IO[bytes]) -> None:
    while content.read(1 << 20):
        pass
