"""What WhatsApp takes as an attachment: which types of file go as which message, and how large.

Limits: Meta, Cloud API, business-phone-numbers/media (mirror of 2025-12, checked 2026-11-21): dated
data, read by whoever takes a file from a person or a program, and once more before it is sent.
"""

from typing import Final, Literal

from saath.domain.refusals import Refusal

type AttachmentType = Literal["image", "video", "audio", "document", "sticker"]

KB, MB = 1024, 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS: Final = (
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    f"{_OFFICE}.wordprocessingml.document",
    f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.presentationml.presentation",
)
TYPES: Final[dict[AttachmentType, tuple[int, tuple[str, ...]]]] = {
    "image": (5 * MB, ("image/jpeg", "image/png")),
    "video": (16 * MB, ("video/mp4", "video/3gpp")),
    "audio": (16 * MB, ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg")),
    "document": (100 * MB, DOCUMENTS),
    "sticker": (500 * KB, ("image/webp",)),
}
"""Per type of message: the most bytes, and the types of file. A static sticker may have 100 KB."""
VOICE_MAX = 512 * KB
# Our own: before its message can be attempted, a file must be with WhatsApp (checked 2026-11-22).
UPLOAD_WAIT_MS = 5 * 60 * 1000
BYTES_MAX = max(size for size, _mimes in TYPES.values())
CAPTION_MAX = 1024
CAPTIONED: Final = frozenset({"image", "video", "document"})


def type_of(mime: str) -> AttachmentType | None:
    """As which type of message a file goes; None for a file that WhatsApp does not take."""
    return next((name for name, (_size, mimes) in TYPES.items() if mime in mimes), None)


def carrying(kind: str) -> AttachmentType | None:
    """The type of message of this name, if it carries a file."""
    return next((name for name in TYPES if name == kind), None)


def unfit(kind: str, mime: str, size: int, *, voice: bool = False) -> Refusal | None:
    """Why this file cannot go as this type of message, or None."""
    named = carrying(kind)
    if named is None:
        return _refused("This type of message carries no file.", "Choose another type.")
    limit, mimes = TYPES[named]
    if mime not in mimes:
        known = ", ".join(mimes)
        return _refused("WhatsApp does not take this kind of file.", f"It takes: {known}.")
    if size > limit:
        remedy = f"As this type of message it takes {in_words(limit)} at most."
        return _refused("This file is too large for WhatsApp.", remedy, "file-too-large")
    if voice and (mime != "audio/ogg" or size > VOICE_MAX):
        return _refused(
            "This cannot be a voice message.",
            f"A voice message is OGG with Opus, of {in_words(VOICE_MAX)} at most.",
        )
    return None if size else _refused("This file is empty.", "Choose another file.", "file-empty")


def in_words(size: int) -> str:
    """A limit for people."""
    return f"{size // MB} MB" if size >= MB else f"{size // KB} KB"


def _refused(sentence: str, remedy: str, code: str = "file-type") -> Refusal:
    return Refusal("not-allowed", sentence, remedy, detail=(("code", code),))
