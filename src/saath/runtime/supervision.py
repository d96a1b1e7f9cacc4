"""`saath up`: start the children, start them again when they fall, end them all together."""

import _thread
import fcntl
import http.client
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from saath.runtime.folder import Folder, FolderRefused
from saath.runtime.settings import PUBLIC_URL_VARIABLE

LOCK_FILE = "up.lock"
UP_FILE = "up.json"
RESTART_AFTER_S = 0.3
FALLS_MAX, FALLS_WITHIN_S = 5, 30.0
END_WITHIN_S = 15.0
READY_WITHIN_S = 60.0

log = logging.getLogger("saath.up")


@dataclass(slots=True)
class Child:
    """One process and how often it fell lately."""

    role: str
    arguments: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    falls: list[float] = field(default_factory=list)


class KeptFalling(Exception):
    """The children do not stay up; what they logged says why."""


class Supervisor:
    """The parent process of one installation. Only one may run on a folder."""

    def __init__(
        self, folder: Folder, host: str, port: int, *, worker: bool, log_to: IO[bytes] | None = None
    ) -> None:
        """Prepare the children; nothing starts yet. `log_to` takes what they log."""
        self._folder = folder
        self._url = dialled(host, port)
        self._log_to = log_to
        self._stop = threading.Event()
        self._is_ready = self._gave_up = False
        # Children hold the other end: when this process is gone, however it ended, they see it.
        self._leash, self._hold = os.pipe()
        roles = [("serve", [host, str(port)])] + ([("work", [])] if worker else [])
        self._children = [Child(role, arguments) for role, arguments in roles]

    def run(self) -> int:
        """Run until SIGTERM or SIGINT; 1 when a child kept falling."""
        with _held(self._folder.path / LOCK_FILE, self._url):
            self._tell_where()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._stopped)
            self._start_all()
            threading.Thread(target=self._announce, daemon=True).start()
            try:
                return self._watch()
            finally:
                self._end()

    @contextmanager
    def running(self) -> Iterator[str]:
        """Run beside what the caller does; give the address once it answers."""
        with _held(self._folder.path / LOCK_FILE, self._url):
            self._start_all()
            watching = threading.Thread(target=self._watch_beside, daemon=True)
            watching.start()
            try:
                self._require(self._await_ready())
                self._is_ready = True
                yield self._url
            except KeyboardInterrupt:
                self._require(not self._gave_up)
                raise
            finally:
                self._stop.set()
                watching.join()
                self._end()

    def _watch_beside(self) -> None:
        """Watch; when nothing is left to run beside, end what runs in the main thread."""
        if self._watch():
            self._gave_up = True
            if self._is_ready:
                _thread.interrupt_main()

    @staticmethod
    def _require(standing: bool) -> None:  # noqa: FBT001  (it is the whole question)
        if not standing:
            raise KeptFalling("Saath does not stay up. Its last words are above.")

    def _tell_where(self) -> None:
        """Leave in the folder where this server listens, for `saath doctor`."""
        said = {"url": self._url, "public_url": os.environ.get(PUBLIC_URL_VARIABLE, "")}
        (self._folder.path / UP_FILE).write_text(json.dumps(said) + "\n")

    def _stopped(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _start_all(self) -> None:
        for child in self._children:
            self._start(child)

    def _start(self, child: Child) -> None:
        command = [sys.executable, "-m", "saath.runtime.child", child.role, str(self._leash)]
        child.process = subprocess.Popen(  # noqa: S603  (our own program)
            [*command, str(self._folder.path), *child.arguments],
            pass_fds=[self._leash],
            stdin=subprocess.DEVNULL,
            stderr=self._log_to,
            start_new_session=True,
        )

    def _watch(self) -> int:
        while not self._stop.wait(0.1):
            for child in self._children:
                if _fell(child) and not self._restart(child):
                    self._stop.set()
                    return 1
        return 0

    def _restart(self, child: Child) -> bool:
        """Start a fallen child again, unless it falls again and again."""
        now = time.monotonic()
        child.falls = [fall for fall in child.falls if fall > now - FALLS_WITHIN_S] + [now]
        code = child.process.returncode if child.process else None
        log.error("up.child.fell", extra={"role": child.role, "code": code})
        if len(child.falls) >= FALLS_MAX:
            sys.stderr.write(
                f"saath: {child.role} fell {FALLS_MAX} times in a row. Its last words are above.\n"
            )
            return False
        if not self._stop.wait(RESTART_AFTER_S):
            self._start(child)
        return True

    def _announce(self) -> None:
        if self._await_ready():
            sys.stderr.write(f"Saath is at {self._url}\n")

    def _await_ready(self) -> bool:
        """Return whether it answers, as soon as that is known."""
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline and not self._stop.wait(0.05):
            with suppress(OSError, http.client.HTTPException), closing(self._connection()) as asked:
                asked.request("GET", "/healthz")
                return asked.getresponse().status == 200
        return False

    def _connection(self) -> http.client.HTTPConnection:
        """A connection to ourselves: no proxy of the environment has a say in it."""
        return http.client.HTTPConnection(self._url.removeprefix("http://"), timeout=1)

    def _end(self) -> None:
        running = [c.process for c in self._children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + END_WITHIN_S
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        os.close(self._hold)
        os.close(self._leash)


def address_of(folder: Folder) -> str:
    """Where the folder's `up` answers, empty if none runs."""
    path = folder.path / LOCK_FILE
    if not path.exists():
        return ""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().decode()
    return ""


def dialled(host: str, port: int) -> str:
    """The address by which this machine reaches what listens there."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104  (compared, not listened on)
        return f"http://127.0.0.1:{port}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _fell(child: Child) -> bool:
    return child.process is not None and child.process.poll() is not None


class _held:  # noqa: N801  (a context manager)
    """The folder's `up`, held by one process at a time; the file says where that one answers."""

    def __init__(self, path: Path, url: str) -> None:
        self._path = path
        self._url = url
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        self._file = self._path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise FolderRefused(
                f"Saath already runs on {self._path.parent}. "
                "Use that one, or stop it first (SIGTERM)."
            ) from None
        self._file.truncate(0)
        self._file.write(self._url.encode())
        self._file.flush()

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
