"""The door: sign in, sign out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from saath.web.sign_in.limits import WINDOW_S, forget, may_try


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the door, or open it."""
    if request.method == "POST":
        return _try(request)
    if request.user.is_authenticated:
        return redirect(_next(request))
    return _door(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and let the browser forget what it kept of it."""
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache"'
    return response


def _try(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("username", "").strip()
    if not may_try(request, name):
        minutes = WINDOW_S // 60
        said = _("Too many tries. Wait %(n)s minutes, then try again.") % {"n": minutes}
        return _door(request, said, 429)
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    if user is None:
        said = _("This name and password do not belong together. Check both and try again.")
        return _door(request, said, 403)
    forget(request, name)
    login(request, user)
    return redirect(_next(request))


def _door(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "refusal": refusal,
        "username": request.POST.get("username", ""),
        "next": request.POST.get("next", request.GET.get("next", "")),
    }
    return render(request, "saath/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    where = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        where, {request.get_host()}, require_https=request.is_secure()
    )
    return where if safe and where else "/inbox"
