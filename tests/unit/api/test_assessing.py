"""Programs give chats and take the verdict; and set objectives."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saath.transition.assess.cases import Cases, Limits
from tests.assessing import assessing_in
from tests.exported import CHAT, SECRET, chat, left_of
from tests.journeys.opened import KEY, KEY_NEXT_DOOR

pytestmark = pytest.mark.usefixtures("shop")

PLACE = "/api/v1/assessments"
UNCLEAR = b"05/03/2026, 10:00 - Anna: rate?\n05/03/2026, 10:05 - Ben: 450\n"


@pytest.fixture
def cases(tmp_path: Path) -> Iterator[Cases]:
    with assessing_in(tmp_path / "assess") as cases:
        yield cases


def give(content: bytes = b"", name: str = CHAT, **fields: str) -> Any:
    files = {"files": SimpleUploadedFile(name, content or chat())}
    return Client().post(PLACE, files | fields, headers={"Authorization": f"Bearer {KEY}"})


def call(method: str, path: str, body: Any = None, key: str = KEY) -> Any:
    sent = (
        {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
    )
    client = getattr(Client(), method)
    return client(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"}, **sent)


def test_files_are_taken_and_the_result_is_what_the_command_prints(cases: Cases) -> None:
    answer = give(answers='{"people": 1}')
    assert answer.status_code == 202
    assert answer["Location"] == f"{PLACE}/{answer.json()['id']}"
    told = call("get", f"/assessments/{answer.json()['id']}").json()
    assert set(told) == {"id", "status", "percent", "asked", "refused", "result"}
    assert (told["status"], told["percent"]) == ("done", 100)
    assert told["result"]["verdict"]["choice"] == "app"
    assert told["result"]["answers"]["people"] == 1
    assert left_of(SECRET, cases.folder) == []


def test_what_cannot_be_told_is_asked_and_answered(cases: Cases) -> None:
    id_ = give(UNCLEAR, "chat.txt").json()["id"]
    told = call("get", f"/assessments/{id_}").json()
    assert told["status"] == "asking"
    assert told["asked"]["me"] == ["Anna", "Ben"]
    assert told["asked"]["date"]["meanings"] == {"dmy": "2026-03-05", "mdy": "2026-05-03"}
    assert call("post", f"/assessments/{id_}/answers", {"me": "Cleo"}).status_code == 422
    again = call("post", f"/assessments/{id_}/answers", {"me": "Ben", "date_order": "mdy"})
    assert again.status_code == 202
    told = call("get", f"/assessments/{id_}").json()
    assert told["result"]["coverage"]["from"] == "2026-05-03"
    more = call("post", f"/assessments/{id_}/answers", {"answers": {"people": 4}}).json()
    assert more["result"]["facts"]["people"] == 4


def test_told_beforehand_nothing_is_asked(cases: Cases) -> None:
    id_ = give(UNCLEAR, "chat.txt", me="Ben", date_order="dmy").json()["id"]
    assert call("get", f"/assessments/{id_}?language=ca").json()["status"] == "done"


def test_what_is_wrong_with_a_request_is_a_problem_and_leaves_nothing(cases: Cases) -> None:
    for answer in (
        give(answers="[]"),
        give(answers='{"people": 0}'),
        give(date_order="yearly"),
        call("post", "/assessments", {"files": []}),
    ):
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "invalid-request"
    assert cases.ids() == []


def test_an_unreadable_file_is_named(cases: Cases) -> None:
    told = give(b"holiday\n", "holiday.txt").json()
    assert told["status"] == "failed"
    assert told["refused"][0]["file"] == "holiday.txt"


def test_a_full_server_answers_503(tmp_path: Path) -> None:
    with assessing_in(tmp_path, Limits(cases=0, free_bytes=0)):
        answer = give()
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")


def test_nobody_sees_or_deletes_what_belongs_to_another_business(cases: Cases) -> None:
    id_ = give().json()["id"]
    for method in ("get", "delete"):
        answer = call(method, f"/assessments/{id_}", key=KEY_NEXT_DOOR)
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-assessment")
    assert Client().post(PLACE).status_code == 401
    assert call("delete", f"/assessments/{id_}").status_code == 204
    assert call("get", f"/assessments/{id_}").status_code == 404
    assert call("get", "/assessments/..%2F..").status_code == 404


def test_objectives_are_proposed_then_set_and_kept_for_comparison(cases: Cases) -> None:
    proposed = call("get", "/objectives", key=KEY_NEXT_DOOR).json()
    assert proposed["set_at"] is None
    assert {o["name"]: o["baseline"] for o in proposed["objectives"]} == {
        "first_reply_s": None, "conversion": None, "manual_messages_a_week": None,
    }  # fmt: skip
    id_ = give().json()["id"]
    measured = {o["name"]: o for o in call("get", "/objectives").json()["objectives"]}
    assert measured["first_reply_s"]["baseline"] > 0
    assert measured["conversion"]["baseline"] is None
    changed = call(
        "patch",
        "/objectives",
        {"targets": {"first_reply_s": 90}, "baselines": {"conversion": "10%"}},
    ).json()
    assert changed["set_by"].startswith("api:")
    by_name = {o["name"]: o for o in changed["objectives"]}
    assert by_name["first_reply_s"]["target"] == 90
    assert by_name["conversion"]["target"] == pytest.approx(0.115)
    shown = call("get", f"/assessments/{id_}").json()["result"]["objectives"]["objectives"]
    assert shown[0]["target"] == 90
    wrong = call("patch", "/objectives", {"targets": {"happiness": "more"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid-request")


def test_the_description_tells_of_the_files() -> None:
    described = Client().get("/api/v1/openapi.json").json()["paths"][PLACE]["post"]
    form = described["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert form["properties"]["files"]["items"] == {"type": "string", "format": "binary"}
