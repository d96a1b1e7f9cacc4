"""Programs give files, send them, and get what customers sent: whole, harmless, and only their own."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saath.api.keys import hashed
from tests.fake_media import OGG, PDF, PNG
from tests.journeys import shop as sample
from tests.shelved import CONVERSATION, KEY, Shelved, shelved, whole
from tests.stores import journal, made_database, made_folder

__all__ = ["journal", "made_database", "made_folder", "shelved"]

NEXT_DOOR = "key-of-next-door"


def give(data: bytes, name: str = "x.png", key: str = KEY) -> Any:
    body = {"file": SimpleUploadedFile(name, data)}
    return Client().post("/api/v1/media", body, headers={"Authorization": f"Bearer {key}"})


def send(body: dict[str, Any], key: str = "k1", tail: str = "") -> Any:
    headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": key}
    place = f"/api/v1/conversations/{CONVERSATION}/messages{tail}"
    return Client().post(place, body, "application/json", headers=headers)


def newest() -> Any:
    place = f"/api/v1/conversations/{CONVERSATION}/messages"
    return Client().get(place, headers={"Authorization": f"Bearer {KEY}"}).json()["data"][0]


def get(message: str, key: str = KEY, **headers: str) -> Any:
    given = {"Authorization": f"Bearer {key}", **headers}
    return Client().get(f"/api/v1/messages/{message}/media", headers=given)


@pytest.mark.usefixtures("shelved")
def test_a_file_is_given_and_sent() -> None:
    kept = give(PDF, "Bill 7.pdf")
    assert kept.status_code == 201
    assert (kept.json()["type"], kept.json()["mime"]) == ("document", "application/pdf")
    assert give(PDF, "another name.pdf").json()["id"] == kept.json()["id"]
    named = {"id": kept.json()["id"], "filename": "Bill 7.pdf"}
    body = {"type": "document", "media": named, "text": "Your bill"}
    assert send(body).status_code == send(body).status_code == 201
    message = newest()
    assert (message["type"], message["text"], message["status"]) == (
        "document",
        "Your bill",
        "queued",
    )
    assert message["media"] == {
        "state": "kept",
        "mime": "application/pdf",
        "filename": "Bill 7.pdf",
        "voice": False,
        "bytes": len(PDF),
        "url": f"/api/v1/messages/{message['id']}/media",
        "reason": None,
    }
    assert whole(get(message["id"])) == PDF


@pytest.mark.usefixtures("shelved")
@pytest.mark.parametrize(
    ("data", "name", "status", "code"),
    [
        (b"<html><script>", "x.html", 415, "file-type"),
        (b"MZ\x90\x00", "x.exe", 415, "file-type"),
        (PNG + b"\0" * 6_000_000, "x.png", 413, "file-too-large"),
    ],
)
def test_what_whatsapp_does_not_take_is_not_kept(
    shelved: Shelved, data: bytes, name: str, status: int, code: str
) -> None:
    answer = give(data, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert list(shelved.shelf.files()) == []


@pytest.mark.usefixtures("shelved")
def test_a_file_goes_only_as_what_it_is_and_only_from_its_own_business() -> None:
    sample.open_for_business("paan-ghar")
    sample.give_key(hashed(NEXT_DOOR), "paan-ghar")
    picture = give(PNG).json()["id"]
    foreign = give(PDF, "x.pdf", NEXT_DOOR).json()["id"]
    wrong: list[tuple[str, dict[str, Any], int, str]] = [
        ("video", {"id": picture}, 415, "file-type"),
        ("image", {"id": "0" * 64}, 422, "unknown-media"),
        ("document", {"id": foreign}, 422, "unknown-media"),
        ("image", {"id": "../../../etc/passwd"}, 422, "invalid-request"),
        ("image", {"id": picture.upper()}, 422, "invalid-request"),
    ]
    for kind, media, status, code in wrong:
        answer = send({"type": kind, "media": media})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert send({"type": "image", "media": {"id": picture}}, tail="?dry_run=true").json()["allowed"]


@pytest.mark.usefixtures("shelved")
def test_sound_may_look_like_a_voice_message() -> None:
    voice = give(OGG, "x.ogg").json()["id"]
    assert send({"type": "audio", "media": {"id": voice}, "voice": True}).status_code == 201
    assert newest()["media"]["voice"]
    assert send({"type": "audio", "media": {"id": voice}, "text": "x"}, "k2").status_code == 422


def test_what_a_customer_sent_is_told_pending_then_kept(shelved: Shelved) -> None:
    message = shelved.receives("77")
    assert newest()["media"]["state"] == "pending"
    assert newest()["media"]["url"] is None
    assert get(message).json()["code"] == "no-such-media"
    sha256 = shelved.fetches("77", PNG, "image/png")
    media = newest()["media"]
    assert (media["state"], media["bytes"], media["mime"]) == ("kept", len(PNG), "image/png")
    answer = get(message)
    assert whole(answer) == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["ETag"] == f'"{sha256}"'


def test_what_was_lost_says_why(shelved: Shelved) -> None:
    shelved.receives("77")
    shelved.loses("77", "gone")
    media = newest()["media"]
    assert (media["state"], media["url"]) == ("lost", None)
    assert media["reason"].startswith("WhatsApp does not have this file any more.")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, PNG[:4]),
        ("bytes=10-", 206, PNG[10:]),
        ("bytes=-5", 206, PNG[-5:]),
        ("bytes=0-999999", 200, PNG),
        ("bytes=999999-", 416, b""),
        ("bytes=5-2", 416, b""),
        ("bytes=0-1,4-5", 200, PNG),
        ("lines=0-1", 200, PNG),
    ],
)
def test_a_part_of_a_file_is_given_on_demand(
    shelved: Shelved, asked: str, status: int, part: bytes
) -> None:
    message = shelved.receives("77")
    shelved.fetches("77", PNG, "image/png")
    answer = get(message, Range=asked)
    assert (answer.status_code, whole(answer)) == (status, part)
    if status == 206:
        assert answer["Content-Length"] == str(len(part))
        assert answer["Content-Range"].endswith(f"/{len(PNG)}")


def test_what_was_not_changed_is_not_sent_again(shelved: Shelved) -> None:
    message = shelved.receives("77")
    sha256 = shelved.fetches("77", PNG, "image/png")
    answer = get(message, **{"If-None-Match": f'"{sha256}"'})
    assert (answer.status_code, answer["ETag"]) == (304, f'"{sha256}"')


def test_only_harmless_types_are_shown_everything_else_is_saved(shelved: Shelved) -> None:
    message = shelved.receives("77", "document", filename='a"\r\nX: y\u202e.html')
    shelved.fetches("77", b"<script>alert(1)</script>", "application/octet-stream")
    answer = get(message)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''a%22%0D%0AX%3A")


def test_a_file_belongs_to_one_business_and_needs_a_key(shelved: Shelved) -> None:
    message = shelved.receives("77")
    shelved.fetches("77", PNG, "image/png")
    sample.open_for_business("paan-ghar")
    sample.give_key(hashed(NEXT_DOOR), "paan-ghar")
    assert get(message, NEXT_DOOR).status_code == 404
    assert get(message, "nobody's").status_code == 401
    assert get("../../etc/passwd").status_code == 404
