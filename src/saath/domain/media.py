"""The state of one attachment: named by WhatsApp and still there, kept by us, or lost.

Not here: the bytes (`saath.media`), and what may be sent as what (`domain.attaching`).
"""

from dataclasses import dataclass, replace
from typing import Literal

from saath.domain.content import Media
from saath.domain.ids import digest

type MediaStage = Literal["pending", "kept", "lost"]
type Loss = Literal["expired", "gone", "too-large", "damaged", "refused"]
"""Why there are no bytes: WhatsApp's id died, it had nothing under it, our limit, other bytes than
were announced, or an address that our token must not be sent to.
"""

DAY_MS = 24 * 60 * 60 * 1000
# Meta: an id of a webhook lives 7 days, an uploaded file 30 (business-phone-numbers/media, checked
# 2026-11-21). We stop a day short of the second: a message on its way must not lose its file.
MEDIA_LIFE_MS = 7 * DAY_MS
UPLOAD_LIFE_MS = 29 * DAY_MS


@dataclass(frozen=True, slots=True)
class MediaState:
    """One attachment. Until it is kept, `sha256` and `mime` are what WhatsApp announced.

    `message` is the first message that carried it, `at` that message's time. `media_id` is empty
    for a file of ours. A pending one is asked for from `due_at` on, after `tries` in vain.
    """

    id: str
    message: str
    phone_number_id: str = ""
    media_id: str = ""
    at: int = 0
    stage: MediaStage = "pending"
    mime: str = ""
    sha256: str = ""
    bytes: int = 0
    reason: Loss | Literal[""] = ""
    tries: int = 0
    due_at: int = 0
    expires_at: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of ours that WhatsApp has a copy of, under `media_id`, until `expires_at`."""

    id: str
    phone_number_id: str
    sha256: str
    mime: str
    media_id: str = ""
    expires_at: int = 0


def media_key(phone_number_id: str, media: Media) -> str:
    """The id of an attachment: by WhatsApp's id on this number, or one of ours by its content."""
    if media.id:
        return digest("media", phone_number_id, media.id)
    return digest("media", "", media.sha256)


def upload_key(phone_number_id: str, sha256: str, mime: str) -> str:
    """The id of WhatsApp's copy of a file: the same bytes as another type are another copy."""
    return digest("upload", phone_number_id, sha256, mime)


def kept(state: MediaState, *, sha256: str, mime: str, size: int) -> MediaState:
    """The bytes are here: nothing that is said later changes that."""
    return replace(state, stage="kept", sha256=sha256, mime=mime, bytes=size, reason="")


def lost(state: MediaState, reason: Loss) -> MediaState:
    """There will be no bytes, unless they are here already."""
    return state if state.stage == "kept" else replace(state, stage="lost", reason=reason)


def put_off(state: MediaState, *, tries: int, due_at: int) -> MediaState:
    """It was asked for in vain; told twice is once."""
    if state.stage != "pending" or tries <= state.tries:
        return state
    return replace(state, tries=tries, due_at=due_at)
