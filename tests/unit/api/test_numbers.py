"""Numbers, the sync and health over the API."""

from typing import Any

import pytest
from django.test import Client

from saath.runtime import stamp
from tests.journeys import shop as sample
from tests.journeys.opened import KEY, NOW

pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "now_ms", lambda: NOW)


def get(path: str) -> Any:
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {KEY}"})


def test_a_number_tells_its_state_and_its_life() -> None:
    told = get(f"numbers/{sample.NUMBER}").json()
    assert (told["phone_number_id"], told["state"]) == (sample.NUMBER, "active")
    assert told["proof"] == {"inbound_ms": None, "echo_ms": None}
    assert isinstance(told["timeline"], list)
    assert told["last_inbound_at"]


def test_a_number_of_nobody_is_a_problem() -> None:
    answer = get("numbers/000")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-number")


def test_the_ledger_has_both_syncs() -> None:
    told = get("sync").json()
    assert {"contacts", "history", "phases", "gaps", "proven_empty"} <= set(told)
    assert told["history"]["deadline"]
    assert set(told["proven_empty"][0]) == {"from", "to"}


def test_health_names_what_is_wrong() -> None:
    told = get("health").json()
    acts = [light for light in told["lights"] if light["state"] == "act"]
    assert told["ok"] is (told["conditions"] == [] and acts == [])
    assert [light["name"] for light in told["lights"]] == ["kept", "flowing", "number"]
    unknown = [sign["id"] for sign in told["lights"][0]["signs"] if sign["state"] == "unknown"]
    assert "journal" in unknown  # this process opened none
    assert all(sign["sentence"] for light in told["lights"] for sign in light["signs"])
    assert told["numbers"] == [{"phone_number_id": sample.NUMBER, "state": "active"}]
