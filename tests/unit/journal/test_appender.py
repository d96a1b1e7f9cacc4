import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pytest

from saath.journal.appender import COMMIT_APPENDS_MAX, HEADER_BYTES, GroupCommit
from saath.journal.arrange import Append, Result
from saath.journal.errors import HeadMoved, JournalCorrupt, JournalUnavailable
from tests.unit.journal.records import ENTRY
from tests.unit.journal.scripted import Gate, ScriptedDriver


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def held(gate: Gate) -> Iterator[tuple[ScriptedDriver, GroupCommit, list[Result]]]:
    """Give a group whose first commit is under way and waits for the gate."""
    driver = ScriptedDriver(gate)
    with closing(GroupCommit(driver)) as group:
        results: list[Result] = []
        group.submit([ENTRY], results.append)
        assert gate.arrived.wait(5)
        yield driver, group, results
        gate.opened.set()


def test_an_append_returns_its_positions() -> None:
    with closing(GroupCommit(ScriptedDriver())) as group:
        assert group.append([ENTRY, ENTRY]) == [1, 2]
        assert group.append([ENTRY]) == [3]


def test_without_a_thread_somebody_commits_what_waits() -> None:
    driver = ScriptedDriver()
    results: list[Result] = []
    with closing(GroupCommit(driver, has_thread=False)) as group:
        group.commit()
        group.submit([ENTRY], results.append)
        group.submit([ENTRY], results.append)
        assert results == []
        group.commit()
        assert results == [[1], [2]]
        group.submit([ENTRY], results.append)
    assert results == [[1], [2], [3]]
    assert driver.commits == [2, 1]


def test_a_refusal_is_raised_at_its_own_caller() -> None:
    with closing(GroupCommit(ScriptedDriver())) as group:
        with pytest.raises(HeadMoved):
            group.append([ENTRY], if_head=4)
        assert group.append([ENTRY]) == [1]


def test_what_waits_during_a_commit_shares_the_next(
    held: tuple[ScriptedDriver, GroupCommit, list[Result]], gate: Gate
) -> None:
    driver, group, results = held
    for _ in range(20):
        group.submit([ENTRY], results.append)
    gate.opened.set()
    group.close()
    assert driver.commits == [1, 20]
    assert results == [[n] for n in range(1, 22)]


def test_conditions_in_a_group_are_judged_in_order(
    held: tuple[ScriptedDriver, GroupCommit, list[Result]], gate: Gate
) -> None:
    driver, group, results = held
    group.submit([ENTRY], results.append, if_head=1)
    group.submit([ENTRY], results.append, if_head=1)
    group.submit([ENTRY], results.append)
    gate.opened.set()
    group.close()
    assert driver.commits == [1, 3]
    assert results[:2] == [[1], [2]]
    assert isinstance(results[2], HeadMoved)
    assert results[3] == [3]


def test_a_commit_has_a_size() -> None:
    gate = Gate()
    driver = ScriptedDriver(gate)
    group = GroupCommit(driver)
    results: list[Result] = []
    group.submit([ENTRY], results.append)
    assert gate.arrived.wait(5)
    for _ in range(COMMIT_APPENDS_MAX + 5):
        group.submit([ENTRY], results.append)
    gate.opened.set()
    group.close()
    assert driver.commits == [1, COMMIT_APPENDS_MAX, 5]


def test_a_failed_commit_fails_for_everybody_in_it() -> None:
    gate = Gate()

    def fail(appends: Sequence[Append]) -> None:
        gate(appends)
        raise JournalUnavailable("The disk is full.")

    driver = ScriptedDriver(fail)
    with closing(GroupCommit(driver)) as group:
        results: list[Result] = []
        for _ in range(3):
            group.submit([ENTRY], results.append)
        gate.opened.set()
        with pytest.raises(JournalUnavailable, match="disk is full"):
            group.append([ENTRY])
        assert [type(result) for result in results] == [JournalUnavailable] * 3
        assert len({id(result) for result in results}) == 3
        driver.before_commit = None
        assert group.append([ENTRY]) == [1]


def test_a_damaged_lane_refuses_only_its_own_appends() -> None:
    gate = Gate()

    def fail(appends: Sequence[Append]) -> None:
        gate(appends)
        if any(append.entries[0].business == "florist" for append in appends):
            raise JournalCorrupt("florist", "live", 1, "the place is already taken")

    with closing(GroupCommit(ScriptedDriver(fail))) as group:
        results: list[Result] = []
        for business in ("bakery", "florist", "bakery"):
            group.submit([replace(ENTRY, business=business)], results.append)
        gate.opened.set()
        group.append([ENTRY])
    assert [results[0], results[2]] == [[1], [2]]
    assert isinstance(results[1], JournalCorrupt)


def test_too_much_waiting_is_refused_at_once_and_forgotten_afterwards() -> None:
    gate = Gate()
    weight = HEADER_BYTES + len(ENTRY.body)
    group = GroupCommit(ScriptedDriver(gate), waiting_bytes_max=2 * weight)
    results: list[Result] = []
    group.submit([ENTRY], results.append)
    group.submit([ENTRY], results.append)
    with pytest.raises(JournalUnavailable, match="Too much"):
        group.submit([ENTRY], results.append)
    gate.opened.set()
    assert group.append([]) == []
    assert group.append([ENTRY, ENTRY]) == [3, 4]
    group.close()


def test_closing_commits_what_waits_and_refuses_what_comes_after(
    held: tuple[ScriptedDriver, GroupCommit, list[Result]], gate: Gate
) -> None:
    driver, group, results = held
    group.submit([ENTRY], results.append)
    gate.opened.set()
    group.close()
    group.close()
    assert results == [[1], [2]]
    assert driver.is_closed
    with pytest.raises(JournalUnavailable, match="stopped"):
        group.append([ENTRY])


def test_nobody_waits_for_an_appender_that_died(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))

    def die(appends: Sequence[Append]) -> None:
        gate(appends)
        raise ZeroDivisionError

    group = GroupCommit(ScriptedDriver(die))
    results: list[Result] = []
    for _ in range(3):
        group.submit([ENTRY], results.append)
    gate.opened.set()
    group.close()
    assert [type(result) for result in results] == [JournalUnavailable] * 3
    assert reported == [ZeroDivisionError]
    with pytest.raises(JournalUnavailable):
        group.append([ENTRY])


def test_everything_else_goes_to_the_driver() -> None:
    driver = ScriptedDriver()
    with closing(GroupCommit(driver)) as group:
        group.append([ENTRY])
        assert group.heads() == driver.heads()
        assert group.head("bakery", "live").head == 1
        assert group.read("bakery", "live", after=0, limit=1) == []
        assert group.take("bakery") == 1
        group.redact("bakery", "live", 1, b"")
        assert group.append_all([Append([ENTRY])]) == [[2]]
