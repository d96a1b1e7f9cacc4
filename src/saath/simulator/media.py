"""Media: what was uploaded or sent, its ids that die, its URLs that die sooner.

Lifetimes: developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/
media (URL 5 minutes, upload 30 days, id from a webhook 7 days), read in 2026.
"""

import base64
import hashlib
from dataclasses import dataclass, field

from saath.simulator.chance import Chance
from saath.simulator.clock import DAY, MINUTE, Clock

URL_LIVES = 5 * MINUTE
UPLOAD_LIVES = 30 * DAY
WEBHOOK_ID_LIVES = 7 * DAY


@dataclass(frozen=True, slots=True)
class Media:
    """One stored file."""

    id: str
    data: bytes
    mime: str
    expires: int
    filename: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def sha256_base64(self) -> str:
        return base64.b64encode(hashlib.sha256(self.data).digest()).decode()


@dataclass(slots=True)
class Shelf:
    """All media of a world."""

    clock: Clock
    chance: Chance
    base_url: str
    items: dict[str, Media] = field(default_factory=dict)
    urls: dict[str, tuple[str, int]] = field(default_factory=dict)  # hash -> media id, expiry

    def keep(self, data: bytes, mime: str, *, lives: int, filename: str = "") -> Media:
        media = Media(
            id=self.chance.digits("media", 16),
            data=data,
            mime=mime,
            expires=self.clock.now + lives,
            filename=filename,
        )
        self.items[media.id] = media
        return media

    def find(self, media_id: str) -> Media | None:
        media = self.items.get(media_id)
        return media if media and media.expires > self.clock.now else None

    def url(self, media: Media) -> str:
        expires = self.clock.now + URL_LIVES
        token = self.chance.hexadecimal("media-url", 24)
        self.urls[token] = (media.id, expires)
        query = f"mid={media.id}&ext={expires // 1000}&hash={token}"
        return f"{self.base_url}/whatsapp_business/attachments/?{query}"

    def at_url(self, token: str) -> Media | None:
        media_id, expires = self.urls.get(token, ("", 0))
        return self.find(media_id) if expires > self.clock.now else None
