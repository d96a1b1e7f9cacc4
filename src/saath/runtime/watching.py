"""The sweep: every few seconds look at every business, keep its alerts, send the letters.

Beside the worker's loop, in a thread of its own, so that a loop that stands still is noticed and
told. Several workers may sweep at once: what they write is the same, and a letter is claimed.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from django.db import connections

from saath.bus import Wake, Waker
from saath.domain.alerts import Steadiness
from saath.domain.lights import Light
from saath.journal import Journal
from saath.outbox import has_put_off
from saath.store.founding import NotFounded, list_businesses
from saath.store.generation import follow
from saath.store.kinds import TABLES
from saath.store.lines import GraphLine, list_lines
from saath.store.sightings import SWEEP, Seen, keep
from saath.store.tenancy import as_business
from saath.transition.alerts import Channels, post_due, reconcile
from saath.transition.watch import Place, stand
from saath.transition.watch.asking import ask_all

FIRST_S, SWEEP_S = 2.0, 10.0
ASK_EVERY_MS = 15 * 60_000
ASK_AGAIN_MS = 60_000
"""After no answer; each question may wait for seconds."""
ASK_SOON_MS = 20_000
"""While WhatsApp puts off what is sent: a lost permission is told within the minute."""
SAY_EVERY_MS = 60_000

log = logging.getLogger("saath.watch")


@dataclass(slots=True)
class Sweep:
    """One process's sweep of all businesses."""

    journal: Journal
    place: Place
    waker: Waker
    key: bytes = field(repr=False)
    channels: Channels = field(repr=False)
    clock: Callable[[], int]
    steadiness: dict[str, Steadiness] = field(default_factory=dict)
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked_at: dict[str, int] = field(default_factory=dict)
    said_at: int = 0

    def once(self) -> None:
        """Look at every business once."""
        follow()
        try:
            businesses = list_businesses()
        except NotFounded:
            return
        lines = list_lines(self.key)
        for business in businesses:
            with _guarded("ask", business):
                self._ask(business, lines)
            with _guarded("look", business):
                self._look(business)
            with _guarded("post", business):
                self._post(business)
        self._say(businesses)

    def _ask(self, business: str, lines: list[GraphLine]) -> None:
        now = self.clock()
        with as_business(business, TABLES, reads=True):
            is_put_off = has_put_off(business)
        wait, older_than = ASK_AGAIN_MS, ASK_EVERY_MS
        if is_put_off:
            wait = older_than = ASK_SOON_MS
        if not 0 <= now - self.asked_at.get(business, 0) < wait:
            self.asked_at[business] = now
            ask_all(business, lines, now=now, older_than=older_than)

    def _post(self, business: str) -> None:
        guard = partial(_guarded, "letter", business)
        post_due(business, self.channels, clock=self.clock, guard=guard)

    def _look(self, business: str) -> None:
        now = self.clock()
        found = stand(business, journal=self.journal, place=self.place, now=now)
        signs = [sign for light in found.lights for sign in light.signs]
        present = {sign.subject for sign in signs if sign.subject}
        steady = self.steadiness.setdefault(business, Steadiness()).settle(signs, now)
        changed = reconcile(business, steady, present=present, now=now)
        if self._moved(business, found.lights) or changed:
            self.waker.wake(Wake("tables", business))

    def _moved(self, business: str, lights: tuple[Light, ...]) -> bool:
        states = tuple(light.state for light in lights)
        before = self.shown.get(business)
        self.shown[business] = states
        return before is not None and before != states

    def _say(self, businesses: list[str]) -> None:
        """Leave a trace now and then, so that a sweep that stopped is noticed."""
        now = self.clock()
        if not 0 <= now - self.said_at < SAY_EVERY_MS:
            for business in businesses:
                keep(business, Seen(SWEEP, now, "{}"))
            self.said_at = now


@contextmanager
def _guarded(what: str, business: str) -> Iterator[None]:
    """Keep what goes wrong here from the others: it is logged by the kind of its error."""
    try:
        yield
    except Exception as error:
        extra = {"kind": type(error).__name__, "business": business}
        log.error(f"watch.{what}.failed", extra=extra)  # noqa: TRY400, G004  (no text of it, ever)
        connections.close_all()


class Sweeping:
    """The thread. A sweep that fails is logged by the kind of its error, and the next one comes."""

    def __init__(self, sweep: Sweep) -> None:
        """Start it."""
        self._sweep = sweep
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it; a letter on its way is sent to its end."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            wait = FIRST_S
            while not self._stop.wait(wait):
                self._once()
                wait = SWEEP_S
        finally:
            connections.close_all()

    def _once(self) -> None:
        try:
            self._sweep.once()
        except Exception as error:
            log.error("watch.sweep.failed", extra={"kind": type(error).__name__})  # noqa: TRY400
            connections.close_all()
