"""What a page says when it cannot show what was asked for: one sentence and a next step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from saath.queries.cursors import InvalidCursor
from saath.requests import JournalUnavailable


class RefusalMiddleware(MiddlewareMixin):
    """Turns refusals of `queries` into pages."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what could not be kept and page numbers that we never handed out."""
        if isinstance(error, JournalUnavailable):
            said = _("This could not be kept for certain. Go back and try again: it is done once.")
            return refusal(request, _("Not kept"), said, 503)
        if not isinstance(error, InvalidCursor):
            return None
        said = _("This address is not complete. Start again from the first page.")
        return refusal(request, _("No such page"), said, 400)


def refusal(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
    """A page with one sentence."""
    context: dict[str, Any] = {"title": title, "sentence": sentence}
    return render(request, "saath/refusal.html", context, status=status)
