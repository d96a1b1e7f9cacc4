"""Move: link the number, see what came over, see how the number fares.

Linking is `transition.link`'s; the sign-up runs in Meta's window, driven by `link.js`.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from saath.domain.ledger import Ledger, SyncLine
from saath.domain.moments import iso
from saath.queries.ledger import get_ledger
from saath.queries.numbers import Happening, NumberView, get_number, list_numbers
from saath.store.linking import Door
from saath.transition.link import GRAPH_VERSION, LinkView
from saath.transition.link.problems import PROBLEMS, words_of
from saath.web import formats
from saath.web.asking import MOVERS, OPERATORS, Asking, for_roles
from saath.web.configuration import POLICY
from saath.web.move import words
from saath.web.shell import ZONE, shell

WEBHOOKS = "/webhooks/whatsapp"
# Of Meta's window itself only what its SDK needs: the SDK, and frames and calls of its own.
FACEBOOK = ("https://www.facebook.com", "https://graph.facebook.com")
CODE_MAX, ID_MAX, DETAIL_MAX = 2000, 64, 200


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the list: `is_done`, or the one that comes next."""

    text: str
    is_done: bool
    is_next: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One sync as the page shows it."""

    title: str
    state: str
    word: str
    hint: str
    count: int
    progress: int
    request_id: str
    asked: str
    until: str
    may_ask: bool


@require_safe
@for_roles(MOVERS)
def link_page(request: Asking) -> HttpResponse:
    """Where the number is linked. Only the SDK of the app that was set may run beside ours."""
    door = request.linking.app(request.user.business)
    context = shell(request, "move") | _link_context(request, door) | {"tab": "link", "door": door}
    if door is not None:
        context |= {"sdk_origin": _origin(door.sdk_url), "version": GRAPH_VERSION}

    def shown(asked: HttpRequest) -> HttpResponse:
        return render(asked, "saath/move/link.html", context)

    response = csp_override(policy_for(door))(shown)(request)
    # With "same-origin" the window that Meta opens could not tell this page how it ended.
    response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return response


def policy_for(door: Door | None) -> dict[str, list[str]]:
    """Our policy, and exactly the host of the SDK that was set."""
    policy = {name: list(sources) for name, sources in POLICY.items()}
    if door is None or not door.sdk_url:
        return policy
    policy["script-src"].append(_origin(door.sdk_url))
    if door.provider == "meta":
        policy["connect-src"] += FACEBOOK
        policy["frame-src"] = list(FACEBOOK[:1])
    return policy


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@require_safe
@for_roles(MOVERS)
def link_part(request: Asking) -> HttpResponse:
    """The part that changes while the proof is awaited."""
    door = request.linking.app(request.user.business)
    return render(request, "saath/move/link_state.html", _link_context(request, door))


def _link_context(request: Asking, door: Door | None) -> dict[str, Any]:
    view = request.linking.present(request.user.business)
    problem = words_of(view.problem) if view.problem else None
    return {
        "link": view,
        "steps": _steps(view),
        "may_link": request.user.role in OPERATORS and door is not None,
        "problem": problem
        and {
            "happened": _(problem.happened),
            "next_step": _(problem.next_step),
            "again": bool(view.done),
        },
        "callback": request.build_absolute_uri(WEBHOOKS),
    }


def _steps(view: LinkView) -> list[Step]:
    names = [name for name, _text in words.STEPS]
    done = names.index(view.done) + 1 if view.done in names else 0
    steps = [
        Step(_(text), n < done, n == done and view.state != "none")
        for n, (_name, text) in enumerate(words.STEPS)
    ]
    is_linked = done == len(names)
    for text, took in zip(words.PROOFS, (view.inbound_ms, view.echo_ms), strict=True):
        is_next = is_linked and took is None
        steps.append(Step(_(text), took is not None, is_next, _seconds(took)))
    return steps


def _seconds(took: int | None) -> str:
    if took is None:
        return ""
    return _("%(seconds)s s") % {"seconds": f"{took / 1000:.1f}"}


@require_POST
@for_roles(OPERATORS)
def link(request: Asking) -> HttpResponse:
    """Link with the code that Meta's window ended with. It lives 30 seconds."""
    business, code = request.user.business, request.POST.get("code", "")[:CODE_MAX]
    door = request.linking.app(business)
    if door is not None and code:
        linking = request.linking.reached_at(request.build_absolute_uri(WEBHOOKS))
        linking.link(door, code, request.POST.get("waba_id", "")[:ID_MAX])
    return redirect("move-link")


@require_POST
@for_roles(OPERATORS)
def ended(request: Asking) -> HttpResponse:
    """Keep why Meta's window ended without a code, in words that we have."""
    business, problem = request.user.business, request.POST.get("problem", "")
    door = request.linking.app(business)
    if door is not None and problem in PROBLEMS:
        detail = request.POST.get("detail", "")[:DETAIL_MAX]
        request.linking.fail(business, door.provider, problem, detail)
    return redirect("move-link")


@require_POST
@for_roles(OPERATORS)
def again(request: Asking) -> HttpResponse:
    """Carry on the link that stopped."""
    linking = request.linking.reached_at(request.build_absolute_uri(WEBHOOKS))
    linking.go_on(request.user.business)
    return redirect("move-link")


@require_safe
@for_roles(MOVERS)
def sync_page(request: Asking) -> HttpResponse:
    """The ledger: what came over and what is missing."""
    context = shell(request, "move") | _sync_context(request) | {"tab": "sync"}
    return render(request, "saath/move/sync.html", context)


@require_POST
@for_roles(OPERATORS)
def ask_sync(request: Asking) -> HttpResponse:
    """Ask for what was put off; what perhaps counted is never asked for twice."""
    request.linking.go_on(request.user.business)
    return redirect("move-sync")


@require_safe
@for_roles(MOVERS)
def sync_part(request: Asking) -> HttpResponse:
    """The part that changes while history arrives."""
    return render(request, "saath/move/sync_state.html", _sync_context(request))


def _sync_context(request: Asking) -> dict[str, Any]:
    business = request.user.business
    known = list_numbers(business)
    ledger = get_ledger(business, known[0], request.now, days=True) if known else None
    if ledger is None or not ledger.linked_at:
        return {"ledger": None}
    bars = (
        _bar(_("History"), ledger.history, request),
        _bar(_("Contacts"), ledger.contacts, request),
    )
    return {"ledger": ledger, "bars": bars, "phases": _phases(ledger), "gaps": _gaps(ledger)}


def _bar(title: str, line: SyncLine, request: Asking) -> Bar:
    word, hint = words.SYNC_STATES[line.state]
    open_ = line.is_open and request.now < line.deadline
    return Bar(
        title,
        line.state,
        _(word),
        _(hint),
        line.count,
        line.progress,
        line.request_id,
        formats.full(line.asked_at, ZONE) if line.asked_at else "",
        formats.full(line.deadline, ZONE) if open_ else "",
        open_ and request.user.role in OPERATORS,
    )


def _phases(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {"phase": phase, "from": _day(phase.begins), "to": _day(phase.ends)}
        for phase in ledger.phases
    ]


def _gaps(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "gap": gap,
            "from": _day(gap.begins),
            "to": _day(gap.ends),
            "days": [_day(day) for day in gap.empty_days],
        }
        for gap in ledger.gaps
    ]


def _day(at: int) -> str:
    return formats.day(formats.local(at, ZONE).date())


@require_safe
@for_roles(MOVERS)
def number_page(request: Asking) -> HttpResponse:
    """How the number fares, and everything that befell it."""
    business = request.user.business
    known = list_numbers(business)
    view = get_number(business, known[0], request.now) if known else None
    context = shell(request, "move") | {"tab": "number", "number": view}
    if view is not None:
        context |= _number_context(view)
    return render(request, "saath/move/number.html", context)


def _number_context(view: NumberView) -> dict[str, Any]:
    word, hint = words.NUMBER_STATES[view.state]
    return {
        "word": _(word),
        "hint": _(hint),
        "since": _moment(view.since),
        "linked": _moment(view.linked_at),
        "heard": _moment(view.last_inbound_at),
        "phone_seen": _moment(view.phone_seen_at),
        "token_ends": _moment(view.token_expires_at or 0),
        "events": [
            {
                "iso": iso(told.at),
                "when": _moment(told.at),
                "title": _title(told),
            }
            for told in view.timeline
        ],
    }


def _title(told: Happening) -> str:
    """The event in words; of a sync which one, of what we do not know Meta's own name."""
    known = words.EVENTS.get(told.word)
    title = _(known) if known else f"{told.what} {told.event}"
    which = words.SYNCS.get(told.sync)
    return f"{_(which)}: {title}" if which else title


def _moment(at: int) -> str:
    return formats.full(at, ZONE) if at else ""
