"""The journal of a folder for a process that is not its appender: the CLI beside a server.

Reads go straight to the file. An append goes through the socket of whoever holds the folder; when
nobody does, this process takes it for the length of that append.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from saath.journal.arrange import Append, Result
from saath.journal.contract import READ_BYTES_MAX
from saath.journal.errors import JournalError, JournalLocked, JournalUnavailable
from saath.journal.lock import FolderLock
from saath.journal.records import Entry, Lane, LaneHead, Record
from saath.journal.socket import exchange
from saath.journal.sqlite import SqliteJournal, open_appending
from saath.journal.wire import (
    AppendCall,
    Appended,
    Call,
    RedactCall,
    Redacted,
    Reply,
    TakeCall,
    Taken,
    decode,
    encode,
    perform,
    refusal,
)

ATTEMPTS = 100
PAUSE_S = 0.02
"""Two seconds in all: an appender that holds the folder but does not listen is starting or
stopping."""


class SocketJournal:
    """The journal of one folder, appended to by whoever holds it."""

    def __init__(self, folder: Path) -> None:
        """Open the file for reading."""
        self._folder = folder
        self._file = SqliteJournal(folder)

    def append(
        self, entries: Sequence[Entry], *, if_head: int | None = None, epoch: int | None = None
    ) -> list[int]:
        """Append through the folder's appender; see `Journal.append`."""
        asked = Append(entries, if_head, epoch)
        match self._perform(AppendCall(list(asked.entries), if_head, epoch)):
            case Appended(positions=positions):
                return positions
            case reply:
                raise refusal(reply)

    def append_all(self, appends: Sequence[Append]) -> list[Result]:
        """Append one after the other: sharing a commit is the appender's part."""
        return [self._result(append) for append in appends]

    def read(
        self,
        business: str,
        lane: Lane,
        *,
        after: int,
        limit: int,
        max_bytes: int = READ_BYTES_MAX,
    ) -> list[Record]:
        """Return checked records; see `Journal.read`."""
        return self._file.read(business, lane, after=after, limit=limit, max_bytes=max_bytes)

    def head(self, business: str, lane: Lane) -> LaneHead:
        """Return where a lane stands."""
        return self._file.head(business, lane)

    def heads(self) -> list[LaneHead]:
        """Return every lane."""
        return self._file.heads()

    def take(self, business: str) -> int:
        """Raise the epoch of both lanes; see `Journal.take`."""
        match self._perform(TakeCall(business)):
            case Taken(epoch=epoch):
                return epoch
            case reply:
                raise refusal(reply)

    def redact(self, business: str, lane: Lane, position: int, body: bytes) -> None:
        """Rewrite one body; see `Journal.redact`."""
        match self._perform(RedactCall(business, lane, position, body)):
            case Redacted():
                return
            case reply:
                raise refusal(reply)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _result(self, append: Append) -> Result:
        try:
            return self.append(append.entries, if_head=append.if_head, epoch=append.epoch)
        except JournalError as error:
            return error

    def _perform(self, call: Call) -> Reply:
        """Have the call performed by whoever may: the holder of the folder, else this process."""
        self._file.check_open()
        for _ in range(ATTEMPTS):
            try:
                lock = FolderLock.take(self._folder)
            except JournalLocked:
                answer = exchange(self._folder, encode(call))
                if answer is not None:
                    return decode(answer)
                time.sleep(PAUSE_S)
            else:
                return self._perform_here(lock, call)
        raise JournalUnavailable(
            f"Another process holds {self._folder} but takes no calls. Stop it, or try again."
        )

    def _perform_here(self, lock: FolderLock, call: Call) -> Reply:
        journal = open_appending(self._folder, lock)
        try:
            return perform(journal, call)
        finally:
            journal.close()
