"""Every address that Django answers: the pages, and the API for programs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.defaults import server_error

from saath.api.problems import defect, not_found, respond
from saath.api.urls import api
from saath.runtime.programs import PROGRAMS
from saath.web.urls import urlpatterns as pages


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """To a program a problem, not a page."""
    return respond(request, not_found())


def handler500(request: HttpRequest) -> HttpResponse:
    """A mistake of ours, told to a program as a problem; Django has logged it."""
    if request.path.startswith(PROGRAMS):
        return respond(request, defect())
    return server_error(request)


urlpatterns = [path("api/v1/", api.urls), re_path(r"^api/", nothing_here), *pages]
