"""Errors as RFC 9457 problems: a stable `code` for programs, a sentence for people.

Never in them: what a customer said, who they are, or a traceback.
"""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from saath.domain.moments import iso
from saath.domain.refusals import Refusal

RETRY_AFTER_S = "5"
MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal that is answered as a problem."""

    def __init__(
        self, status: int, code: str, title: str, detail: str, more: dict[str, Any] | None = None
    ) -> None:
        """`detail` says what to do next, `more` holds what else a program needs."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.more = more or {}


def respond(request: HttpRequest, problem: Problem, **more: Any) -> HttpResponse:
    """The answer for a problem."""
    response = HttpResponse(written(problem, request.path, **more), MEDIA_TYPE, problem.status)
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="saath"'
    if problem.status == 503:
        response["Retry-After"] = RETRY_AFTER_S
    return response


def written(problem: Problem, path: str, **more: Any) -> bytes:
    """The body of that answer."""
    return msgspec.json.encode(
        {
            "type": f"https://saath.dev/problems/{problem.code}",
            "title": problem.title,
            "status": problem.status,
            "code": problem.code,
            "detail": problem.detail,
            "instance": path,
            **more,
        }
    )


def too_large(megabytes: int) -> Problem:
    """More bytes than this address takes."""
    detail = f"{megabytes} MB at once is the most here. Send less."
    return Problem(413, "too-large", "This request is too large", detail)


def wrong_method(allowed: str) -> Problem:
    """The address is ours, what was asked of it is not."""
    detail = f"This address answers {allowed}."
    return Problem(405, "wrong-method", "This cannot be asked of this address", detail)


def defect() -> Problem:
    """A mistake of ours; what it was is in the log, never in the answer."""
    detail = "This is a defect of Saath. Try again; if it comes again, its log says where."
    return Problem(500, "defect", "Something went wrong here", detail)


def unreadable(status: int) -> Problem:
    """What came is not what this address reads, such as a body that is no JSON."""
    return Problem(
        status,
        "unreadable",
        "This request cannot be read",
        "Send a JSON object as the body; its texts hold no U+0000 and no half characters.",
    )


def unauthorized() -> Problem:
    """No key, or none of ours."""
    return Problem(
        401,
        "unauthorized",
        "This request needs a valid API key",
        "Send `Authorization: Bearer KEY`. `saath keys new` makes a key.",
    )


def no_conversation() -> Problem:
    """Unknown, or another business's: the same answer."""
    return Problem(
        404,
        "no-such-conversation",
        "There is no such conversation",
        "List them at /api/v1/conversations.",
    )


def not_found() -> Problem:
    """An address that is not ours."""
    return Problem(
        404, "not-found", "Nothing is at this address", "See /api/v1/openapi.json for what is."
    )


def invalid_cursor(detail: str) -> Problem:
    """A cursor that no page handed out."""
    return Problem(422, "invalid-cursor", "This cursor is not valid", detail)


def no_teammate() -> Problem:
    """Nobody of this business."""
    return Problem(
        422, "no-such-agent", "There is no such person in the team", "Name one as `agent:USERNAME`."
    )


def key_reused() -> Problem:
    """The same key, and something else."""
    return Problem(
        422,
        "idempotency-key-reused",
        "This Idempotency-Key was used for something else",
        "Send a new key with a new request; the same key only with the very same request.",
    )


def no_file() -> Problem:
    """No file of this business has this id."""
    return Problem(
        422,
        "unknown-media",
        "There is no such file",
        "Give it to POST /api/v1/media first, and name it by the id of the answer.",
    )


def unfit_file(refusal: Refusal) -> Problem:
    """A file that WhatsApp does not take, or that there is no room for."""
    code = dict(refusal.detail).get("code", "file-type")
    status = {"file-too-large": 413, "file-type": 415, "file-empty": 422, "no-room": 507}[code]
    return Problem(status, code, refusal.sentence, refusal.remedy)


def no_media() -> Problem:
    """No message of this business, or no attachment that is kept."""
    return Problem(
        404,
        "no-such-media",
        "This message has no file that is kept",
        "See `media` of the message: its state says whether there will be one.",
    )


def refused(refusal: Refusal, more: dict[str, Any]) -> Problem:
    """A no of the guard, or of the place in the journal where the request was folded."""
    given: dict[str, Any] = dict(refusal.detail)
    if "closes_at" in given:
        given["closes_at"] = iso(int(given["closes_at"])) if given["closes_at"] != "0" else None
    if "allowed" in given:
        given["allowed"] = given["allowed"].split(",")
    status = 422 if refusal.reason == "unknown-message" else 409
    return Problem(status, refusal.reason, refusal.sentence, refusal.remedy, {**given, **more})


def unavailable() -> Problem:
    """What was asked was not made durable, or nobody can say. The same key does it once."""
    return Problem(
        503,
        "journal-unavailable",
        "This could not be kept for certain",
        "Ask again with the same Idempotency-Key: it is done once. The log says what is wrong.",
    )


def invalid_request() -> Problem:
    """Parameters out of bounds; `errors` says which."""
    return Problem(
        422,
        "invalid-request",
        "Something in this request is not valid",
        "See `errors`, and /api/v1/openapi.json for what is expected.",
    )
