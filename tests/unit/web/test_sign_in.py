"""The door."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.journeys.opened import PASSWORD
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture(autouse=True)
def no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def attempt(client: Client, username: str, password: str, **more: str) -> int:
    data = {"username": username, "password": password, **more}
    return client.post("/sign-in", data).status_code


@pytest.mark.parametrize("path", ["/inbox", "/inbox/rows", "/inbox/a-1", "/operator"])
def test_who_is_not_signed_in_is_sent_to_the_door_and_comes_back(path: str) -> None:
    client = Client()
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/sign-in?next={path}")
    answer = client.post(response["Location"], {"username": "meena", "password": PASSWORD})
    assert answer["Location"] == path


def test_a_live_part_sends_the_whole_page_to_the_door() -> None:
    response = Client(headers={"HX-Request": "true"}).get("/inbox/rows")
    assert response["HX-Redirect"] == "/sign-in"


@pytest.mark.parametrize(
    ("username", "password"), [("meena", "wrong"), ("nobody", PASSWORD), ("", ""), ("meena", "")]
)
def test_a_wrong_pair_is_refused_with_one_sentence(username: str, password: str) -> None:
    response = Client().post("/sign-in", {"username": username, "password": password})
    assert response.status_code == 403
    assert "do not belong together" in Page(response).text


def test_the_sixth_try_is_refused_even_with_the_right_password() -> None:
    client = Client()
    assert [attempt(client, "meena", "wrong") for _try in range(5)] == [403] * 5
    assert attempt(client, "meena", PASSWORD) == 429
    assert attempt(client, "arjun", PASSWORD) == 302


def test_signing_in_starts_the_count_again() -> None:
    client = Client()
    for _round in range(2):
        assert [attempt(client, "meena", "wrong") for _try in range(3)] == [403] * 3
        assert attempt(client, "meena", PASSWORD) == 302


def test_the_door_leads_nowhere_else() -> None:
    client = Client()
    data = {"username": "meena", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/sign-in", data)["Location"] == "/inbox"


def test_who_signed_out_is_out() -> None:
    client = signed_in()
    response = client.post("/sign-out")
    assert (response["Location"], response["Clear-Site-Data"]) == ("/sign-in", '"cache"')
    assert client.get("/inbox").status_code == 302


def test_an_agent_reads_the_inbox_but_not_what_concerns_the_installation() -> None:
    client = signed_in("arjun")
    page = Page(client.get("/inbox"))
    assert "/operator" not in page.links()
    response = client.get("/operator")
    assert response.status_code == 403
    assert "Ask the owner" in Page(response).text


def test_the_owner_sees_what_has_no_place() -> None:
    text = Page(signed_in().get("/operator")).text
    assert "weather_update" in text
    assert "account_review_update" in text
