"""Attachments and uploads as rows, and rows as those. Pure; see also `rows`."""

from saath.domain.media import MediaState, Upload
from saath.store.rows import Row, Table

MEDIA = Table(
    "media",
    ("business", "id"),
    (
        *("business", "id", "message", "phone_number_id", "media_id", "at", "stage", "mime"),
        *("sha256", "bytes", "reason", "tries", "due_at", "expires_at"),
    ),
    frozenset({"at", "bytes", "tries", "due_at", "expires_at"}),
)
UPLOAD = Table(
    "upload",
    ("business", "id"),
    ("business", "id", "phone_number_id", "sha256", "mime", "media_id", "expires_at"),
    frozenset({"expires_at"}),
)


def media_row(business: str, state: MediaState) -> Row:
    """Return an attachment as a row."""
    return (
        business,
        state.id,
        state.message,
        state.phone_number_id,
        state.media_id,
        state.at,
        state.stage,
        state.mime,
        state.sha256,
        state.bytes,
        state.reason,
        state.tries,
        state.due_at,
        state.expires_at,
    )


def media_state(row: Row) -> MediaState:
    """Return a row, without its business, as an attachment."""
    return MediaState(*row)


def upload_row(business: str, upload: Upload) -> Row:
    """Return an upload as a row."""
    return (
        business,
        upload.id,
        upload.phone_number_id,
        upload.sha256,
        upload.mime,
        upload.media_id,
        upload.expires_at,
    )


def upload_state(row: Row) -> Upload:
    """Return a row, without its business, as an upload."""
    return Upload(*row)
