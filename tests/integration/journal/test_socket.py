"""The appender's door for other processes: who may come in, and what happens when nobody opens."""

import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from saath.journal import (
    Driver,
    HeadMoved,
    JournalError,
    JournalLocked,
    JournalUnavailable,
    appending,
    create_journal,
    open_journal,
    remote,
)
from saath.journal.lock import FolderLock
from saath.journal.socket import exchange
from tests.integration.journal.conftest import AppenderProcess
from tests.integration.journal.entries import bodies, entries, entry


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Driver]:
    create_journal(tmp_path)
    with closing(open_journal(tmp_path, appender=False)) as opened:
        yield opened


def test_a_second_appender_is_refused(tmp_path: Path) -> None:
    create_journal(tmp_path)
    with closing(open_journal(tmp_path)), pytest.raises(JournalLocked, match="Another Saath"):
        open_journal(tmp_path)
    open_journal(tmp_path).close()


def test_an_append_finds_its_way_before_during_and_after_a_server(
    outside: Driver, tmp_path: Path, appender_process: AppenderProcess
) -> None:
    assert outside.append([entry(b"before")]) == [1]
    with appender_process.serving(tmp_path):
        with pytest.raises(JournalLocked):
            open_journal(tmp_path)
        assert outside.append([entry(b"during")]) == [2]
        with pytest.raises(HeadMoved):
            outside.append([entry()], if_head=1)
    assert outside.append([entry(b"after")]) == [3]
    assert bodies(outside.read("bakery", "live", after=0, limit=9)) == [
        b"before",
        b"during",
        b"after",
    ]


def test_the_door_is_open_for_the_owner_alone(tmp_path: Path) -> None:
    create_journal(tmp_path)
    with appending(tmp_path):
        mode = stat.S_IMODE((tmp_path / "journal.sock").stat().st_mode)
        assert mode == 0o600
    assert not (tmp_path / "journal.sock").exists()


def test_a_socket_left_by_a_dead_server_is_replaced(outside: Driver, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "journal.sock"))
    with appending(tmp_path):
        assert outside.append([entry()]) == [1]


def test_a_folder_may_lie_deep(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 150)
    create_journal(deep)
    with appending(deep), closing(open_journal(deep, appender=False)) as outside:
        assert outside.append([entry()]) == [1]


def test_who_comes_while_a_server_starts_waits_for_it(outside: Driver, tmp_path: Path) -> None:
    lock = FolderLock.take(tmp_path)
    positions: list[int] = []
    caller = threading.Thread(target=lambda: positions.extend(outside.append([entry()])))
    caller.start()
    caller.join(0.1)
    assert caller.is_alive()
    lock.release()
    caller.join(5)
    assert positions == [1]


def test_a_holder_that_takes_no_calls_is_a_sentence(
    outside: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "ATTEMPTS", 3)
    lock = FolderLock.take(tmp_path)
    with pytest.raises(JournalUnavailable, match="takes no calls"):
        outside.append([entry()])
    lock.release()


def test_an_answer_that_never_comes_leaves_the_caller_in_doubt(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as rude:
        rude.bind(str(tmp_path / "journal.sock"))
        rude.listen()

        def hang_up() -> None:
            connection, _ = rude.accept()
            connection.close()

        threading.Thread(target=hang_up).start()
        with pytest.raises(JournalUnavailable, match="may or may not"):
            exchange(tmp_path, b"call")


def test_noise_on_the_socket_disturbs_nobody(tmp_path: Path) -> None:
    create_journal(tmp_path)
    with appending(tmp_path), closing(open_journal(tmp_path, appender=False)) as outside:
        for noise in (b"", b"\xff\xff\xff\xff", b"\x00\x00\x00\x05ab", os.urandom(64)):
            with socket.socket(socket.AF_UNIX) as caller:
                caller.connect(str(tmp_path / "journal.sock"))
                caller.sendall(noise)
        assert b"does not understand" in (exchange(tmp_path, b"\x00") or b"")
        assert outside.append([entry()]) == [1]


def test_too_much_for_one_frame_is_refused_before_it_leaves(
    outside: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saath.journal.socket.FRAME_BYTES_MAX", 1_000)
    with appending(tmp_path), pytest.raises(JournalError, match="in parts"):
        outside.append([entry(b"x" * 1_000)])


def test_several_callers_at_once_share_the_appender(outside: Driver, tmp_path: Path) -> None:
    with appending(tmp_path):
        callers = [threading.Thread(target=outside.append, args=(entries(3),)) for _ in range(12)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    assert len(outside.read("bakery", "live", after=0, limit=99)) == 36
