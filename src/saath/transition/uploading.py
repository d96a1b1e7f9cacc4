"""Uploads of exported chats, from a request straight into the folder of their case.

The one piece of the assessment that knows Django: pages and API share it. What a file is worth is
decided when it is read.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, override

from django.core.files.uploadhandler import (
    FileUploadHandler,
    StopUpload,
    UploadFileException,
)
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from saath.transition.assess.cases import Cases, NoCase, NoRoom

TOO_LARGE, BUSY, NO_SPACE = "too-large", "busy", "no-space"
REFUSED_IN_SCOPE = "saath.upload_refused"
"""Where whoever stands before Django says why a body was not let through."""
SENTENCES = {
    TOO_LARGE: "1 GB at once is the most. Export the chats without media.",
    BUSY: "Others are uploading just now. Try again in a minute.",
    NO_SPACE: "The disk of this server is nearly full. Tell whoever runs it.",
}


class CaseUploads(FileUploadHandler):
    """Writes each file of the request into one case, and counts what arrives."""

    def __init__(
        self, cases: Cases, id_: str, new_name: Callable[[], str], request: HttpRequest
    ) -> None:
        """`new_name` names a file on the disk; its owner's name for it is only written down."""
        super().__init__(request)
        self.arrived: list[tuple[str, int, str]] = []
        self._cases, self._id, self._new_name = cases, id_, new_name
        self._file: IO[bytes] | None = None
        self._kept_as = ""
        self._name = ""
        self._written = self._total = 0

    @override
    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._name, self._kept_as, self._written = self.file_name or "", self._new_name(), 0
        self._file = self._path().open("xb")

    @override
    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._written += len(raw_data)
        self._total += len(raw_data)
        if self._total > self._cases.limits.bytes_a_case:
            raise StopUpload(connection_reset=False)
        if self._file:
            self._file.write(raw_data)

    @override
    def file_complete(self, file_size: int) -> None:
        self._close()
        if self._written:
            self.arrived.append((self._name, self._written, self._kept_as))
        else:
            self._path().unlink()  # a form with nothing chosen sends one empty file

    @override
    def upload_interrupted(self) -> None:
        self._close()
        self._path().unlink(missing_ok=True)

    def forget(self) -> None:
        """Delete all that came with a request that is refused."""
        self._close()
        for _, _, kept_as in self.arrived:
            self._cases.place(self._id, kept_as).unlink(missing_ok=True)
        if self._kept_as:
            self._path().unlink(missing_ok=True)
        self.arrived.clear()

    def require_fit(self) -> None:
        """Raise `NoRoom` when more arrived than one case may hold."""
        if self._total > self._cases.limits.bytes_a_case:
            raise NoRoom(SENTENCES[TOO_LARGE])

    def _path(self) -> Path:
        return self._cases.place(self._id, self._kept_as)

    def _close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


class BadUpload(Exception):
    """The body is no form with files."""


def receive(
    cases: Cases, id_: str, new_name: Callable[[], str], request: HttpRequest, now: int
) -> int:
    """Take the files of a request into a case and return how many; raises `NoRoom`, `BadUpload`.

    Call it before anything reads the request's form.
    """
    require_let_through(request)
    cases.require_room(int(request.headers.get("Content-Length") or 0))
    uploads = CaseUploads(cases, id_, new_name, request)
    request.upload_handlers = [uploads]
    try:
        request.POST  # noqa: B018  (reading it is what reads the body)
        uploads.require_fit()
        for name, size, kept_as in uploads.arrived:
            cases.add(id_, name, size, kept_as, now)
    except (MultiPartParserError, UploadFileException):
        uploads.forget()
        raise BadUpload("Send the files as multipart/form-data.") from None
    except BaseException:
        _forget_the_rest(cases, id_, uploads)
        raise
    return len(uploads.arrived)


def require_let_through(request: HttpRequest) -> None:
    """Raise `NoRoom` when the body was not let through to here."""
    scope: Any = getattr(request, "scope", {})
    if reason := scope.get(REFUSED_IN_SCOPE):
        raise NoRoom(SENTENCES[reason])


def _forget_the_rest(cases: Cases, id_: str, uploads: CaseUploads) -> None:
    """Keep of a refused request what the case already knows."""
    known: set[str] = set()
    with suppress(NoCase):
        known = {file.kept_as for file in cases.get(id_).files}
    uploads.arrived[:] = [each for each in uploads.arrived if each[2] not in known]
    uploads.forget()
