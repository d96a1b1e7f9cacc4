"""Who may append to a folder: whoever holds `flock` on DIR/journal.lock.

The kernel lets go of it when the process dies, however it dies, so no lock is ever stale.
"""

import fcntl
import os
from pathlib import Path

from saath.journal.errors import JournalLocked, JournalUnavailable

FILE = "journal.lock"


class FolderLock:
    """A held lock. Only `take` makes one."""

    def __init__(self, descriptor: int) -> None:
        """Keep the open file: closing it lets go."""
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, folder: Path) -> "FolderLock":
        """Take the lock at once, or raise `JournalLocked`."""
        descriptor = _open(folder)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise JournalLocked(
                f"Another Saath is running on {folder}. Stop it, or let it do the work."
            ) from error
        return cls(descriptor)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two processes hold two locks."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _open(folder: Path) -> int:
    try:
        return os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise JournalUnavailable(
            f"The journal's lock in {folder} could not be opened: {error.strerror}."
        ) from error
