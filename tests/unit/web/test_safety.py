"""What every page carries: a strict policy, no inline code, one language, static files that exist."""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import AsyncRequestFactory, Client
from django.urls import resolve

from saath.runtime.handling import Files
from saath.store.kinds import PRIMARY
from saath.store.models import Connection
from saath.store.tenancy import as_business
from tests.journeys import shop as sample
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")

OURS = ("/health", "/alerts", "/move/prepare", "/move/providers", "/move/contacts")
PAGES = (
    "/sign-in",
    "/assess",
    "/inbox",
    f"/inbox/{sample.conversation(sample.DINESH)}",
    "/operator",
    "/move/private",
    "/move/number",
    *OURS,
)


def file_at(address: str) -> tuple[HttpResponseBase, bytes]:
    """A static file, as the process serves it beside the pages."""

    async def ask() -> tuple[HttpResponseBase, bytes]:
        response = await Files().get_response_async(AsyncRequestFactory().get(address))
        if isinstance(response, StreamingHttpResponse):
            return response, b"".join([part async for part in response])
        assert isinstance(response, HttpResponse)
        return response, response.content

    return asyncio.run(ask())


@pytest.mark.parametrize("path", PAGES)
def test_only_our_own_scripts_and_styles_may_run(path: str) -> None:
    response = (Client() if path == "/sign-in" else signed_in()).get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    html = response.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert all("src" in script for script in Page(response).all("script"))


@pytest.mark.parametrize("path", PAGES)
def test_every_static_file_of_a_page_is_served_with_its_digest(path: str) -> None:
    client = signed_in()
    page = Page(client.get(path, follow=True))
    files = [s["src"] for s in page.all("script")] + [link["href"] for link in page.all("link")]
    assert len(files) >= 3
    for file in files:
        assert "?v=" in file
        response, _ = file_at(file)
        assert response.status_code == 200, file
        assert "max-age=2592000" in response["Cache-Control"]


def test_the_manifest_lets_a_phone_share_chats_with_us() -> None:
    client = Client()
    link = next(
        each for each in Page(client.get("/sign-in")).all("link") if each["rel"] == "manifest"
    )
    response, content = file_at(link["href"])
    assert response["Content-Type"].startswith("application/manifest+json")
    told = json.loads(content)
    share = told["share_target"]
    assert resolve(share["action"]).url_name == "assess-share"
    assert (share["method"], share["enctype"]) == ("POST", "multipart/form-data")
    assert ".txt" in share["params"]["files"][0]["accept"]
    for icon in told["icons"]:
        assert file_at(f"/static/saath/{icon['src']}")[0].status_code == 200


def test_pages_are_not_framed_and_do_not_say_where_people_came_from() -> None:
    response = signed_in().get("/inbox")
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/sign-out", "/appearance", "/language"])
def test_changes_need_a_post_with_a_token(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code in {302, 405}
    response = strict.post(path, {"theme": "dark", "language": "hi"})
    assert response.status_code == 403
    assert "reload the page" in Page(response).text


@contextmanager
def connected(**how: str) -> Iterator[None]:
    """The shop's number, connected otherwise for a while."""
    mine = Connection.objects.using(PRIMARY).filter(business=sample.BUSINESS)
    with as_business(sample.BUSINESS, PRIMARY):
        mine.update(**how)
    yield
    with as_business(sample.BUSINESS, PRIMARY):
        mine.update(provider="simulator", graph_url="")


def links(path: str) -> list[str]:
    """Where a page leads."""
    return [link["href"] for link in Page(signed_in().get(path)).all("a")]


def test_the_owners_phone_is_one_click_away_where_it_is_known() -> None:
    assert not [link for link in links("/inbox") if "_sim" in link]
    with connected(graph_url="http://127.0.0.1:8090"):
        assert "http://127.0.0.1:8090/_sim/phone" in links("/inbox")
        found = links(f"/inbox/{sample.conversation(sample.SELVI)}")
    assert "http://127.0.0.1:8090/_sim/phone?chat=IN.4455667788990011" in found


def test_a_real_number_has_no_pretend_phone() -> None:
    with connected(graph_url="https://graph.facebook.com", provider="meta"):
        assert not [link for link in links("/inbox") if "_sim" in link]


def test_the_simulators_number_wears_a_ribbon() -> None:
    page = Page(signed_in().get("/inbox"))
    assert "nothing reaches WhatsApp" in page.text
    assert "SIMULATOR ·" in page.text
