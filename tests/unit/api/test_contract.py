"""The API as programs meet it: shapes, cursors, keys, problems."""

from typing import Any

import pytest
from django.test import Client

from saath.runtime import stamp
from tests.journeys import shop as sample
from tests.journeys.opened import KEY, KEY_NEXT_DOOR, NEXT_DOOR, NOW, REVOKED
from tests.journeys.shop import DINESH, NEHA, PATEL, SELVI

pytestmark = pytest.mark.usefixtures("shop")

LIST = "/api/v1/conversations"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "now_ms", lambda: NOW)


def get(path: str, key: str = KEY) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {key}"})


def thread_of(who: Any) -> dict[str, Any]:
    """The messages of a conversation by their wamid."""
    rows = get(f"{LIST}/{sample.conversation(who)}/messages?limit=100").json()["data"]
    return {row["wamid"]: row for row in rows}


def test_the_list_is_data_and_next() -> None:
    page = get(f"{LIST}?limit=2").json()
    assert set(page) == {"data", "next"}
    assert len(page["data"]) == 2
    rest = get(f"{LIST}?limit=100&after={page['next']}").json()
    assert len(rest["data"]) == 4
    assert rest["next"] is None


def test_a_conversation_has_exactly_the_published_fields() -> None:
    found = get(f"{LIST}/{sample.conversation(SELVI)}").json()
    assert found == {
        "id": sample.conversation(SELVI),
        "phone_number_id": sample.NUMBER,
        "contact": {
            "id": sample.conversation(SELVI).partition("-")[0],
            "name": "செல்வி",
            "phone": None,
            "bsuid": "IN.4455667788990011",
            "username": "selvi_tea",
        },
        "needs_reply": True,
        "control": "nobody",
        "window": {"open": True, "closes_at": "2026-11-22T08:29:20.000Z"},
        "last_message_at": "2026-11-21T08:29:20.000Z",
    }


def test_a_message_has_exactly_the_published_fields() -> None:
    assert thread_of(DINESH)["d13"] == {
        "id": thread_of(DINESH)["d13"]["id"],
        "wamid": "d13",
        "phone_number_id": sample.NUMBER,
        "direction": "in",
        "source": "contact",
        "origin": "live",
        "type": "text",
        "text": "80 kilo ka final bhav batao",
        "status": None,
        "failure": None,
        "reply_to": None,
        "media": None,
        "at": "2026-11-21T08:26:20.000Z",
        "edited": False,
        "deleted": False,
        "reactions": [],
        "sent_by": None,
    }


def test_a_thread_tells_what_became_of_every_message() -> None:
    thread = thread_of(DINESH)
    assert thread["d1"]["origin"] == thread["d2"]["origin"] == "history"
    assert thread["d3"]["media"]["state"] == "on_phone"
    assert thread["d5"]["source"] == "phone_automatic"
    assert (thread["d6"]["origin"], thread["d6"]["status"]) == ("echo", "read")
    assert thread["d6"]["reply_to"] == thread["d4"]["id"]
    assert thread["d6"]["reactions"] == [{"from": "contact", "emoji": "🙏"}]
    assert thread["d7"]["media"] == {
        "state": "pending",
        "mime": "image/jpeg",
        "filename": None,
        "voice": False,
        "bytes": None,
        "url": None,
        "reason": None,
    }
    assert thread["d9"]["edited"]
    assert thread["d9"]["text"].startswith("शादी के लिए 80")
    assert thread["d10"]["failure"] == {
        "code": 131053,
        "sentence": "WhatsApp did not accept this file. Send it as JPEG, PNG or PDF.",
    }
    assert thread["d12"]["deleted"]


def test_a_closed_window_says_when_it_closed() -> None:
    window = get(f"{LIST}/{sample.conversation(PATEL)}").json()["window"]
    assert window == {"open": False, "closes_at": "2026-11-21T02:33:20.000Z"}


def test_messages_come_newest_first_page_by_page() -> None:
    path = f"{LIST}/{sample.conversation(NEHA)}/messages?limit=1"
    first = get(path).json()
    second = get(f"{path}&after={first['next']}").json()
    assert [first["data"][0]["wamid"], second["data"][0]["wamid"]] == ["j2", "j1"]
    assert second["next"] is None


@pytest.mark.parametrize("key", ["", "nonsense", REVOKED, "x" * 300])
def test_without_a_valid_key_everything_is_401(key: str) -> None:
    for path in (LIST, f"{LIST}/{sample.conversation(NEHA)}"):
        response = get(path, key)
        assert_problem(response, 401, "unauthorized")
        assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_key() -> None:
    assert_problem(Client().get(LIST), 401, "unauthorized")


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", f"after={'x' * 600}"])
def test_parameters_out_of_bounds_are_named(query: str) -> None:
    response = get(f"{LIST}?{query}")
    assert_problem(response, 422, "invalid-request")
    assert response.json()["errors"][0]["pointer"] == f"query/{query.partition('=')[0]}"


def test_a_cursor_that_is_not_ours_is_refused() -> None:
    assert_problem(get(f"{LIST}?after=nonsense"), 422, "invalid-cursor")


@pytest.mark.parametrize("tail", ["", "/messages"])
def test_a_conversation_of_another_business_does_not_exist(tail: str) -> None:
    theirs = f"{LIST}/{sample.conversation(NEHA, NEXT_DOOR)}{tail}"
    assert get(theirs, KEY_NEXT_DOOR).status_code == 200
    assert_problem(get(theirs), 404, "no-such-conversation")


def test_the_description_names_every_address() -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    acts = ("messages", "control", "needs_reply", "notes", "assignment", "labels")
    conversations = {LIST, f"{LIST}/{{key}}", *(f"{LIST}/{{key}}/{act}" for act in acts)}
    others = (
        *("assessments", "assessments/{id}", "assessments/{id}/answers", "objectives"),
        *("numbers/{key}", "link", "sync", "health"),
        *("media", "messages/{key}/media"),
    )
    assert set(paths) == {*conversations, *(f"/api/v1/{path}" for path in others)}


def assert_problem(response: Any, status: int, code: str) -> None:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["title"]
    assert body["detail"]


def test_a_program_that_writes_to_a_wrong_address_is_told_so_as_a_program() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/api/v1/nosuch", {}, headers={"Authorization": f"Bearer {KEY}"})
    assert_problem(answer, 404, "not-found")


def test_a_method_that_an_address_does_not_know_is_a_problem() -> None:
    answer = Client().delete(LIST, headers={"Authorization": f"Bearer {KEY}"})
    assert_problem(answer, 405, "wrong-method")
    assert answer["Allow"] == "GET"


def test_a_mistake_of_ours_is_a_problem_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError("919000000031")

    monkeypatch.setattr("saath.queries.conversations.list_conversations", fall)
    answer = Client(raise_request_exception=False).get(
        LIST, headers={"Authorization": f"Bearer {KEY}"}
    )
    assert_problem(answer, 500, "defect")
    assert b"919000000031" not in answer.content


@pytest.mark.parametrize(
    "body", ["{not json", '{"text": "a\\u0000b"}', '{"text": "\\ud83d"}', '{"\\u0000": ["x"]}']
)
def test_a_body_that_cannot_be_kept_is_a_problem(body: str) -> None:
    where = f"{LIST}/{sample.conversation(SELVI)}/notes"
    given = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": "k"}
    answer = Client().post(where, body, content_type="application/json", headers=given)
    assert_problem(answer, 400, "unreadable")
