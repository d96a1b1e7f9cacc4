"""The addresses of files: give one to be sent, get the attachment of a message."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import File, Router, Schema, Status, UploadedFile

from saath.api import problems
from saath.api.keys import Caller
from saath.domain.attaching import AttachmentType, type_of
from saath.domain.outgoing import Attachment
from saath.domain.refusals import Refusal
from saath.queries.media import FileView, get_file
from saath.requests import Asked, Served

router = Router()


class Door(Protocol):
    """What `runtime` gives a request to reach files by."""

    def keep_file(
        self, business: str, parts: Iterable[bytes], filename: str
    ) -> Attachment | Refusal:
        """Keep a file, or say why it cannot be sent."""

    def serve(self, business: str, file: FileView, asked: Asked) -> Served | None:
        """Answer with the bytes of an attachment."""


class Keyed(HttpRequest):
    """A request whose key was found. `asking` is set by `runtime`."""

    auth: Caller
    asking: Door


class Kept(Schema):
    """A file that can be sent: name it by `id`, in a message of this `type`."""

    id: str
    type: AttachmentType
    mime: str
    bytes: int


@router.post("/media", response={201: Kept})
def keep(request: Keyed, file: File[UploadedFile]) -> Any:
    """Keep a file to be sent. The same bytes are the same file: repeating it changes nothing."""
    kept = request.asking.keep_file(request.auth.business, file.chunks(), file.name or "")
    kind = type_of(kept.mime) if isinstance(kept, Attachment) else None
    if isinstance(kept, Refusal) or kind is None:
        raise problems.unfit_file(kept) if isinstance(kept, Refusal) else problems.no_file()
    return Status(201, Kept(id=kept.sha256, type=kind, mime=kept.mime, bytes=kept.bytes))


@router.get("/messages/{key}/media")
def get(request: Keyed, key: str) -> HttpResponseBase:
    """The bytes of an attachment. Ranges are answered, so that sound and pictures can be skipped."""
    business = request.auth.business
    found = get_file(business, key)
    given = request.headers
    asked = Asked(request.method or "GET", given.get("Range", ""), given.get("If-None-Match", ""))
    served = request.asking.serve(business, found, asked) if found else None
    if served is None:
        raise problems.no_media()
    return StreamingHttpResponse(served.parts, status=served.status, headers=served.headers)
