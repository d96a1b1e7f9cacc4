"""The lights on every page, the evidence behind them, and the alerts."""

import pytest

from saath.domain.lights import Sign
from saath.queries.alerts import list_open
from saath.transition.alerts import list_recipients, reconcile
from tests.journeys import shop as sample
from tests.journeys.opened import NEXT_DOOR, NOW
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")

PATHS = (
    "/inbox",
    f"/inbox/{sample.conversation(sample.DINESH)}",
    "/operator",
    "/health",
    "/alerts",
)
FULL = Sign("disk", "kept", "act", "disk.full", values=(("free_bytes", 100_000_000),))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_shows_three_lights_in_words(path: str) -> None:
    page = Page(signed_in().get(path))
    for word in ("Chats kept", "Replies flowing", "Number healthy"):
        assert word in page.text
    assert "/health#kept" in page.links()


def test_nothing_is_green_that_was_not_measured() -> None:
    page = Page(signed_in().get("/health"))
    lights = [a for a in page.all("a") if a.get("href", "").startswith("/health#")]
    assert not [a for a in lights if "green" in a["class"]]
    assert "Whether the journal can be written is not known here." in page.text


def test_the_lights_alone_can_be_asked_for_again() -> None:
    response = signed_in().get("/health/lights")
    assert response.status_code == 200
    assert b"<html" not in response.content
    assert "no-cache" in response["Cache-Control"]


def test_an_alert_is_shown_noted_by_name_and_mended() -> None:
    reconcile(sample.BUSINESS, [FULL], present=(), now=NOW)
    client = signed_in()
    page = Page(client.get("/alerts"))
    assert "The disk is nearly full" in page.text
    assert "1 new" in Page(client.get("/inbox")).text
    (alert,) = list_open(sample.BUSINESS)
    assert signed_in("arjun").post(f"/alerts/{alert.id}/seen").status_code == 403
    assert signed_in("pavan").post(f"/alerts/{alert.id}/seen").status_code == 302
    assert list_open(sample.BUSINESS)[0].seen_by == ""
    client.post(f"/alerts/{alert.id}/seen")
    assert list_open(sample.BUSINESS)[0].seen_by != ""
    well = Sign("disk", "kept", "green", "disk.enough", values=(("free_bytes", 9),))
    reconcile(sample.BUSINESS, [well], present=(), now=NOW + 60_000)
    assert "Nothing needs anybody now." in Page(client.get("/alerts")).text
    assert "The disk is nearly full" not in Page(signed_in("pavan").get("/alerts")).text


def test_the_owner_decides_who_is_told() -> None:
    client = signed_in()
    bad = client.post("/alerts/tell", {"address": "nobody", "least": "act", "language": "hi"})
    assert (bad.status_code, "e-mail" in Page(bad).text) == (400, True)
    given = {"address": "https://example.in/h", "least": "check", "language": "hi"}
    client.post("/alerts/tell", given)
    (one,) = list_recipients(sample.BUSINESS)
    assert "whsec_" in client.get("/alerts").content.decode()
    assert "whsec_" not in signed_in("arjun").get("/alerts").content.decode()
    assert signed_in("arjun").post("/alerts/tell", given).status_code == 403
    client.post(f"/alerts/tell/{one.id}", {"test": "1"})
    client.post(f"/alerts/tell/{one.id}", {"remove": "1"})
    assert list_recipients(sample.BUSINESS) == []
    assert list_recipients(NEXT_DOOR) == []
