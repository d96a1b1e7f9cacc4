"""THE JOURNAL. Everything that happens to a conversation, in order, before anything else happens.

Append, read, redact; on SQLite and on PostgreSQL; knows no Django and no meaning of a body.
"""

from saath.journal.appender import GroupCommit
from saath.journal.arrange import Append
from saath.journal.awaiting import LoopAppends
from saath.journal.contract import Driver, Journal
from saath.journal.errors import (
    Fenced,
    FormatTooNew,
    HeadMoved,
    JournalCorrupt,
    JournalError,
    JournalLocked,
    JournalUnavailable,
    NoJournal,
)
from saath.journal.formats import newest, upcast
from saath.journal.opening import appending, create_journal, open_journal
from saath.journal.records import UNCLAIMED, Entry, Kind, Lane, LaneHead, Record

__all__ = [
    "UNCLAIMED",
    "Append",
    "Driver",
    "Entry",
    "Fenced",
    "FormatTooNew",
    "GroupCommit",
    "HeadMoved",
    "Journal",
    "JournalCorrupt",
    "JournalError",
    "JournalLocked",
    "JournalUnavailable",
    "Kind",
    "Lane",
    "LaneHead",
    "LoopAppends",
    "NoJournal",
    "Record",
    "appending",
    "create_journal",
    "newest",
    "open_journal",
    "upcast",
]
