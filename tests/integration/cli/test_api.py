"""`/api/v1`: the published names, pages and refusals."""

import re
from typing import Any

import httpx
import pytest

from tests.deliveries import NUMBER, delivery, echoed, edited, reacted, remembered, reported, said
from tests.integration.cli.product import Row, Running, wait_until

PHONE = "919000000004"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
CONVERSATION = {
    "id",
    "phone_number_id",
    "contact",
    "needs_reply",
    "control",
    "window",
    "last_message_at",
}
MESSAGE = {
    "id",
    "wamid",
    "phone_number_id",
    "direction",
    "source",
    "origin",
    "type",
    "text",
    "status",
    "failure",
    "reply_to",
    "media",
    "at",
    "edited",
    "deleted",
    "reactions",
    "sent_by",
}


@pytest.fixture(scope="module")
def api(running: Running) -> Running:
    """A conversation with something of everything, and others beside it."""
    for change in (
        remembered(PHONE, [("wamid.h", -9000, "long ago", "in")]),
        said("wamid.in", 1, "kitne ka hai", phone=PHONE, name="Asha"),
        echoed("wamid.out", 2, "₹500", phone=PHONE),
        reported("wamid.out", 3, "read", phone=PHONE),
        reacted("wamid.re", "wamid.out", 4, "🙏", phone=PHONE),
        edited("wamid.ed", "wamid.in", 5, "kitne ka hai ji", phone=PHONE),
        *(said(f"wamid.{n}", 10 + n, "hello", phone=f"91900000010{n}") for n in range(4)),
    ):
        assert running.deliver(delivery(change)) == 200
    wait_until(lambda: {"wamid.in", "wamid.h", "wamid.3"} <= _wamids(running))
    wait_until(lambda: _message(running, "wamid.in")["edited"])
    return running


def _conversation(api: Running) -> Row:
    found = [c for c in api.everything("/conversations") if c["contact"]["phone"] == PHONE]
    assert len(found) == 1
    return found[0]


def _wamids(api: Running) -> set[str]:
    return {message["wamid"] for message in api.messages()}


def _message(api: Running, wamid: str) -> Row:
    return {message["wamid"]: message for message in api.messages()}[wamid]


def test_a_conversation_has_the_published_fields(api: Running) -> None:
    row = _conversation(api)
    assert set(row) == CONVERSATION
    assert set(row["contact"]) == {"id", "name", "phone", "bsuid", "username"}
    assert row["contact"]["name"] == "Asha"
    assert row["phone_number_id"] == NUMBER
    assert row["needs_reply"] is False
    assert row["control"] == "phone"
    assert set(row["window"]) == {"open", "closes_at"}
    assert row["window"]["open"] is False
    assert TIME.fullmatch(row["window"]["closes_at"])
    assert TIME.fullmatch(row["last_message_at"])
    assert api.get(f"/conversations/{row['id']}").json() == row


def test_a_message_has_the_published_fields(api: Running) -> None:
    came, went, past = (_message(api, f"wamid.{name}") for name in ("in", "out", "h"))
    assert set(came) == set(went) == set(past) == MESSAGE
    assert came | {"id": "", "at": ""} == {
        "id": "",
        "wamid": "wamid.in",
        "phone_number_id": NUMBER,
        "direction": "in",
        "source": "contact",
        "origin": "live",
        "type": "text",
        "text": "kitne ka hai ji",
        "status": None,
        "failure": None,
        "reply_to": None,
        "media": None,
        "at": "",
        "edited": True,
        "deleted": False,
        "reactions": [],
        "sent_by": None,
    }
    assert (went["direction"], went["source"], went["origin"]) == ("out", "phone", "echo")
    assert went["status"] == "read"
    assert went["reactions"] == [{"from": "contact", "emoji": "🙏"}]
    assert past["origin"] == "history"
    assert TIME.fullmatch(came["at"])


def test_lists_are_newest_first_and_come_in_pages(api: Running) -> None:
    whole = api.get("/conversations", limit=100).json()
    assert whole["next"] is None
    at = [row["last_message_at"] for row in whole["data"]]
    assert at == sorted(at, reverse=True)
    first = api.get("/conversations", limit=2).json()
    second = api.get("/conversations", limit=2, after=first["next"]).json()
    assert first["data"] + second["data"] == whole["data"][:4]
    messages = api.get(f"/conversations/{_conversation(api)['id']}/messages").json()["data"]
    assert [message["wamid"] for message in messages] == ["wamid.out", "wamid.in", "wamid.h"]


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("/conversations", {"key": ""}, 401),
        ("/conversations", {"key": "saath_guess"}, 401),
        ("/conversations/nobody", {}, 404),
        ("/conversations/nobody/messages", {}, 404),
        ("/conversations", {"limit": 0}, 422),
        ("/conversations", {"limit": 101}, 422),
        ("/conversations", {"after": "guess"}, 422),
        ("/nothing", {}, 404),
    ],
)
def test_refusals_are_problems(api: Running, path: str, more: dict[str, Any], status: int) -> None:
    answer = api.get(path, **more)
    assert_a_problem(answer, status)


def test_another_key_works_as_well(api: Running) -> None:
    key = api.made.run("keys new", "--json").object["api_key"]
    assert api.get("/conversations", key=key).json() == api.get("/conversations").json()


def assert_a_problem(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    told = answer.json()
    assert told["status"] == status
    assert {"type", "title", "detail", "code"} <= set(told)
