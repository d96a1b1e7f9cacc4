"""MEDIA. Attachments as files: taken in, named by their content, looked at, never trusted.

Not here: where they come from and go to (`whatsapp`, `deliver`), what became of each (`domain`).
"""

from saath.media.serving import Asked, Served, serve
from saath.media.shelf import File, NoRoom, Shelf, Taking, TooLarge
from saath.media.sniffing import inline_type, sniff, told_apart

__all__ = [
    "Asked",
    "File",
    "NoRoom",
    "Served",
    "Shelf",
    "Taking",
    "TooLarge",
    "inline_type",
    "serve",
    "sniff",
    "told_apart",
]
