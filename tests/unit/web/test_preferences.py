"""Light, dark and Hindi."""

import pytest
from django.test import Client

from tests.journeys import shop as sample
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")


def test_a_theme_is_written_by_the_server() -> None:
    client = signed_in()
    assert "data-theme" not in Page(client.get("/inbox")).all("html")[0]
    client.post("/appearance", {"theme": "dark", "next": "/inbox"})
    assert Page(client.get("/inbox")).all("html")[0]["data-theme"] == "dark"
    client.post("/appearance", {"theme": "", "next": "/inbox"})
    assert "data-theme" not in Page(client.get("/inbox")).all("html")[0]


def test_a_theme_that_does_not_exist_is_none() -> None:
    client = Client()
    client.cookies["saath_theme"] = '"><b>'
    assert "data-theme" not in Page(client.get("/sign-in")).all("html")[0]


def test_choosing_leads_back_to_the_same_page_and_nowhere_else() -> None:
    client = Client()
    assert client.post("/appearance", {"next": "/operator"})["Location"] == "/operator"
    assert client.post("/appearance", {"next": "//elsewhere.example"})["Location"] == "/"


def test_hindi_is_chosen_by_the_browser_or_by_a_button() -> None:
    page = Page(Client(headers={"Accept-Language": "hi-IN,hi;q=0.9"}).get("/sign-in"))
    assert page.all("html")[0]["lang"] == "hi"
    assert "पासवर्ड" in page.text
    client = signed_in()
    client.post("/language", {"language": "hi", "next": "/inbox"})
    assert "इंतज़ार में" in Page(client.get("/inbox")).text


def test_a_failure_is_explained_in_hindi() -> None:
    client = signed_in("meena", **{"Accept-Language": "hi"})
    text = Page(client.get(f"/inbox/{sample.conversation(sample.DINESH)}")).text
    assert "WhatsApp ने यह फ़ाइल नहीं ली।" in text
    assert "कोड 131053" in text
    assert "Not sent" not in text
