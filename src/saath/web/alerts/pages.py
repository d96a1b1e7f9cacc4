"""The alerts of a business: what stands, what was mended, and who is told outside these pages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saath.domain.lights import State
from saath.domain.moments import iso
from saath.queries.alerts import AlertView, list_mended, list_open
from saath.queries.people import teammate
from saath.queries.signs import light_word, state_word
from saath.transition import alerts
from saath.transition.alerts import BadRecipient, Wish
from saath.web import formats
from saath.web.asking import Asking, for_roles, signed_in
from saath.web.lights import ICONS
from saath.web.refusals import refusal
from saath.web.shell import ZONE, shell

given: Any = settings  # what `runtime.settings` adds to Django's

# Who takes note of an alert, and who decides who is told.
NOTERS = frozenset({"owner", "manager", "developer"})
TELLERS = frozenset({"owner", "developer"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One alert on the page."""

    id: str
    state: str
    state_word: str
    icon: str
    light: str
    sentence: str
    remedy: str
    iso: str
    when: str
    mended: str
    seen_by: str


@require_safe
@signed_in
def alerts_page(request: Asking) -> HttpResponse:
    """What stands first, then what was mended."""
    business, role = request.user.business, request.user.role
    tells = role in TELLERS
    context = shell(request, "alerts") | {
        "standing": [_shown(alert) for alert in list_open(business)],
        "mended": [_shown(alert) for alert in list_mended(business)],
        "may_note": role in NOTERS,
        "may_tell": tells,
        "recipients": _recipients(business) if tells else [],
        "has_mail": bool(given.MAILERS),
    }
    return render(request, "saath/alerts/page.html", context)


@require_POST
@for_roles(NOTERS)
def seen(request: Asking, key: str) -> HttpResponse:
    """Take note of an alert: it is not told again, and stays until it is mended."""
    by = teammate(request.user).name
    alerts.note_seen(request.user.business, key, by=by, now=request.now)
    return redirect("alerts")


@require_POST
@for_roles(TELLERS)
def add(request: Asking) -> HttpResponse:
    """Tell somebody from now on."""
    try:
        alerts.add_recipient(request.user.business, _wish(request), now=request.now)
    except BadRecipient as bad:
        return refusal(request, _("Not added"), str(bad), 400)
    return redirect("alerts")


@require_POST
@for_roles(TELLERS)
def change(request: Asking, key: str) -> HttpResponse:
    """Send a test, or tell them no more."""
    business = request.user.business
    if "remove" in request.POST:
        alerts.remove_recipient(business, key)
    else:
        alerts.ask_test(business, key, now=request.now)
    return redirect("alerts")


def _wish(request: Asking) -> Wish:
    return Wish(
        request.POST.get("address", ""),
        request.POST.get("least", "act"),
        request.POST.get("language", "en-in"),
        teammate(request.user).name,
        given.ALERTS_INSIDE,
    )


def _recipients(business: str) -> list[dict[str, object]]:
    return [
        {
            "it": one,
            "language": dict(settings.LANGUAGES).get(one.language, one.language),
            "last": formats.full(one.last_at, ZONE) if one.last_at else "",
            "secret": alerts.secret_of(given.ALERT_SECRET, one.id) if one.kind == "webhook" else "",
        }
        for one in alerts.list_recipients(business)
    ]


def _shown(alert: AlertView) -> Shown:
    said = alert.words
    state: State = "act" if alert.state == "act" else "check"
    return Shown(
        alert.id,
        "green" if alert.closed_at else state,
        _("mended") if alert.closed_at else state_word(state),
        "ok" if alert.closed_at else ICONS[state],
        light_word(alert.light),
        said.sentence,
        "" if alert.closed_at else said.remedy,
        iso(alert.opened_at),
        formats.full(alert.opened_at, ZONE),
        formats.full(alert.closed_at, ZONE) if alert.closed_at else "",
        alert.seen_by,
    )
