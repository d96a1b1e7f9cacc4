"""The appender's door for other processes on this machine: DIR/journal.sock.

`AppenderSocket` is its server, in the process that holds the folder; `exchange` is its client.
One call per connection: so whether a call was taken is only in doubt once it is sent. Whoever may
not read the folder may not connect either (0600).
"""

import os
import socket
import threading
import time
from pathlib import Path

from saath.bus.address import socket_address
from saath.journal.contract import Journal
from saath.journal.errors import JournalError, JournalUnavailable
from saath.journal.wire import FRAME_BYTES_MAX, perform_encoded, read_frame, write_frame

FILE = "journal.sock"
BACKLOG = 64
CALL_TIMEOUT_S = 30.0
PAUSE_S = 0.05


class AppenderSocket:
    """Takes calls and has the journal perform them, one thread per call."""

    def __init__(self, journal: Journal, folder: Path) -> None:
        """Listen at once; the caller holds the folder, so an old socket is nobody's."""
        self._journal = journal
        self._path = folder / FILE
        self._is_open = True
        self._callers: set[threading.Thread] = set()
        self._listener = _listen(self._path)
        self._thread = threading.Thread(target=self._accept, name="journal socket", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more calls, and let those inside finish."""
        self._is_open = False
        self._path.unlink(missing_ok=True)
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes `accept`; closing alone would not
        self._thread.join()
        self._listener.close()
        for caller in list(self._callers):
            caller.join(CALL_TIMEOUT_S)

    def _accept(self) -> None:
        while self._is_open:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                if self._is_open:  # out of descriptors: calls wait in line meanwhile
                    time.sleep(PAUSE_S)
                continue
            caller = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._callers.add(caller)
            caller.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(CALL_TIMEOUT_S)
        try:
            with connection, connection.makefile("rwb") as stream:
                frame = read_frame(stream)
                if frame is not None:
                    write_frame(stream, perform_encoded(self._journal, frame))
        except OSError:
            return  # the caller left: it knows that it does not know
        finally:
            self._callers.discard(threading.current_thread())


def exchange(folder: Path, frame: bytes) -> bytes | None:
    """Make one call; None when nobody listens, and then nothing was asked.

    Raises `JournalUnavailable` when the call was sent and no answer came: it may have been done.
    """
    if len(frame) > FRAME_BYTES_MAX:
        raise JournalError("This is too much for one append. Append it in parts.")
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(CALL_TIMEOUT_S)
        if not _connect(connection, folder / FILE):
            return None
        reply = _ask(connection, frame)
    if reply is None:
        raise JournalUnavailable(
            "The running Saath did not answer. The record may or may not be in the journal."
        )
    return reply


def _ask(connection: socket.socket, frame: bytes) -> bytes | None:
    try:
        with connection.makefile("rwb") as stream:
            write_frame(stream, frame)
            return read_frame(stream)
    except OSError:
        return None


def _connect(connection: socket.socket, path: Path) -> bool:
    try:
        with socket_address(path) as address:
            connection.connect(address)
    except (FileNotFoundError, ConnectionRefusedError, BlockingIOError):
        return False
    except OSError as error:
        raise JournalUnavailable(f"{path} could not be reached: {error.strerror}.") from error
    return True


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    try:
        os.fchmod(listener.fileno(), 0o600)  # Linux: holds from the moment the path appears
        with socket_address(path) as address:
            listener.bind(address)
        path.chmod(0o600)  # elsewhere the line above says nothing about the path
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise JournalUnavailable(f"{path} could not be opened: {error}.") from error
    return listener
