"""The middleware that gives a request its time and the present generation of tables."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse

from saath.runtime.clock import now_ms, ticks
from saath.store.generation import follow

if TYPE_CHECKING:
    from saath.web.asking import Asking


def stamp(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Named in the settings as MIDDLEWARE: nothing behind it reads the clock."""

    def stamped(request: HttpRequest) -> HttpResponse:
        asking = cast("Asking", request)
        asking.now, asking.ticks = now_ms(), ticks
        if not hasattr(request, "arrived"):
            asking.arrived = ticks()
        follow()
        return get_response(request)

    return stamped
