"""What a message carries: its type, the words a person reads, its attachment.

Not here: who sent it and what became of it (`domain.message`).
"""

from saath.domain.values import dataclass

# Types that say "something was here" without saying what. Any real copy outranks them.
PLACEHOLDERS = frozenset({"media_placeholder", "unsupported", "unrecognized", "errors"})


@dataclass(frozen=True, slots=True)
class Media:
    """An attachment as WhatsApp describes it. The bytes are fetched elsewhere, by `id`."""

    id: str
    mime: str = ""
    sha256: str = ""
    filename: str = ""
    voice: bool = False
    animated: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """One version of a message's body.

    `text` is what a person reads first: body, caption, title of a button. `detail` is canonical
    JSON (sorted keys) of everything the type carries beyond that, or empty. `reply_to` is a wamid.
    """

    type: str
    text: str = ""
    media: Media | None = None
    reply_to: str = ""
    forwarded: bool = False
    detail: str = ""

    @property
    def is_placeholder(self) -> bool:
        """Whether the real body is elsewhere (still on the phone, or not understood)."""
        return self.type in PLACEHOLDERS
