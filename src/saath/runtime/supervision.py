"""`saath up`: start the children, start them again when they fall, end them all together."""

import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from saath.runtime.folder import Folder, FolderRefused

LOCK_FILE = "up.lock"
RESTART_AFTER_S = 0.3
FALLS_MAX, FALLS_WITHIN_S = 5, 30.0
END_WITHIN_S = 15.0

log = logging.getLogger("saath.up")


@dataclass(slots=True)
class Child:
    """One process and how often it fell lately."""

    role: str
    arguments: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    falls: list[float] = field(default_factory=list)


class Supervisor:
    """The parent process of one installation. Only one may run on a folder."""

    def __init__(self, folder: Folder, host: str, port: int, *, worker: bool) -> None:
        """Prepare the children; nothing starts yet."""
        self._folder = folder
        self._url = f"http://{host}:{port}"
        self._stop = threading.Event()
        # Children hold the other end: when this process is gone, however it ended, they see it.
        self._leash, self._hold = os.pipe()
        roles = [("serve", [host, str(port)])] + ([("work", [])] if worker else [])
        self._children = [Child(role, arguments) for role, arguments in roles]

    def run(self) -> int:
        """Run until SIGTERM or SIGINT; 1 when a child kept falling."""
        with _held(self._folder.path / LOCK_FILE):
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._stopped)
            for child in self._children:
                self._start(child)
            try:
                return self._watch()
            finally:
                self._end()

    def _stopped(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _start(self, child: Child) -> None:
        command = [sys.executable, "-m", "saath.runtime.child", child.role, str(self._leash)]
        child.process = subprocess.Popen(  # noqa: S603  (our own program)
            [*command, str(self._folder.path), *child.arguments],
            pass_fds=[self._leash],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _watch(self) -> int:
        announced = False
        while not self._stop.wait(0.1):
            for child in self._children:
                if _fell(child) and not self._restart(child):
                    return 1
            if not announced and self._is_ready():
                announced = True
                sys.stderr.write(f"Saath is at {self._url}\n")
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

    def _is_ready(self) -> bool:
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"{self._url}/healthz", timeout=1) as answer,  # noqa: S310
        ):
            return bool(answer.status == 200)
        return False

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


def _fell(child: Child) -> bool:
    return child.process is not None and child.process.poll() is not None


class _held:  # noqa: N801  (a context manager)
    """The folder's `up`, held by one process at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
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

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
