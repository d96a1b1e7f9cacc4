"""On PostgreSQL serving and working are processes of their own, several of each."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deliveries import delivery, said
from tests.integration.cli.product import (
    HTTP,
    Installation,
    Running,
    free_port,
    install,
    kill,
    saath,
    wait_until,
)
from tests.postgres import Cluster

PHONE = "919000000007"
TAKEN_OVER_WITHIN_S = 10.0


@pytest.fixture
def scaled(tmp_path: Path, postgres_url: str) -> Installation:
    """An installation on PostgreSQL."""
    return install(tmp_path / "data", postgres_url)


@contextmanager
def serving(made: Installation, *options: str) -> Iterator[Running]:
    """One `saath serve`."""
    port = free_port()
    with made.running("serve", "--port", port, *options) as process:
        running = Running(made, port, process)
        running.await_ready()
        yield running


def test_a_second_worker_takes_over_when_the_first_is_killed(scaled: Installation) -> None:
    with (
        serving(scaled) as pages,
        serving(scaled, "--only", "webhooks") as webhooks,
        scaled.running("work") as first,
        scaled.running("work") as second,
    ):
        assert _write(webhooks, 0) == 200
        assert HTTP.get(f"{webhooks.address}/sign-in").status_code == 404
        pages.await_messages(1)
        kill(first.pid)
        began = time.monotonic()
        assert _write(webhooks, 1) == 200
        pages.await_messages(2)
        assert time.monotonic() - began < TAKEN_OVER_WITHIN_S
        kill(second.pid)
        assert _write(webhooks, 2) == 200
        with scaled.running("work"):
            pages.await_messages(3)
        assert [m["wamid"] for m in pages.messages()] == ["wamid.2", "wamid.1", "wamid.0"]
        assert scaled.verify()["records"] == 4
        logged = (scaled.data.parent / "serve.log").read_text()
        assert f"Saath is at {pages.address}\n" in logged
        assert "until it is ended" in (scaled.data.parent / "work.log").read_text()


def test_two_servers_and_two_workers_show_everything_once(scaled: Installation) -> None:
    with (
        serving(scaled) as one,
        serving(scaled, "--only", "webhooks") as other,
        scaled.running("work"),
        scaled.running("work"),
    ):
        for number in range(60):
            assert _write((one, other)[number % 2], number) == 200
            assert _write((other, one)[number % 2], number) == 200
        one.await_folded()
        wait_until(lambda: len(one.messages()) == 60, lambda: f"shows {len(one.messages())}")
        assert len({message["wamid"] for message in one.messages()}) == 60
        assert scaled.verify()["records"] == 121


def _write(running: Running, number: int) -> int:
    body = delivery(said(f"wamid.{number}", number, "hello", phone=PHONE))
    return running.deliver(body)


def test_a_role_that_sees_everything_is_named_when_an_installation_is_made(
    tmp_path: Path, postgres_cluster: Cluster
) -> None:
    url = postgres_cluster.create_database()
    powerful = postgres_cluster.url(url.rpartition("/")[2], role="postgres")
    made = saath("init", "--data", tmp_path / "data", "--json", url=powerful)
    assert made.code == 0, made.err
    assert "is a superuser or bypasses row-level security" in made.err
    assert made.object["business"]
    postgres_cluster.drop_database(url)
