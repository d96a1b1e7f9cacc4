"""Cases are read in a process of their own, one after the other, and again after a fall."""

import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec
import pytest

import tests.stores  # noqa: F401  # sets Django up, before anything below imports a model
from saath.runtime import assessing
from saath.runtime.assessing import Readers, paper
from saath.transition.assess.cases import Case, Cases, Limits, NoCase, NoRoom, Stage
from saath.transition.assess.report import NoPaper
from tests.exported import CHAT, SECRET, chat, left_of

FIRST, SECOND, THIRD = "a" * 32, "b" * 32, "c" * 32
WAIT_S = 30


@pytest.fixture
def cases(tmp_path: Path) -> Cases:
    made = Cases(tmp_path / "assess", Limits(free_bytes=0))
    for id_ in (FIRST, SECOND, THIRD):
        made.open(id_, 0)
        made.place(id_, "file").write_bytes(chat())
        made.add(id_, CHAT, len(chat()), "file", 0)
    return made


def stages(cases: Cases) -> list[str]:
    return [cases.get(id_).stage for id_ in (FIRST, SECOND)]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_cases_are_read_one_after_the_other_and_told_of(cases: Cases) -> None:
    told: list[Case] = []
    with closing(Readers(cases, lambda of, id_: told.append(of.get(id_)))) as readers:
        readers.start(FIRST)
        readers.start(SECOND)
        until(lambda: len(told) == 2)
    assert [case.stage for case in told] == ["done", "done"]
    assert left_of(SECRET, cases.folder) == [str(cases.place(THIRD, "file"))]


def test_what_was_waiting_or_half_read_is_read_after_the_next_start(cases: Cases) -> None:
    halfway: dict[str, Stage] = {FIRST: "reading", SECOND: "waiting"}
    for id_, stage in halfway.items():
        cases.change(id_, partial(_at, stage=stage))
    with closing(Readers(cases, lambda _cases, _id: None)):
        until(lambda: stages(cases) == ["done", "done"])
    assert cases.get(THIRD).stage == "gathering"


def test_a_fall_is_told_and_the_next_one_is_read(
    cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(of: Cases, id_: str) -> None:
        if id_ == FIRST:
            raise ZeroDivisionError
        of.keep(id_, b"{}")

    monkeypatch.setattr(assessing, "READ_WITHIN_S", 0.001)
    with closing(Readers(cases, keep)) as readers:
        readers.start(FIRST)
        until(lambda: stages(cases)[0] == "failed")
        monkeypatch.setattr(assessing, "READ_WITHIN_S", WAIT_S)
        readers.start(SECOND)
        until(lambda: stages(cases)[1] == "done")
    assert cases.get(FIRST).files == ()
    assert left_of(SECRET, cases.folder / FIRST) == []


def test_a_damaged_case_keeps_nobody_from_starting(cases: Cases) -> None:
    cases.change(SECOND, partial(_at, stage="waiting"))
    (cases.folder / FIRST / "case.json").write_bytes(b"")
    with closing(Readers(cases, lambda _cases, _id: None)):
        until(lambda: cases.get(SECOND).stage == "done")
    with pytest.raises(NoCase):
        cases.get(FIRST)


def test_a_folder_that_cannot_be_read_keeps_nobody_from_starting(
    cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: Cases) -> list[str]:
        raise PermissionError

    monkeypatch.setattr(Cases, "ids", broken)
    with closing(Readers(cases, lambda _cases, _id: None)):
        pass


def test_the_reader_outlives_a_fall_and_tells_no_rows_of_it(
    cases: Cases, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def keep(_cases: Cases, id_: str) -> None:
        if id_ == FIRST:
            raise ValueError(SECRET)
        told.append(id_)

    monkeypatch.setattr(assessing, "FELL_WAIT_S", 0.01)
    with closing(Readers(cases, keep)) as readers:
        readers.start(FIRST)
        readers.start(SECOND)
        until(lambda: told == [SECOND])
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_too_many_in_the_row_are_refused(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessing, "WAITING_MAX", 1)
    monkeypatch.setattr(Readers, "_read", lambda _self, _id: time.sleep(0.3))
    with closing(Readers(cases, lambda _cases, _id: None)) as readers:
        readers.start(FIRST)
        until(readers._row.empty)  # noqa: SLF001  (the first is being read)
        readers.start(SECOND)
        with pytest.raises(NoRoom):
            readers.start(THIRD)


def test_a_case_deleted_while_it_waited_is_nothing_to_read(cases: Cases) -> None:
    told: list[str] = []
    with closing(Readers(cases, lambda _cases, id_: told.append(id_))) as readers:
        cases.delete(FIRST)
        readers.start(FIRST)
        readers.start(SECOND)
        until(lambda: SECOND in told)
    with pytest.raises(NoCase):
        cases.get(FIRST)


def test_paper_comes_from_a_process_of_its_own_or_says_what_is_missing() -> None:
    page = "<!doctype html><title>x</title><p>नमस्ते"
    made: object
    try:
        made = paper(page)
    except NoPaper as missing:
        made = str(missing)
    assert (isinstance(made, bytes) and made.startswith(b"%PDF")) or "Pango" in str(made)


def _at(case: Case, stage: Stage) -> Case:
    return msgspec.structs.replace(case, stage=stage)
