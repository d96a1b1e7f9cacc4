"""What every page carries: a strict policy, no inline code, one language, static files that exist."""

import re

import pytest
from django.test import Client

from tests.journeys import shop as sample
from tests.unit.web.browsing import Page, signed_in

pytestmark = pytest.mark.usefixtures("shop")

OURS = ("/health", "/alerts", "/move/prepare", "/move/providers", "/move/contacts")
PAGES = ("/sign-in", "/inbox", f"/inbox/{sample.conversation(sample.DINESH)}", "/operator", *OURS)


@pytest.mark.parametrize("path", PAGES)
def test_only_our_own_scripts_and_styles_may_run(path: str) -> None:
    response = signed_in().get(path) if path != "/sign-in" else Client().get(path)
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
        response = client.get(file)
        assert response.status_code == 200, file
        assert "max-age=2592000" in response["Cache-Control"]


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


def test_the_simulators_number_wears_a_ribbon() -> None:
    page = Page(signed_in().get("/inbox"))
    assert "nothing reaches WhatsApp" in page.text
    assert "SIMULATOR ·" in page.text
