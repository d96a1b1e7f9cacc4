"""The address of an attachment: its bytes, for whoever is signed in to its business."""

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from saath.queries.media import get_file
from saath.requests import Asked
from saath.web.asking import Asking, sees_past, signed_in


@require_safe
@signed_in
def attachment(request: Asking, key: str) -> HttpResponseBase:
    """The attachment of one message of the business of whoever asks, if they may see the message."""
    found = get_file(request.user.business, key, past=sees_past(request.user))
    given = request.headers
    asked = Asked(request.method or "GET", given.get("Range", ""), given.get("If-None-Match", ""))
    served = request.asking.serve(request.user.business, found, asked) if found else None
    if served is None:
        raise Http404
    return StreamingHttpResponse(served.parts, status=served.status, headers=served.headers)
