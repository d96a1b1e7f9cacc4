"""The addresses of the assessment: files in, verdict out; and the objectives it leaves behind.

What a case is and how it is read is `transition`'s. A case is found by its id and its business.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, Protocol

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from saath.api.keys import Caller
from saath.api.problems import Problem
from saath.domain.moments import iso
from saath.transition import keeping
from saath.transition.assess import BadAnswers, read_answers, to_json
from saath.transition.assess.cases import Case, Cases, NoCase, NoRoom
from saath.transition.assess.objectives import BadObjective
from saath.transition.assess.report import LANGUAGES
from saath.transition.uploading import BadUpload, receive

router = Router()

FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "me": {
                            "type": "string",
                            "description": "The business's name in the chats.",
                        },
                        "date_order": {"type": "string", "enum": ["dmy", "mdy", "ymd"]},
                        "answers": {"type": "string", "description": "Answers, one JSON object."},
                    },
                }
            }
        },
    }
}
LANGUAGE = Annotated[
    str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="Of its sentences.")
]
CaseId = Annotated[str, Path(max_length=64)]


class Assessing(Protocol):
    """What `runtime` gives a request to assess through."""

    @property
    def cases(self) -> Cases:
        """All cases."""

    @property
    def start(self) -> Callable[[str], None]:
        """Have a case read."""

    def new_id(self) -> str:
        """A fresh secret."""


class Assessed(HttpRequest):
    """A request whose key was found."""

    auth: Caller
    now: int
    assessing: Assessing


class Asked(Schema):
    """What cannot be told from the files: names to choose from, and a date to explain."""

    me: list[str] | None
    date: dict[str, Any] | None


class Refused(Schema):
    """A file that was not read, and why."""

    file: str
    reason: str


class AssessmentState(Schema):
    """How far an assessment is. `result` is what `saath assess --json` prints."""

    id: str
    status: Literal["waiting", "reading", "asking", "failed", "done"]
    percent: int
    asked: Asked | None
    refused: list[Refused]
    result: dict[str, Any] | None


class Told(Schema):
    """Answers to what was asked, or to the ten questions."""

    model_config = ConfigDict(extra="forbid")

    me: str = Field("", max_length=200)
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    answers: dict[str, Any] | None = None


class ObjectiveState(Schema):
    """One objective; null where nobody measured or set it."""

    name: str
    baseline: float | None
    target: float | None
    change: float | None


class ObjectivesState(Schema):
    """The objectives as they are now; `set_at` is null while they are only proposed."""

    objectives: list[ObjectiveState]
    measured_on: date
    until: date
    set_at: str | None
    set_by: str | None


class ObjectivesAsk(Schema):
    """What is to change: a target like `120` or `+15%`, a baseline, null for an unknown one."""

    model_config = ConfigDict(extra="forbid")

    targets: dict[str, str | float] = Field(default_factory=dict, max_length=10)
    baselines: dict[str, str | float | None] = Field(default_factory=dict, max_length=10)
    until: date | None = None


@router.post("/assessments", response={202: AssessmentState}, openapi_extra=FORM)
def begin(request: Assessed, response: HttpResponse) -> Any:
    """Give exported chats to be read. 202: ask again at `Location`."""
    desk, caller = _desk(request), request.auth
    id_ = desk.new_id()
    try:
        desk.cases.open(id_, request.now, business=caller.business, by=f"api:{caller.name}")
        _receive(request, desk, id_)
        desk.start(id_)
    except NoRoom as full:
        desk.cases.delete(id_)
        raise Problem(503, "busy", "Not now", str(full)) from None
    except BaseException:
        desk.cases.delete(id_)
        raise
    response["Location"] = f"/api/v1/assessments/{id_}"
    return Status(202, _state(desk.cases, id_, request, "en"))


def _receive(request: Assessed, desk: Assessing, id_: str) -> None:
    try:
        count = receive(desk.cases, id_, desk.new_id, request, request.now)
    except BadUpload as bad:
        raise _invalid(str(bad)) from None
    if not count:
        raise _invalid("Send at least one file that is not empty, as `files`.")
    order = request.POST.get("date_order", "")
    if order not in {"", "dmy", "mdy", "ymd"}:
        raise _invalid("`date_order` is dmy, mdy or ymd.")
    try:
        answers = read_answers(_object(request.POST.get("answers", "") or "{}"))
    except BadAnswers as bad:
        raise _invalid(str(bad)) from None
    me = tuple(name for name in request.POST.getlist("me") if name)
    desk.cases.change(
        id_,
        lambda case: msgspec.structs.replace(
            case, stage="waiting", me=me, date_order=order or None, answers=answers
        ),
    )


def _object(text: str) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(text)
    except msgspec.DecodeError:
        given = None
    if not isinstance(given, dict):
        raise _invalid("`answers` is one JSON object.")
    return given


@router.get("/assessments/{id}", response=AssessmentState)
def get_assessment(request: Assessed, id: CaseId, language: LANGUAGE = "en") -> Any:  # noqa: A002  (a path parameter)
    """How far it is, what is asked, and in the end the result. It is kept for seven days."""
    desk = _desk(request)
    _owned(desk.cases, request, id)
    return _state(desk.cases, id, request, language)


@router.post("/assessments/{id}/answers", response={200: AssessmentState, 202: AssessmentState})
def answer(request: Assessed, id: CaseId, told: Told, language: LANGUAGE = "en") -> Any:  # noqa: A002  (a path parameter)
    """Tell what was asked (202: it is read again), or answer the ten questions (200)."""
    desk = _desk(request)
    case = _owned(desk.cases, request, id)
    if told.me and case.who and told.me not in case.who:
        raise _invalid("`me` is one of the names that were asked about.")
    changed = desk.cases.change(id, lambda case: _told(case, told, request.now))
    if changed.stage == "waiting" and case.stage == "asking":
        desk.start(id)
        return Status(202, _state(desk.cases, id, request, language))
    if changed.stage == "done" and told.answers is not None:
        by = f"api:{request.auth.name}"
        keeping.answer_again(changed.business, changed.answers, by=by, now=request.now)
    return Status(200, _state(desk.cases, id, request, language))


def _told(case: Case, told: Told, now: int) -> Case:
    try:
        answers = case.answers if told.answers is None else read_answers(told.answers)
    except BadAnswers as bad:
        raise _invalid(str(bad)) from None
    case = msgspec.structs.replace(case, answers=answers, touched_at=now)
    if case.stage != "asking" or (case.who and not told.me):
        return case
    return msgspec.structs.replace(
        case,
        stage="waiting",
        me=(told.me,) if told.me else case.me,
        date_order=told.date_order or case.date_order,
        order_asked=True,
    )


@router.delete("/assessments/{id}", response={204: None})
def delete(request: Assessed, id: CaseId) -> Any:  # noqa: A002  (a path parameter)
    """Delete files and counts of one assessment; objectives stay."""
    desk = _desk(request)
    _owned(desk.cases, request, id)
    desk.cases.delete(id)
    return Status(204, None)


@router.get("/objectives", response=ObjectivesState)
def get_objectives(request: Assessed) -> ObjectivesState:
    """Baselines and targets as they are now, or as they are proposed."""
    return _objectives(keeping.find_objectives(request.auth.business, request.now))


@router.patch("/objectives", response=ObjectivesState)
def set_objectives(request: Assessed, asked: ObjectivesAsk) -> ObjectivesState:
    """Change some of them; all or none."""
    targets = {name: _written(value) for name, value in asked.targets.items()}
    baselines = {name: _written(value) for name, value in asked.baselines.items()}
    by = f"api:{request.auth.name}"
    try:
        kept = keeping.edit_objectives(
            request.auth.business, targets, baselines, asked.until, by=by, now=request.now
        )
    except BadObjective as bad:
        raise _invalid(str(bad)) from None
    return _objectives(kept)


def _written(value: str | float | None) -> str:
    return "" if value is None else str(value)


def _objectives(kept: keeping.KeptObjectives) -> ObjectivesState:
    whole = kept.objectives
    return ObjectivesState(
        objectives=[
            ObjectiveState(name=o.name, baseline=o.baseline, target=o.target, change=o.change)
            for o in whole.objectives
        ],
        measured_on=whole.measured_on,
        until=whole.until,
        set_at=iso(kept.set_at) if kept.set_at else None,
        set_by=kept.set_by or None,
    )


def _desk(request: Assessed) -> Assessing:
    desk: Assessing | None = request.assessing
    if desk is None:
        raise Problem(503, "busy", "Not now", "This process reads no chats. Try again later.")
    return desk


def _owned(cases: Cases, request: Assessed, id_: str) -> Case:
    try:
        case = cases.get(id_)
    except NoCase:
        case = None
    if case is None or case.business != request.auth.business:
        raise Problem(
            404,
            "no-such-assessment",
            "There is no such assessment",
            "It was deleted, or nobody asked for it in time. Give the files again.",
        )
    return case


def _state(cases: Cases, id_: str, request: Assessed, language: str) -> AssessmentState:
    case = cases.get(id_)
    done = case.stage == "done"
    result = keeping.judged_case(cases, id_, request.now) if done else None
    doubt = msgspec.to_builtins(case.doubt) if case.doubt else None
    asked = Asked(me=list(case.who) or None, date=doubt) if case.stage == "asking" else None
    return AssessmentState(
        id=id_,
        status="waiting" if case.stage == "gathering" else case.stage,
        percent=100 if done else round(cases.progress(id_) * 100),
        asked=asked,
        refused=[Refused(file=each.file, reason=each.reason) for each in case.refused],
        result=to_json(result, language) if result else None,
    )


def _invalid(detail: str) -> Problem:
    return Problem(422, "invalid-request", "Something in this request is not valid", detail)
