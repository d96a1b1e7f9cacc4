"""Threads that post attempts and append what became of them. The loop never waits for WhatsApp.

An outcome is never given up while this process lives: until the journal takes it, its attempt is
open and nobody may try again. A process that dies leaves it to the next one, which doubts it.
"""

import logging
import threading
from concurrent.futures import Future
from functools import partial

from saath.deliver.asking import Parcel
from saath.deliver.pace import Pace
from saath.deliver.posting import FRESH_S, doubt, post
from saath.deliver.surroundings import Surroundings, append_outcome
from saath.domain.facts import OutcomeKnown
from saath.store.bodies import encode_outcome
from saath.whatsapp.error_codes import TOO_FAST

SIZE = 16

log = logging.getLogger("saath.deliver")


class Pool:
    """A few threads; as many posts at once, and none waits in line."""

    def __init__(self, around: Surroundings, pace: Pace, size: int = SIZE) -> None:
        """Start no thread yet."""
        self._around = around
        self._pace = pace
        self._size = size
        self._client = around.hands.client()
        self._threads = around.hands.threads(size)
        self._running: set[Future[None]] = set()
        self._closing = threading.Event()

    @property
    def free(self) -> int:
        """How many posts may start now."""
        self._running = {future for future in self._running if not future.done()}
        return self._size - len(self._running)

    def start(self, business: str, parcel: Parcel, *, born: float) -> None:
        """Post it in a thread. Its attempt is in the journal; the guard was asked at `born`."""
        future = self._threads.submit(self._deliver, business, parcel, born)
        future.add_done_callback(partial(self._ended, business, parcel))
        self._running.add(future)

    def close(self) -> None:
        """Let what runs come to its end; outcomes that the journal does not take are left."""
        self._closing.set()
        self._threads.shutdown(wait=True)
        self._client.close()

    def _deliver(self, business: str, parcel: Parcel, born: float) -> None:
        around = self._around

        def is_fresh() -> bool:
            around.passing("connected")
            return around.ticks() - born <= FRESH_S

        around.passing("posting")
        posted = post(
            self._client,
            parcel,
            is_fresh=is_fresh,
            clock=around.clock,
        )
        around.passing("answered")
        number = posted.outcome.phone_number_id
        if posted.silent_until:
            self._pace.silence(number, posted.silent_until, posted.at)
        if posted.outcome.code == TOO_FAST:
            self._pace.slow(number, around.clock())
        self._append(business, posted.outcome)
        around.passing("recorded")

    def _ended(self, business: str, parcel: Parcel, future: Future[None]) -> None:
        """A post that fell over is in doubt: it may have happened before."""
        error = future.exception()
        if error is None:
            return
        log.error("deliver.post.fell", extra={"business": business, "error": type(error).__name__})
        attempt = parcel.attempt
        self._append(business, doubt(attempt.intention, attempt.number, "internal error"))

    def _append(self, business: str, outcome: OutcomeKnown) -> None:
        append_outcome(self._around, self._closing, business, encode_outcome(outcome))
