"""Choosing light or dark. The language is chosen by Django's own `set_language`."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "saath_theme"
THEMES = frozenset({"light", "dark"})
YEAR_S = 365 * 24 * 60 * 60


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and go back to the page it was made on."""
    where = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        where, {request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(where if safe else "/")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, YEAR_S, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE)
    return response


def theme(request: HttpRequest) -> dict[str, str]:
    """A context processor: the theme that the server writes on `<html>`, so that nothing flashes."""
    chosen = request.COOKIES.get(COOKIE, "")
    return {"theme": chosen if chosen in THEMES else ""}
