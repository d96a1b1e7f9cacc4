"""The page of what arrived and has no place in a conversation."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from saath.domain.moments import iso
from saath.queries.notices import list_notices, list_parked
from saath.queries.views import NoticeView
from saath.web import formats
from saath.web.asking import Asking, operators_only
from saath.web.shell import ZONE, shell

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page."""

    iso: str
    when: str
    title: str
    detail: str
    url: str = ""


@require_safe
@operators_only
def operator_page(request: Asking) -> HttpResponse:
    """Notices, newest first, and every parked conversation."""
    business, after = request.user.business, request.GET.get("after")
    notices = list_notices(business, limit=LIMIT, after=after)
    older = f"{reverse('operator')}?{urlencode({'after': notices.next})}" if notices.next else ""
    parked = () if after else list_parked(business)
    context = shell(request, "operator") | {
        "notices": [_notice(notice) for notice in notices.rows],
        "parked": [
            _entry(p.at, p.reason, "", reverse("conversation", args=(p.conversation,)))
            for p in parked
        ],
        "older": older,
    }
    return render(request, "saath/operator/page.html", context)


def _notice(notice: NoticeView) -> Entry:
    title = " · ".join(filter(None, (notice.what, notice.event, notice.subject_id)))
    return _entry(notice.at, title, notice.detail)


def _entry(at: int, title: str, detail: str, url: str = "") -> Entry:
    when = formats.full(at, ZONE) if at else ""
    return Entry(iso(at), when, title, detail, url)
