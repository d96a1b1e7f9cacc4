"""What an adapter of a provider says of it. Pure: who calls and who listens is elsewhere.

A provider carries Meta's language in wrappings of its own. The next one is one folder beside
these, and its line in `__init__`.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Can:
    """What goes through a provider. None is not known."""

    history: bool | None
    contacts: bool | None
    echoes: bool | None
    signs: bool
    we_ask_for_sync: bool


class Adapter(Protocol):
    """One provider."""

    name: str
    url: str
    can: Can

    def messages_url(self, base_url: str, version: str, phone_number_id: str) -> str:
        """Where messages of this number are sent."""

    def media_url(self, base_url: str, version: str, phone_number_id: str, media_id: str) -> str:
        """Where to ask for the place of an attachment. Parts from outside come quoted."""

    def upload_url(self, base_url: str, version: str, phone_number_id: str) -> str:
        """Where a file of ours is given."""

    def place_url(self, base_url: str, url: str) -> str:
        """Where an attachment is downloaded whose place was told as `url`."""

    def headers(self, token: str) -> dict[str, str]:
        """How a call says who calls."""

    def unwrap(self, body: bytes) -> bytes:
        """A delivery in Meta's envelope. Total: what is not understood comes back as it was."""
