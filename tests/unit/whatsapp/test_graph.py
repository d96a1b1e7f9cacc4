"""What an answer of Graph's says. Whatever it does not say, nobody knows."""

import json

import pytest

from saath.domain.intention import HELD_BACK
from saath.net import TOO_LATE, NotSent, Response, Result, Unknown
from saath.whatsapp.graph import Answer, read_answer

NOW = 1_700_000_000_000


def read(result: Result, attempts: int = 1) -> Answer:
    return read_answer(result, attempts=attempts, now=NOW)


def response(body: object, status: int = 200) -> Response:
    return Response(status, {}, json.dumps(body).encode())


def refused(code: object, status: int = 400) -> Response:
    return response({"error": {"message": "(#1) told", "code": code}}, status)


def test_an_accepted_message_has_its_wamid() -> None:
    answer = read(response({"messages": [{"id": "wamid.1", "message_status": "accepted"}]}))
    assert answer == Answer("accepted", "wamid.1")


def test_a_read_mark_is_taken_although_it_has_no_wamid() -> None:
    assert read(response({"success": True})) == Answer("accepted")
    assert read(response({"success": "yes"})).kind == "unconfirmed"


@pytest.mark.parametrize(
    "body",
    [
        {}, [], None, {"messages": []}, {"messages": "no"}, {"messages": [{}]},
        {"messages": [3]}, {"messages": [{"id": 3}]}, {"messages": [{"id": ""}]},
    ],
)  # fmt: skip
def test_a_yes_without_a_wamid_leaves_doubt(body: object) -> None:
    assert read(response(body)).kind == "unconfirmed"


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"[" * 100_000])
def test_a_yes_that_cannot_be_read_leaves_doubt(body: bytes) -> None:
    assert read(Response(200, {}, body)).kind == "unconfirmed"


def test_what_is_final_is_rejected_with_its_code() -> None:
    assert read(refused(131026)) == Answer("rejected", code=131026, reason="code 131026")


def test_what_may_be_tried_again_says_when() -> None:
    answer = read(refused(131056))
    assert (answer.kind, answer.retry_at, answer.stops_number) == ("deferred", NOW + 1000, False)


@pytest.mark.parametrize("code", [190, 130429, 80007, 131057])
def test_what_concerns_the_whole_number_stops_it(code: int) -> None:
    assert read(refused(code)).stops_number


def test_a_last_try_is_rejected() -> None:
    assert read(refused(131056), attempts=5).kind == "rejected"


def test_a_server_error_in_graphs_own_words_is_probably_a_refusal() -> None:
    assert read(refused(131000, 500)).kind == "deferred"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", [{}, {"error": "down"}, {"error": {}}, {"error": {"code": True}}])
def test_a_server_error_of_a_gateway_proves_nothing(status: int, body: object) -> None:
    assert read(response(body, status)).kind == "unconfirmed"


def test_a_client_error_without_graphs_words_is_a_refusal() -> None:
    assert read(Response(404, {}, b"not here")).kind == "rejected"
    assert read(Response(408, {}, b"a proxy gave up")).kind == "unconfirmed"


@pytest.mark.parametrize(("attempts", "wait"), [(0, 5), (1, 10), (6, 320), (60, 320)])
def test_what_did_not_leave_is_tried_again_ever_later(attempts: int, wait: int) -> None:
    answer = read(NotSent("ConnectError"), attempts)
    assert answer == Answer("deferred", reason="ConnectError", retry_at=NOW + wait * 1000)


def test_what_was_too_late_to_begin_never_left() -> None:
    assert read(NotSent(TOO_LATE)) == Answer("cancelled", reason=TOO_LATE, retry_at=NOW + 1000)


def test_an_answer_that_never_came_leaves_doubt() -> None:
    assert read(Unknown("ReadTimeout")) == Answer("unconfirmed", reason="ReadTimeout")


def test_what_whatsapp_holds_back_has_a_name_and_is_in_doubt_all_the_same() -> None:
    told = {"id": "wamid.1", "message_status": "held_for_quality_assessment"}
    answer = read(response({"messages": [told]}))
    assert (answer.kind, answer.wamid, answer.reason) == ("unconfirmed", "wamid.1", HELD_BACK)
    told["message_status"] = "accepted"
    assert read(response({"messages": [told]})) == Answer("accepted", "wamid.1")
