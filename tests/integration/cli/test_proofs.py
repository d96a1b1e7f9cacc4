"""`saath verify` and `saath rebuild`, while everything runs and while nothing does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.deliveries import delivery, echoed, remembered, reported, said
from tests.integration.cli.product import Installation, Running, install, wait_until

NAMES = {"records", "facts", "unrecognized", "state_hash", "rebuilt_hash", "equal"}
PHONE = "919000000005"


@contextmanager
def customers(running: Running) -> Iterator[list[str]]:
    """Somebody writes all the while; gives what was acknowledged."""
    taken: list[str] = []
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.wait(0.02):
            wamid = f"wamid.busy.{number}"
            number += 1
            if running.deliver(delivery(said(wamid, number, "still here", phone=PHONE))) == 200:
                taken.append(wamid)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        yield taken
    finally:
        stop.set()
        writing.join()


def test_verify_and_rebuild_while_customers_write(running: Running) -> None:
    running.deliver(delivery(remembered(PHONE, [("wamid.before", -9000, "long ago", "in")])))
    with customers(running) as taken:
        assert set(running.made.verify()) == NAMES
        rebuilt = running.made.run("rebuild", "--json")
        assert rebuilt.code == 0, rebuilt.err
        assert set(rebuilt.object) == NAMES
        assert rebuilt.object["equal"] is True
        running.made.verify()
    running.await_folded()
    written = sorted([*taken, "wamid.before"])
    wait_until(lambda: sorted(_shown(running)) == written, lambda: f"{len(_shown(running))} shown")
    assert running.made.verify()["unrecognized"] == 0


def test_the_same_deliveries_in_any_order_give_one_hash_on_every_database(
    installation: Installation, tmp_path: Path, postgres_url: str
) -> None:
    told = [
        delivery(remembered(PHONE, [("wamid.h", -9000, "long ago", "in")])),
        delivery(said("wamid.1", 1, "hello", phone=PHONE)),
        delivery(echoed("wamid.2", 2, "ji", phone=PHONE)),
        delivery(reported("wamid.2", 3, "delivered", phone=PHONE)),
        delivery(reported("wamid.2", 4, "read", phone=PHONE)),
        delivery(said("wamid.5", 5, "thanks", phone="919000000006")),
    ]
    elsewhere = install(tmp_path / "elsewhere", postgres_url)
    hashes = [
        _hash_after(installation, told),
        _hash_after(elsewhere, [*told[::-1], *told[1:3]]),
    ]
    assert hashes[0] == hashes[1]


def _hash_after(made: Installation, told: list[bytes]) -> str:
    with made.up() as up:
        for body in told:
            assert up.deliver(body) == 200
        wait_until(
            lambda: (
                _folded(up)
                == {"wamid.h": None, "wamid.1": None, "wamid.2": "read", "wamid.5": None}
            )
        )
    hashed: str = made.verify()["state_hash"]
    return hashed


def test_after_a_rebuild_the_tables_are_found_again_while_nothing_runs(
    installation: Installation,
) -> None:
    with installation.up() as up:
        assert up.deliver(delivery(said("wamid.1", 1, "hello", phone=PHONE))) == 200
        up.await_messages(1)
    assert installation.run("rebuild", "--json").code == 0
    assert installation.verify()["equal"] is True


def _shown(running: Running) -> list[str]:
    told = (message["wamid"] for message in running.messages())
    return [wamid for wamid in told if wamid.startswith(("wamid.busy.", "wamid.before"))]


def _folded(running: Running) -> dict[str, str | None]:
    return {message["wamid"]: message["status"] for message in running.messages()}
