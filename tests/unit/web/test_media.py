"""Attachments on the page: shown as what they are, sent without scripts, kept when a form fails."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.fake_media import OGG, PDF, PNG
from tests.shelved import CONVERSATION, Shelved, shelved, whole
from tests.stores import journal, made_database, made_folder
from tests.unit.web.browsing import Page, signed_in

__all__ = ["journal", "made_database", "made_folder", "shelved"]

# What is read is tested on both engines beside the API; how it looks is the same on either.
pytestmark = pytest.mark.parametrize("journal", ["sqlite"], indirect=True)

MP4 = b"\0\0\0\x20ftypisom" + b"film" * 9
ADDRESS = f"/inbox/{CONVERSATION}"


def opened() -> Page:
    return Page(signed_in("beena").get(ADDRESS))


def reply(data: bytes | None = None, name: str = "x.png", **fields: str) -> Any:
    form: dict[str, Any] = {"key": "k1", "text": "", **fields}
    if data is not None:
        form["file"] = SimpleUploadedFile(name, data)
    return signed_in("beena").post(f"{ADDRESS}/reply", form)


def test_each_kind_of_file_is_shown_as_what_it_is(shelved: Shelved) -> None:
    picture = shelved.receives("1", caption="look")
    shelved.fetches("1", PNG, "image/png")
    shelved.receives("2", "audio", mime_type="audio/ogg", voice=True)
    shelved.fetches("2", OGG, "audio/ogg")
    shelved.receives("3", "video", mime_type="video/mp4")
    shelved.fetches("3", MP4, "video/mp4")
    shelved.receives("4", "document", mime_type="application/pdf", filename="Bill <7>.pdf")
    shelved.fetches("4", PDF, "application/pdf")
    shelved.receives("5", "sticker", mime_type="image/webp")
    shelved.fetches("5", b"RIFF....WEBP", "image/webp")
    page = opened()
    images = {image["alt"]: image["src"] for image in page.all("img")}
    assert images["Photo from Asha"] == f"/media/{picture}"
    assert "Sticker from Asha" in images
    (sound,), (film,) = page.all("audio"), page.all("video")
    assert sound["aria-label"] == "Voice message from Asha"
    assert "controls" in sound
    assert "controls" in film
    assert "Bill <7>.pdf" in page.text
    assert f"PDF · {len(PDF)} bytes" in page.text
    assert whole(signed_in("beena").get(f"/media/{picture}")) == PNG


def test_what_is_on_its_way_or_lost_says_so(shelved: Shelved) -> None:
    shelved.receives("1")
    assert "on its way to Saath" in opened().text
    shelved.loses("1", "expired")
    text = opened().text
    assert "not available any more." in text
    assert "seven days" in text
    assert opened().all("img") == []


def test_a_picture_that_is_not_one_is_never_shown(shelved: Shelved) -> None:
    shelved.receives("1")
    shelved.fetches("1", b"<svg onload=alert(1)>", "application/octet-stream")
    page = opened()
    assert page.all("img") == []
    assert any(link.startswith("/media/") for link in page.links())


def test_files_are_for_those_who_are_signed_in(shelved: Shelved) -> None:
    message = shelved.receives("1")
    shelved.fetches("1", PNG, "image/png")
    answer = Client().get(f"/media/{message}")
    assert answer.status_code == 302
    assert signed_in("beena").get("/media/0000").status_code == 404


@pytest.mark.usefixtures("shelved")
def test_a_form_sends_a_file_with_words() -> None:
    assert reply(PNG, text="Our tea").status_code == 302
    page = opened()
    assert [image["alt"] for image in page.all("img")] == ["Photo from beena"]
    assert "Our tea" in page.text


@pytest.mark.usefixtures("shelved")
def test_a_file_needs_no_words() -> None:
    assert reply(PDF, "bill.pdf").status_code == 302
    assert "bill.pdf" in opened().text


@pytest.mark.usefixtures("shelved")
@pytest.mark.parametrize(
    ("data", "name", "text", "said"),
    [
        (None, "", "", "There are no words to send."),
        (b"<html>", "x.html", "", "WhatsApp does not take this kind of file."),
        (b"", "x.png", "", "WhatsApp does not take this kind of file."),
        (PNG + b"\0" * 6_000_000, "x.png", "", "This file is too large for WhatsApp."),
        (OGG, "x.ogg", "words", "Sound and stickers carry no words."),
        (PNG, "x.png", "a" * 1025, "at most 1024 characters"),
    ],
)
def test_what_cannot_be_sent_says_why_and_loses_nothing(
    data: bytes | None, name: str, text: str, said: str
) -> None:
    answer = reply(data, name, text=text)
    assert answer.status_code == 422
    page = Page(answer)
    assert said in page.text
    assert text in answer.content.decode()


@pytest.mark.usefixtures("shelved")
def test_a_file_that_was_not_sent_need_not_be_chosen_again() -> None:
    page = Page(reply(PNG, "tea.png", text="a" * 1025))
    (kept,) = [field for field in page.all("input") if field.get("name") == "kept"]
    assert "checked" in kept
    assert "tea.png" in page.text
    again = reply(None, key="k2", kept=kept["value"], kept_name="tea.png", text="Our tea")
    assert again.status_code == 302
    assert len(opened().all("img")) == 1
    assert reply(None, key="k3", kept="0" * 64).status_code == 422
    assert reply(None, key="k4", kept="../key").status_code == 422


@pytest.mark.usefixtures("shelved")
def test_a_form_that_is_sent_twice_is_one_message() -> None:
    reply(PNG)
    reply(PNG)
    assert len(opened().all("img")) == 1
