"""Threads for work that may be done twice: fetching attachments, uploading files. Never a message.

What is under way is remembered here only, and so is how long a number that gets no answers is left
alone: a process that dies leaves everything waiting, and the next one begins again.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from saath.deliver.fetching import Fetching, Trouble, fetch
from saath.deliver.surroundings import Surroundings, append_outcome
from saath.deliver.uploading import Later, Uploading, Wish, upload_file
from saath.domain.facts import MediaFetched, OutcomeKnown
from saath.media import Shelf
from saath.store.bodies import encode_errand, encode_outcome
from saath.store.media import Wanted
from saath.whatsapp.graph import Line

SIZE, KEPT_FOR_UPLOADS = 5, 1
TROUBLE_FIRST_MS, TROUBLE_LAST_MS = 5_000, 300_000
FELL_AGAIN_MS = 60_000
FORGOTTEN_AFTER_MS = 3_600_000

log = logging.getLogger("saath.deliver")


class Errands:
    """A few threads, shared by all businesses."""

    def __init__(self, around: Surroundings, shelf: Shelf, size: int = SIZE) -> None:
        """Start no thread yet."""
        self._around = around
        self._shelf = shelf
        self._size = size
        self._client = around.hands.client()
        self._threads = around.hands.threads(size)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._running: set[str] = set()
        self._waits: dict[str, tuple[int, int]] = {}
        """By what waits: how often it was tried in vain, and until when it waits."""

    @property
    def free(self) -> int:
        """How many fetches may start now: a person may be waiting for an upload."""
        return max(0, self._free - KEPT_FOR_UPLOADS)

    @property
    def _free(self) -> int:
        with self._lock:
            return self._size - len(self._running)

    @property
    def running(self) -> frozenset[str]:
        """What is under way, by the keys of attachments and uploads."""
        with self._lock:
            return frozenset(self._running)

    @property
    def resting(self) -> int:
        """How many fetches and uploads are remembered as left alone, and numbers with them."""
        with self._lock:
            return len(self._waits)

    def waits(self, name: str, now: int) -> bool:
        """Whether this number, or this upload, is left alone for now."""
        with self._lock:
            _tries, until = self._waits.get(name, (0, 0))
        return now < until <= now + TROUBLE_LAST_MS

    def fetch(self, business: str, wanted: Wanted, line: Line) -> None:
        """Fetch an attachment in a thread."""
        around = self._around
        job = Fetching(
            business,
            wanted,
            line,
            self._client,
            self._shelf,
            around.clock,
            around.ticks,
            around.passing,
        )
        self._start(business, wanted.state.id, partial(self._fetch, job))

    def upload(self, business: str, wish: Wish) -> None:
        """Upload a file in a thread, unless that is under way or has to wait."""
        if wish.key in self.running or not self._free:
            return
        tries, _until = self._waits.get(wish.key, (0, 0))
        around = self._around
        job = Uploading(
            business, wish, self._client, self._shelf, around.clock, around.passing, tries
        )
        self._start(business, wish.key, partial(self._upload, job))

    def close(self) -> None:
        """Let what runs come to its end."""
        self._closing.set()
        self._threads.shutdown(wait=True)
        self._client.close()

    def _start(self, business: str, key: str, run: Callable[[], None]) -> None:
        with self._lock:
            self._running.add(key)
        future = self._threads.submit(run)
        future.add_done_callback(partial(self._ended, business, key))

    def _ended(self, business: str, key: str, future: Future[None]) -> None:
        error = future.exception()
        if error is not None:
            log.error(
                "deliver.errand.fell", extra={"business": business, "error": type(error).__name__}
            )
            self._wait(key, self._around.clock() + FELL_AGAIN_MS)
        with self._lock:
            self._running.discard(key)

    def _fetch(self, job: Fetching) -> None:
        number = job.line.phone_number_id
        fetched = fetch(job)
        if isinstance(fetched, Trouble):
            log.warning("deliver.fetch.waits", extra={"business": job.business})
            # A full disk says nothing about the number: only this attachment is left alone.
            self._wait(job.wanted.state.id if fetched.is_ours else number, 0)
            return
        self._forget(number)
        self._append(job.business, fetched)

    def _upload(self, job: Uploading) -> None:
        uploaded = upload_file(job)
        if isinstance(uploaded, Later):
            log.warning("deliver.upload.waits", extra={"business": job.business})
            name = job.wish.line.phone_number_id if uploaded.stops_number else job.wish.key
            self._wait(name, uploaded.retry_at)
            return
        self._forget(job.wish.key)
        if isinstance(uploaded, OutcomeKnown):
            append_outcome(self._around, self._closing, job.business, encode_outcome(uploaded))
            return
        append_outcome(self._around, self._closing, job.business, encode_errand(uploaded))
        self._around.passing("upload recorded")

    def _append(self, business: str, fetched: MediaFetched) -> None:
        append_outcome(self._around, self._closing, business, encode_errand(fetched))
        self._around.passing("fetch recorded")

    def _wait(self, name: str, until: int) -> None:
        """Leave it alone until then; for twice as long each time when nothing says how long."""
        now = self._around.clock()
        with self._lock:
            left = {key: w for key, w in self._waits.items() if now - w[1] < FORGOTTEN_AFTER_MS}
            self._waits = left  # of uploads that nobody wants any more
            tries, _until = self._waits.get(name, (0, 0))
            wait = min(TROUBLE_FIRST_MS * 2**tries, TROUBLE_LAST_MS)
            self._waits[name] = (min(tries + 1, 10), until or now + wait)

    def _forget(self, name: str) -> None:
        with self._lock:
            self._waits.pop(name, None)
