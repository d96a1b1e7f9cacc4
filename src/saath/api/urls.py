"""The API as one object: its routes, its key, and how refusals are answered.

No explorer page: it would load scripts from elsewhere. The description is at openapi.json.
"""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from saath.api import acting, assessing, files, numbers, problems
from saath.api.keys import Bearer
from saath.api.parsing import Bodies
from saath.api.problems import Problem, respond
from saath.queries.cursors import InvalidCursor
from saath.requests import JournalUnavailable

api = NinjaAPI(
    title="Saath",
    version="1",
    description="One WhatsApp number, the phone and the API, together.",
    docs_url=None,
    parser=Bodies(),
    auth=Bearer(),
    urls_namespace="api",
)
# One router for both: an address that is read and acted on is one address.
api.add_router("", acting.router)
api.add_router("", assessing.router)
api.add_router("", files.router)
api.add_router("", numbers.router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return respond(request, error, **error.more)


@api.exception_handler(AuthenticationError)
def _unauthorized(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return respond(request, problems.unauthorized())


@api.exception_handler(InvalidCursor)
def _invalid_cursor(request: HttpRequest, error: InvalidCursor) -> HttpResponse:
    return respond(request, problems.invalid_cursor(str(error)))


@api.exception_handler(JournalUnavailable)
def _unavailable(request: HttpRequest, _error: JournalUnavailable) -> HttpResponse:
    return respond(request, problems.unavailable())


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return respond(request, problems.not_found())


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return respond(request, problems.unreadable(error.status_code))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"pointer": "/".join(str(part) for part in one["loc"]), "message": one["msg"]}
        for one in error.errors
    ]
    return respond(request, problems.invalid_request(), errors=errors)
