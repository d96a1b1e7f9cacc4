"""The comparison behind `saath demo --check`: it must see every kind of wrong."""

from dataclasses import replace
from typing import Any

import pytest

import tests.stores  # noqa: F401  (sets Django up, before the command line imports a model)
from saath.cli.demo_account import Row, reckon
from saath.simulator.expected import Known

ECHO = Known(
    wamid="wamid.1",
    bsuid="IN.1",
    phone="919000000001",
    outbound=True,
    origin="echo",
    type="text",
    text="ji haan",
    at=1_795_000_000,
    edited=True,
    status="read",
    reactions={"contact": "🙏"},
)
SHOWN: Row = {
    "wamid": "wamid.1",
    "contact": {"bsuid": "IN.1", "phone": "919000000001"},
    "direction": "out",
    "origin": "echo",
    "type": "text",
    "text": "ji haan",
    "at": "2026-11-18T11:06:40.000Z",
    "edited": True,
    "deleted": False,
    "status": "read",
    "reactions": [{"from": "contact", "emoji": "🙏"}],
}
TOLD = {"wamid.1": ECHO}


def test_what_is_shown_as_it_was_told_is_right() -> None:
    found = reckon(TOLD, [SHOWN])
    assert (found.lost, found.doubled, found.differences) == (0, 0, ())


def test_what_is_not_shown_is_lost() -> None:
    found = reckon(TOLD, [])
    assert (found.lost, found.doubled) == (1, 0)
    assert found.differences == ("not shown: echo text of 1795000000",)


def test_what_is_shown_twice_is_doubled() -> None:
    found = reckon(TOLD, [SHOWN, SHOWN, SHOWN])
    assert (found.lost, found.doubled) == (0, 2)


@pytest.mark.parametrize("wamid", ["wamid.2", None])
def test_what_was_never_told_is_doubled(wamid: str | None) -> None:
    found = reckon(TOLD, [SHOWN, SHOWN | {"wamid": wamid}])
    assert (found.lost, found.doubled) == (0, 1)
    assert found.differences == ("never told: echo text of 2026-11-18T11:06:40.000Z",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact", {"bsuid": "IN.2", "phone": "919000000001"}),
        ("direction", "in"),
        ("origin", "live"),
        ("type", "image"),
        ("text", "ji nahin"),
        ("at", "2026-11-18T11:06:41.000Z"),
        ("edited", False),
        ("deleted", True),
        ("status", "delivered"),
        ("reactions", []),
    ],
)
def test_what_is_shown_otherwise_is_lost_and_said_without_its_words(name: str, value: Any) -> None:
    found = reckon(TOLD, [SHOWN | {name: value}])
    assert (found.lost, found.doubled) == (1, 0)
    (said,) = found.differences
    assert said.startswith("shown otherwise (")
    assert "ji" not in said


@pytest.mark.parametrize(
    ("told", "shown"), [("", "sent"), ("pending", "sending"), ("error", "failed")]
)
def test_a_status_is_compared_as_it_is_shown(told: str, shown: str) -> None:
    found = reckon({"wamid.1": replace(ECHO, status=told)}, [SHOWN | {"status": shown}])
    assert found.lost == 0


def test_who_is_known_by_phone_alone_is_found_by_phone() -> None:
    told = {"wamid.1": replace(ECHO, bsuid="")}
    assert reckon(told, [SHOWN]).lost == 0
    stranger = SHOWN | {"contact": {"bsuid": None, "phone": None}}
    assert reckon(told, [stranger]).lost == 1


SENT = replace(ECHO, origin="sent", edited=False, status="delivered", reactions={})


def test_of_our_own_sends_everything_is_compared_but_the_time() -> None:
    row = SHOWN | {"origin": "sent", "edited": False, "status": "delivered", "reactions": []}
    told = {SENT.wamid: SENT}
    assert reckon(told, [row | {"at": "2026-11-18T11:06:59.000Z"}]).lost == 0
    assert reckon(told, [row | {"status": "unconfirmed"}]).lost == 1
    assert reckon(told, [row | {"text": "ji nahin"}]).lost == 1


@pytest.mark.parametrize(("status", "doubled"), [("failed", 0), ("cancelled", 0), ("sent", 1)])
def test_what_never_went_and_says_so_is_nothing_too_much(status: str, doubled: int) -> None:
    row = SHOWN | {"origin": "sent", "wamid": None, "status": status}
    assert reckon(TOLD, [SHOWN, row]).doubled == doubled
