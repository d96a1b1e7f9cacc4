"""Files are kept whole, by their content, apart for each business; nothing else is left behind."""

import hashlib
import os
from pathlib import Path

import pytest

from saath.media import Shelf, TooLarge

NAME = hashlib.sha256(b"tea").hexdigest()


def test_the_same_bytes_are_one_file_and_are_named_by_what_they_are(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    one = shelf.take("shop", [b"t", b"ea"], limit=10)
    two = shelf.take("shop", [b"tea"], limit=10)
    assert one == two
    assert (one.sha256, one.size, one.head) == (NAME, 3, b"tea")
    assert len(list(shelf.files())) == 1


def test_a_business_sees_its_own_files_only(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.take("shop", [b"tea"], limit=10)
    assert shelf.path("shop", NAME) is not None
    assert shelf.path("next door", NAME) is None
    assert shelf.find("../shop", NAME) is None


@pytest.mark.parametrize(
    "name", ["", "..", "../key", NAME.upper(), f"{NAME}/", f"{NAME}\n", "0" * 64]
)
def test_what_is_no_name_of_a_file_finds_nothing(tmp_path: Path, name: str) -> None:
    shelf = Shelf(tmp_path)
    shelf.take("shop", [b"tea"], limit=10)
    assert shelf.path("shop", name) is None


def test_too_much_is_not_kept_and_leaves_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with pytest.raises(TooLarge):
        shelf.take("shop", [b"tea"] * 9, limit=10)
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_a_file_that_was_cut_short_is_made_whole_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.take("shop", [b"tea"], limit=10)
    path = shelf.path("shop", NAME)
    assert path is not None
    path.write_bytes(b"t")
    shelf.take("shop", [b"tea"], limit=10)
    assert path.read_bytes() == b"tea"


def test_files_are_for_the_owner_of_the_folder_alone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.take("shop", [b"tea"], limit=10)
    path = shelf.path("shop", NAME)
    assert path is not None
    assert path.stat().st_mode & 0o077 == 0


def test_parts_that_a_dead_process_left_are_swept_and_young_ones_are_not(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with shelf.taking(10) as taking:
        taking.add(b"te")
        dead = taking.path.with_name("dead")
        dead.write_bytes(b"t")
        os.utime(dead, (1, 1))
        assert shelf.sweep(1_000.0) == 1
        assert taking.path.exists()
    assert not dead.exists()


def test_what_is_kept_for_a_business_is_listed_apart_from_parts_and_strangers(
    tmp_path: Path,
) -> None:
    shelf = Shelf(tmp_path)
    mine = shelf.take("shop", [b"tea"], limit=10)
    shelf.take("next door", [b"coffee"], limit=10)
    (tmp_path / "media" / ".parts" / NAME).write_bytes(b"half")
    path = shelf.path("shop", mine.sha256)
    assert path is not None
    (path.parent / "note.txt").write_bytes(b"not ours")
    assert list(shelf.kept("shop")) == [path]
