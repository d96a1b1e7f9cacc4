"""Media over the API: upload, URL, download, delete; and the resumable upload for samples.

Limits: BASE/business-phone-numbers/media, late 2025.
"""

from dataclasses import dataclass, field

from saath.simulator.errors import GraphError, no_such
from saath.simulator.faults import Faults
from saath.simulator.graph.exchange import Request, Response
from saath.simulator.media import UPLOAD_LIVES, Shelf
from saath.simulator.people import Object

MEGABYTE = 1_000_000
LIMITS = {
    "image/jpeg": 5 * MEGABYTE,
    "image/png": 5 * MEGABYTE,
    "image/webp": 500_000,
    "video/mp4": 16 * MEGABYTE,
    "video/3gpp": 16 * MEGABYTE,
    "video/3gp": 16 * MEGABYTE,
    "audio/aac": 16 * MEGABYTE,
    "audio/amr": 16 * MEGABYTE,
    "audio/mpeg": 16 * MEGABYTE,
    "audio/mp4": 16 * MEGABYTE,
    "audio/ogg": 16 * MEGABYTE,
    "text/plain": 100 * MEGABYTE,
    "application/pdf": 100 * MEGABYTE,
    "application/msword": 100 * MEGABYTE,
    "application/vnd.ms-excel": 100 * MEGABYTE,
    "application/vnd.ms-powerpoint": 100 * MEGABYTE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": 100 * MEGABYTE,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": 100 * MEGABYTE,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": 100 * MEGABYTE,
}


@dataclass(slots=True)
class Files:
    """The media edges."""

    shelf: Shelf
    faults: Faults
    sessions: dict[str, bytes] = field(default_factory=dict)

    def upload(self, request: Request) -> Object:
        """`POST /<PHONE_ID>/media`."""
        body = request.fields
        if body.get("messaging_product") != "whatsapp":
            message = "(#100) Param messaging_product must be one of {WHATSAPP}"
            raise GraphError(100, message=message)
        file = request.files.get("file")
        if file is None:
            raise GraphError(100, message="(#100) The parameter file is required.")
        mime = str(body.get("type") or file.mime)
        limit = LIMITS.get(mime.partition(";")[0].strip())
        if limit is None:
            raise GraphError(100, message=f"(#100) Param file: the type {mime} is not supported.")
        if len(file.data) > limit:
            raise GraphError(131053, details=f"The file is larger than {limit} bytes.")
        media = self.shelf.keep(file.data, mime, lives=UPLOAD_LIVES, filename=file.filename)
        return {"id": media.id}

    def get(self, media_id: str) -> Object:
        """`GET /<MEDIA_ID>`: a fresh URL of five minutes."""
        media = self.shelf.find(media_id)
        if media is None or self.faults.strikes("media-gone"):
            raise no_such(media_id)
        return {
            "messaging_product": "whatsapp",
            "url": self.shelf.url(media),
            "mime_type": media.mime,
            "sha256": media.sha256,
            "file_size": len(media.data),
            "id": media.id,
        }

    def delete(self, media_id: str) -> Object:
        if self.shelf.find(media_id) is None:
            raise no_such(media_id, "delete")
        del self.shelf.items[media_id]
        return {"success": True}

    def download(self, request: Request) -> Response:
        """The bytes behind a URL; the token was checked before."""
        media = self.shelf.at_url(request.query.get("hash", ""))
        if media is None or self.faults.strikes("media-gone"):
            return Response(404, b"", {"content-type": "text/plain"})
        if self.faults.strikes("media-redirect"):
            there = self.faults.variants.get("media-redirect") or "http://169.254.169.254/latest"
            return Response(302, b"", {"location": there})
        data = media.data
        if self.faults.strikes("media-corrupt"):
            data = data[:-1] + bytes([data[-1] ^ 0xFF]) if data else b"?"
        headers = {"content-type": media.mime}
        if media.filename:
            headers["content-disposition"] = f'attachment; filename="{media.filename}"'
        return Response(200, data, headers)

    def open_session(self) -> Object:
        """`POST /<APP_ID>/uploads`: begin a resumable upload."""
        name = "upload:" + self.shelf.chance.hexadecimal("upload", 40)
        self.sessions[name] = b""
        return {"id": name}

    def session(self, request: Request) -> Object:
        """Send bytes to a session, or ask how many arrived."""
        name = request.parts[0]
        if name not in self.sessions:
            raise no_such(name)
        if request.method == "GET":
            return {"id": name, "file_offset": len(self.sessions[name])}
        self.sessions[name] += request.body
        return {"h": "4::" + self.shelf.chance.hexadecimal("handle", 60)}
