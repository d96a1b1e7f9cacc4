"""Chats exported from WhatsApp, read into records: pure, streaming, no Django.

Nothing here knows a business, a verdict or a database. Doors: `open_exports`, `survey`, `read`.
"""

from saath.chatexport.bodies import is_missed_call
from saath.chatexport.dates import meanings
from saath.chatexport.reader import Reading, read
from saath.chatexport.records import Coverage, DateOrder, Kind, Record, Source, Unreadable
from saath.chatexport.sources import open_exports, watched

__all__ = [
    "Coverage",
    "DateOrder",
    "Kind",
    "Reading",
    "Record",
    "Source",
    "Unreadable",
    "is_missed_call",
    "meanings",
    "open_exports",
    "read",
    "watched",
]
