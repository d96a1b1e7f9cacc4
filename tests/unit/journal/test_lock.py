from pathlib import Path

import pytest

from saath.journal.errors import JournalLocked, JournalUnavailable
from saath.journal.lock import FolderLock


def test_one_holds_the_folder_at_a_time(tmp_path: Path) -> None:
    lock = FolderLock.take(tmp_path)
    with pytest.raises(JournalLocked, match="Another Saath"):
        FolderLock.take(tmp_path)
    lock.release()
    lock.release()
    FolderLock.take(tmp_path).release()


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(JournalUnavailable, match="could not be opened"):
        FolderLock.take(tmp_path / "absent")
