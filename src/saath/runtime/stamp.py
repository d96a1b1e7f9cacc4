"""The middleware that gives a request its time and the present generation of tables."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from saath.runtime.clock import now_ms, ticks
from saath.store.generation import follow


def stamp(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Named in the settings as MIDDLEWARE: nothing behind it reads the clock."""

    def stamped(request: HttpRequest) -> HttpResponse:
        request.now = now_ms()  # type: ignore[attr-defined]  # `web.asking.Asking` declares it
        request.ticks = ticks  # type: ignore[attr-defined]  # the same
        if not hasattr(request, "arrived"):
            request.arrived = ticks()  # type: ignore[attr-defined]  # the same
        follow()
        return get_response(request)

    return stamped
