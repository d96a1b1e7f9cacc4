"""What the journal refuses and how it breaks, each a sentence an operator can read.

What is not here: anything about the content of a record. No message text, name or number ever
enters one of these sentences, because they are logged.

`args` always holds exactly what the constructor was given, so that an error crosses the socket
(and pickles) as its class name and its arguments.
"""

from typing import override


class JournalError(Exception):
    """The root of everything the journal raises on purpose."""


class NoJournal(JournalError):
    """There is no journal in this place."""


class HeadMoved(JournalError):
    """A conditional append lost: something was appended since its author looked."""


class Fenced(JournalError):
    """Somebody else took the business since: whoever reads this must stop writing for it."""


class JournalUnavailable(JournalError):
    """The record could not be made durable, or nobody can say whether it was. Answer 503."""


class JournalLocked(JournalError):
    """Another process is the appender of this folder."""


class FormatTooNew(JournalError):
    """The journal, or a record in it, was written by a later release than this one."""


class JournalCorrupt(JournalError):
    """A record is missing or is not what was written. The business's writer stops here."""

    def __init__(self, business: str, lane: str, position: int, found: str) -> None:
        """Name the place; `found` says what is wrong there."""
        super().__init__(business, lane, position, found)
        self.business = business
        self.lane = lane
        self.position = position
        self.found = found

    @override
    def __str__(self) -> str:
        return (
            f"The journal of {self.business!r} is damaged in lane {self.lane!r}"
            f" at position {self.position}: {self.found}. Restore it from a backup."
        )
