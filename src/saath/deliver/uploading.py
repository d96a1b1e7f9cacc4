"""Give WhatsApp a copy of a file before a message with it is attempted. No table, no attempt.

Nobody outside sees an upload, so it may be repeated; the message itself never is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from saath.domain.facts import MediaUploaded, OutcomeKnown
from saath.domain.intention import Intention
from saath.domain.media import UPLOAD_LIFE_MS
from saath.domain.outgoing import Attachment
from saath.media import Shelf
from saath.net import Sends
from saath.whatsapp.graph import Line, Uploaded, read_upload, upload

MISSING = "file-missing"


@dataclass(frozen=True, slots=True)
class Wish:
    """An intention that can only be attempted once WhatsApp has its file; `key` names the copy."""

    key: str
    intention: Intention
    attachment: Attachment
    line: Line


@dataclass(frozen=True, slots=True)
class Later:
    """Not yet: try again from then on; `stops_number` when it concerns more than this file."""

    retry_at: int
    reason: str
    stops_number: bool = False


@dataclass(frozen=True, slots=True)
class Uploading:
    """One upload, and everything that takes; `attempts` counts those in vain."""

    business: str
    wish: Wish
    client: Sends
    shelf: Shelf
    clock: Callable[[], int]
    passing: Callable[[str], None]
    attempts: int = 0


def upload_file(job: Uploading) -> MediaUploaded | OutcomeKnown | Later:
    """Upload it; or the end of the intention that wanted it, or when to try again."""
    wish = job.wish
    path = job.shelf.path(job.business, wish.attachment.sha256)
    if path is None:
        return _rejected(wish, 0, MISSING)
    job.passing("uploading")
    result = upload(job.client, wish.line, path, wish.attachment.mime)
    job.passing("uploaded")
    answer = read_upload(result, attempts=job.attempts + 1, now=job.clock())
    if isinstance(answer, Uploaded):
        return _uploaded(wish, answer.media_id, job.clock() + UPLOAD_LIFE_MS)
    if answer.kind == "deferred":
        return Later(answer.retry_at, answer.reason, answer.stops_number)
    return _rejected(wish, answer.code, answer.reason)


def _uploaded(wish: Wish, media_id: str, expires_at: int) -> MediaUploaded:
    intention, attached = wish.intention, wish.attachment
    return MediaUploaded(
        intention.key,
        intention.person,
        intention.phone_number_id,
        attached.sha256,
        attached.mime,
        media_id,
        expires_at,
    )


def _rejected(wish: Wish, code: int, reason: str) -> OutcomeKnown:
    one = wish.intention
    return OutcomeKnown(
        one.key, one.person, one.phone_number_id, 0, "rejected", code=code, reason=reason
    )
