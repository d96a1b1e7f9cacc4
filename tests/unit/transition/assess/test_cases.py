"""Cases: swept when nobody comes back, never outside their folder, read again after a fall."""

from pathlib import Path

import pytest

from saath.transition.assess.cases import Cases, Limits, NoCase, NoRoom, read_case
from tests.exported import CHAT, SECRET, chat, left_of

ID, OTHER = "a" * 32, "b" * 32
HOUR = 60 * 60_000


@pytest.fixture
def cases(tmp_path: Path) -> Cases:
    return Cases(tmp_path / "cases", Limits(free_bytes=0))


def with_chat(cases: Cases, id_: str = ID, now: int = 0) -> None:
    cases.open(id_, now)
    cases.place(id_, "file").write_bytes(chat())
    cases.add(id_, CHAT, len(chat()), "file", now)


def test_what_nobody_comes_back_for_is_deleted(cases: Cases) -> None:
    with_chat(cases)
    with_chat(cases, OTHER, 2 * HOUR)
    cases.sweep(2 * HOUR)
    assert set(cases.ids()) == {ID, OTHER}
    cases.sweep(2 * HOUR + 1)
    assert cases.ids() == [OTHER]
    assert not (cases.folder / ID).exists()


def test_a_verdict_is_kept_for_a_week(cases: Cases) -> None:
    with_chat(cases)
    read_case(cases, ID)
    assert cases.get(ID).stage == "done"
    cases.sweep(7 * 24 * HOUR)
    assert cases.ids() == [ID]
    cases.sweep(7 * 24 * HOUR + 1)
    assert cases.ids() == []


def test_reading_leaves_counts_and_no_text(cases: Cases) -> None:
    with_chat(cases)
    assert left_of(SECRET, cases.folder)
    read_case(cases, ID)
    assert left_of(SECRET, cases.folder) == []
    assert left_of("Zubeida", cases.folder) == []
    assert cases.progress(ID) > 0.9


def test_a_fall_while_reading_leaves_a_sentence_and_nothing_else(cases: Cases) -> None:
    with_chat(cases)
    cases.fail(ID, "Something went wrong.")
    case = cases.get(ID)
    assert (case.stage, case.files, case.refused[0].reason) == (
        "failed",
        (),
        "Something went wrong.",
    )
    assert left_of(SECRET, cases.folder) == []


@pytest.mark.parametrize("id_", ["", "..", "../" + "a" * 30, "a/b", "short", "x" * 99])
def test_an_id_never_leads_out_of_the_folder(cases: Cases, id_: str) -> None:
    with_chat(cases)
    with pytest.raises(NoCase):
        cases.get(id_)
    with pytest.raises(NoCase):
        cases.place(id_, "file")
    cases.delete(id_)
    assert cases.ids() == [ID]


def test_a_name_is_only_ever_written_down(cases: Cases) -> None:
    with_chat(cases)
    for name in ("../../etc/passwd", "C:\\chats\\x.txt", "a\x00b\n.txt", "n" * 999, ""):
        cases.place(ID, "other").write_bytes(b"x")
        cases.add(ID, name, 1, "other", 1)
    names = [file.name for file in cases.get(ID).files]
    assert names == [CHAT, "passwd", "x.txt", "ab.txt", "n" * 150, "chat"]


def test_a_deleted_case_is_not_written_again(cases: Cases) -> None:
    with_chat(cases)
    cases.delete(ID)
    with pytest.raises(NoCase):
        cases.keep(ID, b"{}")
    with pytest.raises(NoCase):
        cases.tell_progress(ID, 0.5)
    with pytest.raises(NoCase):
        cases.kept(ID)
    assert cases.progress(ID) == 0
    assert list(cases.folder.iterdir()) == []


def test_all_cases_together_may_not_hold_more_than_their_share(tmp_path: Path) -> None:
    cases = Cases(tmp_path, Limits(bytes_of_all=len(chat()) + 10, free_bytes=0))
    with_chat(cases)
    cases.require_room(10)
    with pytest.raises(NoRoom):
        cases.require_room(11)
