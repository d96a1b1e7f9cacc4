"""Programs act: what is done, refused and explained, in the shapes that are published."""

from typing import Any

import pytest
from django.test import Client

from saath.api.keys import hashed
from saath.journal import Journal, JournalUnavailable
from saath.project import Writer, live, open_writer
from saath.requests import Waiting
from saath.runtime import asking_middleware, stamp
from saath.runtime.asking_middleware import Door
from tests.asking import NOON, Wakes, person
from tests.deliveries import BUSINESS, NUMBER, delivery, entry, policy_entry, said
from tests.journeys import shop as sample
from tests.stores import journal, made_database, made_folder

__all__ = ["journal", "made_database", "made_folder"]

ASHA = "919000000002"
KEY = "key-of-a-program"
PLACE = f"/api/v1/conversations/{person(ASHA)}-{NUMBER}"


class Steps:
    """A clock that moves when somebody sleeps, and a worker that folds meanwhile."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.slept = 0.0
        self.folds = True

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        if self.folds:
            live(self.writer)


@pytest.fixture
def steps(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Steps:
    """A customer has just written; a program and an agent may answer."""
    journal.append([policy_entry(), entry(delivery(said("wamid.1", 0, "Open?", phone=ASHA)))])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    sample.open_for_business(BUSINESS)
    sample.give_key(hashed(KEY), BUSINESS)
    sample.hire("beena", "agent", "ek do teen", BUSINESS)
    made = Steps(writer)
    waiting = Waiting(lambda: made.slept, made.sleep)
    monkeypatch.setattr(asking_middleware, "_bound", [Door(journal, Wakes(), waiting)])
    monkeypatch.setattr(stamp, "now_ms", lambda: NOON)
    return made


def post(tail: str, body: Any, key: str | None = "k1", seen: str = "") -> Any:
    headers = {"Authorization": f"Bearer {KEY}"}
    headers |= {"Idempotency-Key": key} if key else {}
    headers |= {"If-Last-Message": seen} if seen else {}
    return Client().post(PLACE + tail, body, "application/json", headers=headers)


def get(tail: str = "") -> Any:
    return Client().get(PLACE + tail, headers={"Authorization": f"Bearer {KEY}"}).json()


def text(words: str = "Yes.", **more: str) -> dict[str, str]:
    return {"type": "text", "text": words, **more}


@pytest.mark.usefixtures("steps")
def test_a_message_is_queued_once_for_one_key() -> None:
    first, second = post("/messages", text()), post("/messages", text())
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first.json()["status"] == "queued"
    (ours,) = [m for m in get("/messages")["data"] if m["direction"] == "out"]
    assert (ours["id"], ours["status"], ours["source"], ours["origin"]) == (
        first.json()["id"],
        "queued",
        "api",
        "sent",
    )


@pytest.mark.usefixtures("steps")
def test_the_same_key_for_something_else_is_refused() -> None:
    post("/messages", text())
    problem(post("/messages", text("No.")), 422, "idempotency-key-reused")


@pytest.mark.usefixtures("steps")
def test_a_key_is_required() -> None:
    problem(post("/messages", text(), key=None), 422, "invalid-request")


def test_an_answer_that_does_not_come_is_pending(steps: Steps) -> None:
    steps.folds = False
    answer = post("/messages", text())
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")
    live(steps.writer)
    assert post("/messages", text()).status_code == 201


@pytest.mark.usefixtures("steps")
def test_who_saw_less_than_was_said_is_told_what_was_said() -> None:
    (first,) = get("/messages")["data"]
    assert post("/messages", text(), "k1", first["id"]).status_code == 201
    answer = post("/messages", text("Me too."), "k2", first["id"])
    problem(answer, 409, "conversation-moved-on")
    assert [m["text"] for m in answer.json()["messages"]] == ["Yes."]


def test_a_closed_window_says_when_it_closed_and_what_is_allowed(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    del steps
    monkeypatch.setattr(stamp, "now_ms", lambda: NOON + 25 * 3_600_000)
    answer = post("/messages", text())
    problem(answer, 409, "window-closed")
    assert answer.json()["allowed"] == ["template"]
    assert answer.json()["closes_at"].endswith("Z")
    dry = post("/messages?dry_run=true", text(), "k2").json()
    assert (dry["allowed"], dry["refusals"][0]["code"]) == (False, "window-closed")
    template = {"type": "template", "template": {"name": "hello", "language": "en"}}
    assert post("/messages?dry_run=true", template, "k3").json()["allowed"]


@pytest.mark.usefixtures("steps")
def test_a_bare_key_takes_nothing_and_an_agent_takes_the_conversation() -> None:
    post("/messages", text())
    assert get()["control"] == "nobody"
    post("/messages", text("I do.", **{"as": "agent:beena"}), "k2")
    assert get()["control"] == "agent"
    ours = [m["sent_by"] for m in get("/messages")["data"] if m["source"] == "agent"]
    assert ours == [{"name": "beena"}]
    problem(post("/messages", text(**{"as": "agent:nobody"}), "k3"), 422, "no-such-agent")


@pytest.mark.usefixtures("steps")
def test_the_desk_is_tended() -> None:
    (seen,) = get("/messages")["data"]
    assert get()["needs_reply"]
    assert post("/needs_reply", {"value": False, "seen": seen["id"]}, "a").status_code == 201
    assert not get()["needs_reply"]
    post("/control", {"to": "agent"}, "b")
    assert get()["control"] == "agent"
    assert post("/assignment", {"to": "agent:beena"}, "c").status_code == 201
    assert post("/labels", {"add": ["VIP"]}, "d").status_code == 201


@pytest.mark.usefixtures("steps")
def test_a_note_stays_in_the_house() -> None:
    answer = post("/notes", {"text": "Ask Kavitha."})
    assert (answer.status_code, answer.json()["status"]) == (201, "done")
    assert [m["text"] for m in get("/messages")["data"]] == ["Open?"]


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    "body",
    [
        {"type": "buttons", "text": "Which?", "buttons": [{"id": "1", "title": "Red"}]},
        {"type": "list", "text": "Which?", "button": "See", "rows": [{"id": "1", "title": "Red"}]},
    ],
)
def test_choices_are_queued(body: dict[str, Any]) -> None:
    assert post("/messages", body).status_code == 201


@pytest.mark.usefixtures("steps")
def test_a_reaction_and_a_read_mark_point_at_a_message() -> None:
    (first,) = get("/messages")["data"]
    assert post("/messages", {"type": "read", "message": first["id"]}, "a").status_code == 201
    reaction = {"type": "reaction", "message": first["id"], "emoji": "🙏"}
    assert post("/messages", reaction, "b").status_code == 201
    unknown = {"type": "read", "message": "nothing"}
    problem(post("/messages", unknown, "c"), 422, "unknown-message")
    quoting = {"type": "text", "text": "Yes", "reply_to": "nothing"}
    problem(post("/messages", quoting, "d"), 422, "unknown-message")


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("body", [{}, {"type": "fax"}, text(" "), text("x" * 4097), text(nope="1")])
def test_what_cannot_be_sent_is_named(body: dict[str, str]) -> None:
    problem(post("/messages", body), 422, "invalid-request")


def problem(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_what_cannot_be_kept_is_answered_with_503_and_the_same_key_does_it_once(
    steps: Steps, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise JournalUnavailable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(type(journal), "append", full)
        answer = post("/notes", {"text": "blue"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["code"] == "journal-unavailable"
    again = [post("/notes", {"text": "blue"}).json()["request"] for _ in range(2)]
    assert again[0] == again[1]
