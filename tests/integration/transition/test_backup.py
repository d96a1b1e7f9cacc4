"""A backup is read again: one changed byte is found, and nothing else is called whole."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
import gzip
import io
import tarfile
from pathlib import Path

import pytest

from saath.journal import Journal
from saath.transition.contingency import archive, back_up, check_backup
from tests import deliveries as meta


@pytest.fixture
def file(journal: Journal, tmp_path: Path) -> Path:
    """A backup of a few records."""
    body = meta.delivery(meta.said("wamid.1", 1, "hello", phone="919000000031"))
    journal.append([meta.policy_entry(), meta.entry(body), meta.entry(body, "bulk")])
    to = tmp_path / "backup.tar.gz"
    back_up(journal, tmp_path, to, now=1, engine="sqlite", with_key=False)
    return to


def rewritten(file: Path, member: str, change: bytes) -> Path:
    """The same archive, with one member's end replaced."""
    to = file.with_name("changed.tar.gz")
    with tarfile.open(file) as before, tarfile.open(to, "w:gz") as after:
        for info in before:
            content = before.extractfile(info).read()  # type: ignore[union-attr]  # they are files
            if info.name == member:
                content = content[: -len(change)] + change
            info.size = len(content)
            after.addfile(info, io.BytesIO(content))
    return to


def test_a_whole_backup_is_whole(file: Path) -> None:
    checked = check_backup(file)
    assert (checked.whole, checked.records) == (True, 3)


def test_a_changed_record_a_cut_file_and_anything_else_are_not(file: Path, tmp_path: Path) -> None:
    assert not check_backup(rewritten(file, archive.JOURNAL, b"\x00" * 8)).whole
    (tmp_path / "cut").write_bytes(file.read_bytes()[:-200])
    assert not check_backup(tmp_path / "cut").whole
    (tmp_path / "other").write_bytes(gzip.compress(b"hello"))
    assert not check_backup(tmp_path / "other").whole
    assert not check_backup(tmp_path / "absent").whole
