"""What Django and the framework of the API refuse by themselves, told to programs as a problem."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from saath.api.problems import respond, wrong_method

PROGRAMS = "/api/"


def tell_programs(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Named in the settings as MIDDLEWARE."""

    def told(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or not request.path.startswith(PROGRAMS):
            return response
        answer = respond(request, wrong_method(response["Allow"]))
        answer["Allow"] = response["Allow"]
        return answer

    return told
