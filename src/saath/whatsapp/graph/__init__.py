"""Meta's Graph API over HTTP: send a message, fetch and upload a file, link a number. The one impure part of this room.

What answers mean is decided by pure functions beside the calls. Which version and host is asked
for comes from the connection; nothing here knows a secret longer than a call.
"""

from saath.whatsapp.graph.files import (
    MediaPlace,
    MediaTrouble,
    Uploaded,
    ask_media,
    download,
    is_trusted,
    read_media,
    read_upload,
    upload,
)
from saath.whatsapp.graph.line import SEND_TIMEOUT_S, VERSION, Line
from saath.whatsapp.graph.linking import LINK_TIMEOUT_S, call
from saath.whatsapp.graph.sending import WIDE, Answer, Kind, read_answer, send_message

__all__ = [
    "LINK_TIMEOUT_S",
    "SEND_TIMEOUT_S",
    "VERSION",
    "WIDE",
    "Answer",
    "Kind",
    "Line",
    "MediaPlace",
    "MediaTrouble",
    "Uploaded",
    "ask_media",
    "call",
    "download",
    "is_trusted",
    "read_answer",
    "read_media",
    "read_upload",
    "send_message",
    "upload",
]
