"""Assessments in the background: one at a time in a process of its own, the others wait in a row.

What a request may do with them is `Assessing`; it is bound when the process opens its pages.
"""

import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import connections
from django.http import HttpRequest, HttpResponse

from saath.runtime.clock import now_ms
from saath.runtime.ids import new_secret
from saath.transition.assess.cases import Cases, NoCase, NoRoom
from saath.transition.assess.report import NoPaper

FOLDER = "assess"
WAITING_MAX = 20
SWEEP_EVERY_S = 300.0
FELL_WAIT_S = 1.0
READ_WITHIN_S, PAPER_WITHIN_S, PAPER_WAIT_S = 30 * 60, 60, 10
FAILED = "Something went wrong while reading. Nothing of it was kept. Try with fewer chats."

log = logging.getLogger("saath.assess")


@dataclass(frozen=True, slots=True)
class Assessing:
    """What a request may do: `cases`, ids for new ones, reading them, paper."""

    cases: Cases
    start: Callable[[str], None]
    paper: Callable[[str], bytes]

    def new_id(self) -> str:
        """A secret that names a case, or a file in it."""
        return new_secret()


class Readers:
    """The thread that has cases read, one after the other, and sweeps between."""

    def __init__(self, cases: Cases, done: Callable[[Cases, str], None]) -> None:
        """`done` is called with every case that was read."""
        self._cases = cases
        self._done = done
        self._row: queue.Queue[str | None] = queue.Queue(WAITING_MAX)
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="assess")
        self._ended = threading.Event()
        self._going_on(self._again)
        self._thread.start()

    def start(self, id_: str) -> None:
        """Have this case read; `NoRoom` when too many wait already."""
        try:
            self._row.put_nowait(id_)
        except queue.Full:
            raise NoRoom("Too many assessments wait here. Try again in ten minutes.") from None

    def close(self) -> None:
        """Stop; what was being read is read again after the next start."""
        self._ended.set()
        with suppress(queue.Full):
            self._row.put_nowait(None)
        if child := self._child:
            child.kill()
        self._thread.join(timeout=10)

    def _again(self) -> None:
        """Cases that waited, or were being read, when the process before this one ended."""
        for id_ in self._cases.ids():
            self._going_on(partial(self._again_if_left, id_))

    def _again_if_left(self, id_: str) -> None:
        with suppress(NoCase, NoRoom):
            if self._cases.get(id_).stage in ("waiting", "reading"):
                self.start(id_)

    def _run(self) -> None:
        while not self._ended.is_set():
            if not self._going_on(self._turn):
                self._ended.wait(FELL_WAIT_S)

    def _going_on(self, step: Callable[[], None]) -> bool:
        """An assessment that falls must stop neither the next one nor the pages beside it."""
        try:
            step()
        except Exception as error:  # whatever it was, the rest goes on
            # Its text may hold rows of a chat: only its type is told.
            log.error("An assessment fell: %s", type(error).__name__)  # noqa: TRY400  # no rows
            return False
        return True

    def _turn(self) -> None:
        try:
            id_ = self._row.get(timeout=SWEEP_EVERY_S)
        except queue.Empty:
            self._cases.sweep(now_ms())
            return
        if id_ is not None and not self._ended.is_set():
            self._read(id_)

    def _read(self, id_: str) -> None:
        command = [sys.executable, "-m", "saath.runtime.assess_child", str(self._cases.folder), id_]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
        code = self._waited(self._child)
        self._child = None
        if self._ended.is_set():
            return
        try:
            if code != 0:
                log.warning("An assessment ended with code %s", code)
                self._cases.fail(id_, FAILED)
            self._done(self._cases, id_)
        except NoCase:
            return  # deleted meanwhile
        finally:
            connections.close_all()

    @staticmethod
    def _waited(child: subprocess.Popen[bytes]) -> int:
        with child:
            try:
                return child.wait(READ_WITHIN_S)
            except subprocess.TimeoutExpired:
                child.kill()
                return child.wait()


_paper_mill = threading.Semaphore(1)


def paper(html: str) -> bytes:
    """The page as a PDF, made in a process of its own, one at a time."""
    if not _paper_mill.acquire(timeout=PAPER_WAIT_S):
        raise NoRoom("Others are printing just now. Try again in a minute.")
    try:
        command = [sys.executable, "-m", "saath.runtime.assess_child", "--paper"]
        made = subprocess.run(  # noqa: S603  # our own
            command, input=html.encode(), capture_output=True, timeout=PAPER_WITHIN_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoRoom("The PDF takes too long here. Open the HTML report and print it.") from None
    finally:
        _paper_mill.release()
    if made.returncode == 3:
        raise NoPaper(made.stderr.decode())
    if made.returncode != 0:
        raise NoPaper("The PDF could not be made. Open the HTML report and print it.")
    return made.stdout


def cases_in(folder: Path) -> Cases:
    """The cases of an installation."""
    return Cases(folder / FOLDER)


_bound: list[Assessing] = []


def bind(assessing: Assessing) -> None:
    """From now on requests of this process assess through this."""
    _bound[:] = [assessing]


def give_assessing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Named in the settings as MIDDLEWARE."""

    def given(request: HttpRequest) -> HttpResponse:
        request.assessing = _bound[0] if _bound else None  # type: ignore[attr-defined]  # see `web.assess`
        return get_response(request)

    return given
