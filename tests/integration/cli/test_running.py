"""`saath up` from its first answer to its end, however it ends."""

import shutil
import signal
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from saath.journal.sqlite_module import sqlite3
from saath.runtime.checkpoints import EVERY_FACTS
from tests.deliveries import delivery, remembered, said
from tests.integration.cli.product import (
    HTTP,
    WITHIN_S,
    Installation,
    Running,
    children,
    is_alive,
    kill,
    wait_until,
)

HELLO = delivery(said("wamid.hello", 1, "hello", phone="919000000002"))


def test_up_says_where_it_is_and_answers_health(running: Running) -> None:
    answer = HTTP.get(f"{running.address}/healthz")
    assert answer.status_code == 200
    assert len(children(running.process.pid)) == 2


def test_sigterm_ends_up_and_its_children(installation: Installation) -> None:
    with installation.up() as up:
        started = children(up.process.pid)
        up.process.send_signal(signal.SIGTERM)
        assert up.process.wait(WITHIN_S) == 0
        assert not any(is_alive(pid) for pid in started)
        with pytest.raises(httpx.ConnectError):
            HTTP.get(f"{up.address}/healthz")


def test_children_end_when_their_parent_is_killed(installation: Installation) -> None:
    with installation.up() as up:
        started = children(up.process.pid)
        assert len(started) == 2
        kill(up.process.pid)
        wait_until(lambda: not any(is_alive(pid) for pid in started), lambda: "children live on")


def test_a_child_that_falls_is_started_again(installation: Installation) -> None:
    with installation.up() as up:
        before = children(up.process.pid)
        kill(*before)
        wait_until(lambda: len(set(children(up.process.pid)) - set(before)) == 2)
        up.await_ready()
        assert up.deliver(HELLO) == 200
        up.await_messages(1)


def test_an_open_page_does_not_hold_up_the_end(installation: Installation) -> None:
    with installation.up() as up, httpx.Client(base_url=up.address, trust_env=False) as browser:
        _sign_in(browser, installation)
        with browser.stream("GET", "/events", timeout=WITHIN_S) as events:
            assert events.status_code == 200
            next(events.iter_raw())
            began = time.monotonic()
            up.process.terminate()
            up.process.wait(WITHIN_S)
            assert time.monotonic() - began < 14, "it was killed, not ended"


def test_what_is_folded_reaches_the_file_while_the_worker_runs(
    installation: Installation, tmp_path: Path
) -> None:
    """A checkpoint is made beside it: so little that the worker would not make one by itself."""
    told = [(f"wamid.{n}", n, "hello", "in") for n in range(EVERY_FACTS)]
    tables, alone = installation.data / "tables-1.db", tmp_path / "alone.db"

    def is_there() -> bool:
        shutil.copyfile(tables, alone)
        with closing(sqlite3.connect(f"{alone.as_uri()}?immutable=1", uri=True)) as file:
            try:
                (count,) = file.execute("SELECT count(*) FROM message").fetchone()
            except sqlite3.DatabaseError:
                return False  # copied while it was being written
        return bool(count)

    with installation.up() as up:
        for at in range(0, EVERY_FACTS, 1_000):
            chunk = remembered("919000000002", told[at : at + 1_000], order=at)
            assert up.deliver(delivery(chunk)) == 200
        wait_until(is_there)


def test_without_worker_takes_deliveries_and_the_next_up_folds_them(
    installation: Installation,
) -> None:
    with installation.up("--without-worker") as up:
        assert len(children(up.process.pid)) == 1
        assert up.deliver(HELLO) == 200
        assert up.messages() == []
        installation.verify()
    with installation.up() as up:
        up.await_messages(1)
        assert installation.verify()["records"] == 2


def _sign_in(browser: httpx.Client, made: Installation) -> None:
    sign_in = made.told["sign_in"]
    page = browser.get(sign_in["url_path"])
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"username": sign_in["user"], "password": sign_in["password"]}
    answer = browser.post(
        sign_in["url_path"],
        data=form | {"csrfmiddlewaretoken": token},
        headers={"Referer": str(browser.base_url)},
    )
    assert answer.status_code == 302, answer.status_code
