"""Somebody at the assessment: with or without an account, with or without a case of their own.

A case is found by a secret in a cookie, which only the browser that began it has. What is kept for a
business is seen by its owner and managers only.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from saath.store.models import User
from saath.transition.assess.cases import Case, Cases, NoCase, NoRoom
from saath.web.asking import KEEPERS, Asking
from saath.web.refusals import refusal
from saath.web.shell import shell

COOKIE = "saath_assess"
PATH = "/assess"
LIFE_S = 7 * 24 * 60 * 60


# What `transition` says when something is full, for the translators.
FULL = (
    _("Too many assessments are under way here. Try again in two hours."),
    _("Too many assessments wait here. Try again in ten minutes."),
    _("Too much is being uploaded here at once. Try again in two hours."),
    _("The disk of this server is nearly full. Tell whoever runs it."),
    _("1 GB at once is the most. Export the chats without media."),
    _("50 files at once are the most."),
    _("Others are uploading just now. Try again in a minute."),
    _("Others are printing just now. Try again in a minute."),
    _("The PDF takes too long here. Open the HTML report and print it."),
)


class Assessing(Protocol):
    """What `runtime` gives a request to assess through."""

    @property
    def cases(self) -> Cases:
        """All cases."""

    @property
    def start(self) -> Callable[[str], None]:
        """Have a case read."""

    @property
    def paper(self) -> Callable[[str], bytes]:
        """Make a PDF."""

    def new_id(self) -> str:
        """A fresh secret."""


class Visiting(Asking):
    """A request to these pages."""

    assessing: Assessing


type View = Callable[..., HttpResponse]


def visited(view: View) -> View:
    """For everybody; says so where this process cannot read chats."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "assessing", None) is None:
            said = translated("This server does not read chats just now. Try again in a minute.")
            return refusal(request, translated("Not now"), said, 503)
        try:
            response = view(cast("Visiting", request), *args, **kwargs)
        except NoRoom as full:
            return refusal(request, translated("Not now"), translated(str(full)), 503)
        except NoCase:
            said = translated(
                "This assessment was deleted, or nobody came back for it. Begin again."
            )
            return refusal(request, translated("It is gone"), said, 410)
        response["Cache-Control"] = "private, no-store"
        return response

    return asked


def keeper(request: Visiting) -> User | None:
    """Who is signed in and may keep an assessment for the business."""
    user = request.user
    # Nobody signed in is Django's own user, who has no role.
    return user if getattr(user, "role", "") in KEEPERS else None


def found(request: Visiting) -> tuple[str, Case] | None:
    """The case of this browser; one of a business only for those who may see it."""
    id_ = request.COOKIES.get(COOKIE, "")
    try:
        case = request.assessing.cases.get(id_)
    except NoCase:
        return None
    user = keeper(request)
    if case.business and (user is None or user.business != case.business):
        return None
    return id_, case


def opened(request: Visiting) -> str:
    """The id of this browser's case, made now if there is none."""
    if has := found(request):
        return has[0]
    id_, user = request.assessing.new_id(), keeper(request)
    business, by = (user.business, user.username) if user else ("", "")
    request.assessing.cases.open(id_, request.now, business=business, by=by)
    return id_


def remember(request: Visiting, response: HttpResponse, id_: str) -> HttpResponse:
    """Let the browser know its case."""
    response.set_cookie(
        COOKIE, id_, LIFE_S, path=PATH, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Let the browser forget it."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def framed(request: Visiting) -> dict[str, Any]:
    """The frame of a page: the shop's for who is signed in, a plain one for others."""
    if request.user.is_authenticated:
        return shell(request, "assess") | {"frame": "saath/shell.html"}
    return {"frame": "saath/assess/plain.html"}


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether our own page, or the phone itself, sent this form.

    Asked instead of a token where the form carries files: a token would be read after them. Browsers
    that send no `Sec-Fetch-Site` (plain http) send `Origin` with every POST.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
