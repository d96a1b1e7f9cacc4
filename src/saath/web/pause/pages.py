"""One click from panic to quiet, and back. The same as `saath pause` and `saath resume`."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from saath.queries.people import teammate
from saath.web.asking import Asking, for_roles

# Who may stop and start what is automatic.
PAUSERS = frozenset({"owner", "manager"})
REASON_MAX = 200


@require_POST
@for_roles(PAUSERS)
def pause(request: Asking) -> HttpResponse:
    """Let nothing automatic be sent any more, from the next attempt on."""
    reason = request.POST.get("reason", "").strip()[:REASON_MAX]
    by = teammate(request.user).name
    request.asking.pause(request.user.business, by, reason, request.now)
    return _back(request)


@require_POST
@for_roles(PAUSERS)
def resume(request: Asking) -> HttpResponse:
    """Let what is automatic go on."""
    request.asking.resume(request.user.business, request.now)
    return _back(request)


def _back(request: Asking) -> HttpResponse:
    where = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        where, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(where if safe and where else "/inbox")
