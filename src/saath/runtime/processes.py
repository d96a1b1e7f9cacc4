"""The processes of an installation: one that serves, one that works, one that watches both.

A child ends when its parent does, however that ended: it holds the reading end of a pipe whose
other end only the parent has.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from types import FrameType
from typing import Any

from django.conf import settings

from saath.bus import Waker, open_waiter, open_waker
from saath.deliver import Surroundings
from saath.journal import Journal, open_journal
from saath.media import Shelf
from saath.net import Client
from saath.queries.evidence import list_tiers
from saath.runtime.asgi import opened
from saath.runtime.checkpoints import checkpoints
from saath.runtime.clock import now_ms, ticks
from saath.runtime.folder import Folder
from saath.runtime.lines import KnownLines
from saath.runtime.linking import Watch
from saath.runtime.linking import around as to_link
from saath.runtime.loop import Worker
from saath.runtime.memory import collect_rarely
from saath.runtime.ports import refuse_taken_port
from saath.runtime.sending import Sending
from saath.runtime.serving import run
from saath.runtime.serving import serve as serve_http
from saath.runtime.settings import PUBLIC_URL_VARIABLE
from saath.runtime.supervision import KeptFalling, Supervisor
from saath.runtime.tiers import KnownTiers
from saath.runtime.watching import Sweep, Sweeping
from saath.store.lines import list_lines
from saath.transition.alerts import Channels
from saath.transition.watch import Place

LOOPBACK = "127.0.0.1"
LOG_FILE = "saath.log"
LAST_WORDS = 2_000
ABANDONED_S = 24 * 60 * 60
"""Nobody takes a file in for a day: what is that old was left behind by a process that died."""


def up(folder: Folder, host: str, port: int, worker: bool) -> int:  # noqa: FBT001  (a door's shape)
    """Run serving and working processes until SIGTERM; they end with this one."""
    refuse_taken_port(host, port)
    return Supervisor(folder, host, port, worker=worker).run()


@contextmanager
def running(folder: Folder, port: int) -> Iterator[str]:
    """Run the same beside what the caller does and give its address; logs go to a file."""
    refuse_taken_port(LOOPBACK, port)
    log_path = folder.path / LOG_FILE
    with log_path.open("ab") as log:
        supervisor = Supervisor(folder, LOOPBACK, port, worker=True, log_to=log)
        try:
            with supervisor.running() as url:
                yield url
        except KeptFalling:
            sys.stderr.write(log_path.read_text()[-LAST_WORDS:])
            raise


def serve(
    folder: Folder,
    host: str,
    port: int,
    pages: bool,  # noqa: FBT001  (a door's shape)
    ready: Callable[[], None] = lambda: None,
) -> int:
    """Answer requests in this process until SIGTERM; `ready` is called once it does."""
    refuse_taken_port(host, port)
    collect_rarely()
    run(_serve(folder, host, port, ready, pages=pages))
    return 0


async def _serve(
    folder: Folder, host: str, port: int, ready: Callable[[], None], *, pages: bool
) -> None:
    async with opened(folder, pages=pages) as application:
        await serve_http(application, host, port, ready=ready)


def work(folder: Folder) -> int:
    """Fold the journal, and send, in this process until SIGTERM."""
    stop = threading.Event()

    def _stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    collect_rarely()
    place = folder.journal_place
    with (
        closing(open_journal(place, appender=False)) as journal,
        closing(open_waiter(place, "live")) as waiter,
        closing(open_waker(place)) as waker,
    ):
        shelf = Shelf(folder.path)
        shelf.sweep(now_ms() / 1000 - ABANDONED_S)
        lines = KnownLines(partial(list_lines, folder.key), ticks)
        around = Surroundings(journal, waker, now_ms, ticks)
        with (
            closing(Sending(around, lines, shelf, KnownTiers(list_tiers, ticks))) as sending,
            Client() as client,
            closing(Watch(to_link(folder, journal, waker, client))) as watch,
        ):
            watch.start()
            alone = folder.engine == "sqlite"
            with (
                closing(Sweeping(_sweep(folder, journal, waker))),
                checkpoints(folder.engine) as wrote,
            ):
                worker = Worker(journal, waiter, waker, now_ms, alone=alone, sending=sending)
                worker.run(stop.is_set, wrote)
    return 0


def _sweep(folder: Folder, journal: Journal, waker: Waker) -> Sweep:
    given: Any = settings
    channels = Channels(given.ALERT_SECRET, given.DEFAULT_FROM_EMAIL, given.ALERTS_INSIDE, _page())
    place = Place(folder.path, folder.engine)
    return Sweep(journal, place, waker, folder.key, channels, now_ms)


def _page() -> str:
    """Where alerts are read, if the pages have an address outside."""
    outside = os.environ.get(PUBLIC_URL_VARIABLE, "").rstrip("/")
    return f"{outside}/alerts" if outside else ""
