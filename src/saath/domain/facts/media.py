"""Facts of work that may be done twice: an attachment was fetched, or not; a file was uploaded.

There is no attempt before them: nobody outside sees that we asked, or asked again.
"""

from dataclasses import dataclass
from typing import Literal

from saath.domain.media import Loss

type Fetch = Literal["kept", "lost", "deferred"]


@dataclass(frozen=True, slots=True)
class MediaFetched:
    """What became of asking for an attachment the `tries`-th time.

    `sha256` and `bytes` are those of what is kept, `mime` what it may be shown as; a deferred one
    is asked for again at `retry_at`.
    """

    media: str
    message: str
    person: str
    phone_number_id: str
    outcome: Fetch
    tries: int
    sha256: str = ""
    mime: str = ""
    bytes: int = 0
    reason: Loss | Literal[""] = ""
    retry_at: int = 0


@dataclass(frozen=True, slots=True)
class MediaUploaded:
    """WhatsApp has a copy of a file of ours, for the intention that asked for it and for others."""

    intention: str
    person: str
    phone_number_id: str
    sha256: str
    mime: str
    media_id: str
    expires_at: int


type MediaFact = MediaFetched | MediaUploaded
