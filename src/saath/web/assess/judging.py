"""The ten questions, the verdict, its objectives, and the report to take away."""

import json
from datetime import date
from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saath.transition.assess import Assessment, BadAnswers, read_answers, to_json
from saath.transition.assess.objectives import BadObjective, Objective
from saath.transition.assess.report import (
    LANGUAGES,
    NoPaper,
    contents,
    report_html,
    report_parts,
    words_of,
)
from saath.transition.keeping import keep_assessment
from saath.web.assess.cards import CARDS, Unclear, answered, shown
from saath.web.assess.subject import Edits, Subject, subject_of
from saath.web.assess.visit import Visiting, found, framed, keeper, visited
from saath.web.refusals import refusal

NAMES = {"en": "English", "hi": "हिन्दी", "fr": "Français", "ca": "Català"}
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def question(request: Visiting, number: int) -> HttpResponse:
    """One card; its answer, or none, leads to the next."""
    subject = subject_of(request)
    if subject is None:
        return redirect("assess")
    if not 1 <= number <= len(CARDS):
        raise Http404
    if request.method != "POST":
        return _card(request, subject, number)
    try:
        answers = read_answers(answered(CARDS[number - 1], subject.answers, request.POST))
    except (Unclear, BadAnswers) as unclear:
        return _card(request, subject, number, unclear)
    subject.answer(answers)
    if number == len(CARDS) or "verdict" in request.POST:
        return redirect("assess-verdict")
    return redirect("assess-question", number + 1)


def _card(
    request: Visiting, subject: Subject, number: int, unclear: Exception | None = None
) -> HttpResponse:
    card = CARDS[number - 1]
    typed = request.POST if unclear else None
    context = framed(request) | {
        "number": number,
        "of": len(CARDS),
        "card": card,
        "fields": shown(card, subject.answers, typed),
        "wrong": str(unclear) if isinstance(unclear, Unclear) else "",
        "said": _said(unclear),
        "before": number - 1,
        "next": number + 1 if number < len(CARDS) else 0,
    }
    return render(request, "saath/assess/question.html", context, status=422 if unclear else 200)


def _said(unclear: Exception | None) -> str:
    if isinstance(unclear, BadAnswers):
        return _("Give both hours, and open before you close. Or leave both empty.")
    return _("Write a whole number, or leave it empty.") if unclear else ""


@require_safe
@visited
def verdict(request: Visiting) -> HttpResponse:
    """The answer first, in the product's look."""
    subject = subject_of(request)
    if subject is None:
        return redirect("assess")
    language = _language(request)
    context = framed(request) | {
        # Built by our own markup, which escapes whatever is not ours.
        "parts": mark_safe(report_parts(subject.judged(), language)),  # noqa: S308  # see above
        "contents": contents(language),
        "report_language": language,
        "languages": [(code, NAMES[code]) for code in LANGUAGES],
        "kept": subject.is_kept,
        "may_keep": keeper(request) is not None and not subject.is_kept,
    }
    return render(request, "saath/assess/verdict.html", context)


@require_POST
@visited
def keep(request: Visiting) -> HttpResponse:
    """Keep for the business what was assessed before somebody signed in."""
    has, user = found(request), keeper(request)
    if has and user and has[1].stage == "done" and not has[1].business:
        desk, id_ = request.assessing.cases, has[0]
        case = desk.change(
            id_,
            lambda case: msgspec.structs.replace(case, business=user.business, by=user.username),
        )
        keep_assessment(case, desk.kept(id_), request.now)
    return redirect("assess-verdict")


def _language(request: Visiting) -> str:
    asked = request.GET.get("in", "") or (get_language() or "en")[:2]
    return asked if asked in LANGUAGES else "en"


@require_safe
@visited
def report(request: Visiting, form: str) -> HttpResponse:
    """The report to take away: a page, paper, or JSON."""
    subject = subject_of(request)
    if form not in TYPES:
        raise Http404
    if subject is None:
        return redirect("assess")
    try:
        body = _written(request, subject.judged(), form)
    except NoPaper as missing:
        return refusal(request, _("No PDF here"), str(missing), 503)
    name = f"saath-report.{form}"
    return HttpResponse(
        body, TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _written(request: Visiting, assessment: Assessment, form: str) -> bytes:
    language = _language(request)
    if form == "json":
        return json.dumps(to_json(assessment, language), ensure_ascii=False).encode()
    page = report_html(assessment, language)
    return request.assessing.paper(page) if form == "pdf" else page.encode()


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def objectives(request: Visiting) -> HttpResponse:
    """Baselines and targets, to be changed before anything starts."""
    subject = subject_of(request)
    if subject is None:
        return redirect("assess")
    if request.method != "POST":
        return _aims(request, subject)
    try:
        subject.aim(_edits(request, subject))
    except (BadObjective, ValueError) as wrong:
        return _aims(request, subject, wrong)
    return redirect("/assess/verdict#goals")


def _edits(request: Visiting, subject: Subject) -> Edits:
    """What differs from what was shown: a baseline that was measured stays as measured."""
    targets: dict[str, str] = {}
    baselines: dict[str, str] = {}
    for one in subject.judged().objectives.objectives:
        target = request.POST.get(f"target-{one.name}", "").strip()
        baseline = request.POST.get(f"baseline-{one.name}", "").strip()
        if target and target != _target(one):
            targets[one.name] = _in_seconds(one, target)
        if baseline != _amount(one, one.baseline):
            baselines[one.name] = _in_seconds(one, baseline)
    until = request.POST.get("until", "").strip()
    return Edits(targets, baselines, date.fromisoformat(until) if until else None)


def _aims(request: Visiting, subject: Subject, wrong: Exception | None = None) -> HttpResponse:
    words, ahead = words_of((get_language() or "en")[:2]), subject.judged().objectives
    typed = request.POST if wrong else {}
    rows: list[dict[str, Any]] = [
        {
            "name": one.name,
            "label": words[f"goal_{one.name}"],
            "unit": _units()[one.name],
            "baseline": typed.get(f"baseline-{one.name}", _amount(one, one.baseline)),
            "target": typed.get(f"target-{one.name}", _target(one)),
        }
        for one in ahead.objectives
    ]
    context = framed(request) | {
        "rows": rows,
        "until": typed.get("until", ahead.until.isoformat()),
        "said": _("Write numbers like 3 or 12%, a change like +15%, and a day after today.")
        if wrong
        else "",
    }
    return render(request, "saath/assess/objectives.html", context, status=422 if wrong else 200)


def _units() -> dict[str, str]:
    return {
        "first_reply_s": _("minutes"),
        "conversion": _("a share, like 12%"),
        "manual_messages_a_week": _("messages"),
    }


def _target(one: Objective) -> str:
    if one.change is not None:
        return f"{one.change * 100:+g}%"
    return _amount(one, one.target)


def _amount(one: Objective, value: float | None) -> str:
    """A value as it is typed: minutes for seconds, percent for shares."""
    match one.name, value:
        case _, None:
            return ""
        case "first_reply_s", _:
            return f"{value / 60:.4g}"
        case "conversion", _:
            return f"{value * 100:.4g}%"
        case _:
            return f"{value:g}"


def _in_seconds(one: Objective, typed: str) -> str:
    """What was typed in minutes, in seconds; the rest as it is."""
    if one.name != "first_reply_s" or not typed or typed.endswith("%"):
        return typed
    try:
        return str(float(typed) * 60)
    except ValueError:
        return typed
