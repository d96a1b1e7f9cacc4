"""From the first file to the verdict: gather, read, and ask what nobody can tell from the files."""

from datetime import date
from typing import Any

import msgspec
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from saath.transition.assess.cases import Case, Doubt, NotNow
from saath.transition.keeping import find_assessment
from saath.transition.uploading import BadUpload, receive
from saath.web import formats
from saath.web.assess.visit import (
    Visiting,
    forget,
    found,
    framed,
    is_from_here,
    keeper,
    opened,
    remember,
    visited,
)
from saath.web.refusals import refusal

BUSY_STAGES = frozenset({"waiting", "reading"})
MEGABYTE = 1 << 20
KILOBYTE = 1 << 10


@require_safe
@visited
def begin(request: Visiting) -> HttpResponse:
    """Where this browser's assessment is: gathering, reading, asking, or judged."""
    has = found(request)
    if has is None:
        user = keeper(request)
        if user and "new" not in request.GET and find_assessment(user.business):
            return redirect("assess-verdict")
        return _gathering(request, None)
    stage = has[1].stage
    if stage in BUSY_STAGES or stage == "asking":
        return redirect("assess-reading")
    if stage == "done" and "new" not in request.GET:
        return redirect("assess-verdict")
    return _gathering(request, has[1])


def _gathering(
    request: Visiting, case: Case | None, said: str = "", status: int = 200
) -> HttpResponse:
    gathered = case if case and case.stage in {"gathering", "failed"} else None
    context = framed(request) | {
        "files": [
            {"name": file.name, "size": size_in_words(file.size), "key": file.kept_as}
            for file in (gathered.files if gathered else ())
        ],
        "refused": gathered.refused if gathered else (),
        "said": said,
        "largest": request.assessing.cases.limits.bytes_a_case,
    }
    return render(request, "saath/assess/gather.html", context, status=status)


def size_in_words(size: int) -> str:
    """A file's size as people read it."""
    if size < MEGABYTE:
        return _("%(n)s kB") % {"n": max(1, round(size / KILOBYTE))}
    return _("%(n)s MB") % {"n": round(size / MEGABYTE, 1)}


@csrf_exempt
@require_POST
@visited
def files(request: Visiting) -> HttpResponse:
    """Take files, from the page or shared from the phone."""
    if not is_from_here(request):
        said = _(
            "This form was not sent from here. Open the page again and choose the files there."
        )
        return refusal(request, _("Not sent from here"), said, 403)
    id_ = opened_for_files(request)
    try:
        count = receive(
            request.assessing.cases, id_, request.assessing.new_id, request, request.now
        )
    except (BadUpload, NotNow):
        return refusal(
            request, _("Not now"), _("These files did not arrive. Send them again."), 409
        )
    if not count:
        said = _(
            "No file was chosen, or it was empty. Choose the .txt or .zip files that WhatsApp exported."
        )
        case = request.assessing.cases.get(id_)
        return remember(request, _gathering(request, case, said, 422), id_)
    return remember(request, redirect("assess"), id_)


def opened_for_files(request: Visiting) -> str:
    """The case that takes files: a new one when the last is judged already."""
    has = found(request)
    if has and has[1].stage == "done":
        request.assessing.cases.delete(has[0])
    return opened(request)


@require_POST
@visited
def drop(request: Visiting) -> HttpResponse:
    """Take one file out again."""
    if has := found(request):
        request.assessing.cases.drop(has[0], request.POST.get("file", ""), request.now)
    return redirect("assess")


@require_POST
@visited
def start(request: Visiting) -> HttpResponse:
    """Have the files read."""
    has = found(request)
    if has is None or not has[1].files:
        return redirect("assess")
    user, id_ = keeper(request), has[0]
    now, keep_lines = request.now, "only-statistics" not in request.POST

    def waiting(case: Case) -> Case:
        if case.stage not in {"gathering", "failed"}:
            return case
        owned = {"business": user.business, "by": user.username} if user else {}
        return msgspec.structs.replace(
            case, stage="waiting", keep_lines=keep_lines, touched_at=now, **owned
        )

    return _read(request, id_, has[1], waiting)


def _read(request: Visiting, id_: str, before: Case, change: Any) -> HttpResponse:
    case = request.assessing.cases.change(id_, change)
    if case.stage == "waiting" and before.stage != "waiting":
        try:
            request.assessing.start(id_)
        except BaseException:
            request.assessing.cases.change(id_, lambda _case: before)
            raise
    return redirect("assess-reading")


@require_safe
@visited
def reading(request: Visiting) -> HttpResponse:
    """How far it is; what has to be asked; or on to the ten questions."""
    has = found(request)
    if has is None:
        return redirect("assess")
    id_, case = has
    if case.stage in BUSY_STAGES:
        share = request.assessing.cases.progress(id_)
        context = framed(request) | {
            "percent": round(share * 100),
            "waits": case.stage == "waiting",
        }
        return render(request, "saath/assess/reading.html", context)
    if case.stage == "asking":
        context = framed(request) | {"who": case.who, "doubt": _doubt(case.doubt)}
        return render(request, "saath/assess/asking.html", context)
    return redirect("assess-question", 1) if case.stage == "done" else redirect("assess")


def _doubt(doubt: Doubt | None) -> dict[str, Any] | None:
    if doubt is None:
        return None
    means: dict[date, str] = {}
    for order, day in doubt.meanings.items():
        means.setdefault(day, order)
    choices = [(order, formats.day(day)) for day, order in means.items()]
    return {"file": doubt.file, "written": doubt.written, "choices": choices}


@require_safe
@visited
def progress(request: Visiting) -> HttpResponse:
    """The same in figures, for the page to move its bar."""
    has = found(request)
    if has is None:
        return JsonResponse({"stage": "gone"})
    share = request.assessing.cases.progress(has[0])
    return JsonResponse({"stage": has[1].stage, "percent": round(share * 100)})


@require_POST
@visited
def tell(request: Visiting) -> HttpResponse:
    """What was asked is answered: whose business it is, and which is the day."""
    has = found(request)
    if has is None or has[1].stage != "asking":
        return redirect("assess-reading")
    who, order, now = request.POST.get("who", ""), request.POST.get("order", ""), request.now
    if has[1].who and who not in has[1].who:
        return redirect("assess-reading")

    def told(case: Case) -> Case:
        return msgspec.structs.replace(
            case,
            stage="waiting" if case.stage == "asking" else case.stage,
            me=(who,) if who in case.who else case.me,
            date_order=order if order in {"dmy", "mdy", "ymd"} else None,
            order_asked=case.order_asked or case.doubt is not None,
            touched_at=now,
        )

    return _read(request, has[0], has[1], told)


@require_POST
@visited
def delete(request: Visiting) -> HttpResponse:
    """Delete this browser's case: files, counts, everything."""
    if has := found(request):
        request.assessing.cases.delete(has[0])
    return forget(render(request, "saath/assess/deleted.html", framed(request)))
