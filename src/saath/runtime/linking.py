"""Linking, given to requests as `request.linking`, and the watch that goes on with it by itself.

What the steps are is `transition.link`'s. The watch runs beside the worker: it carries on what
stopped on the way, sounds the alarms of the sync and looks at the numbers from time to time.
"""

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlsplit

from django.db import connections

from saath.bus import Waker
from saath.journal import Journal
from saath.net import Client
from saath.runtime.clock import now_ms
from saath.runtime.folder import Folder
from saath.runtime.ids import new_bytes, new_id
from saath.runtime.settings import PUBLIC_URL_VARIABLE
from saath.store.generation import follow
from saath.store.linking import Door, Safe, linked_businesses, newest_door
from saath.transition import link as linking
from saath.transition.around import Around
from saath.transition.link import LinkView
from saath.transition.sync import due_alarms

NONCE_BYTES = 12
SIMULATOR = "simulator"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERY_S = 30.0
LOOK_EVERY = 20
"""Every so many rounds the numbers are looked at: each look is three calls of Meta's."""

ASK_AGAIN_MS = 10 * 60_000
"""So often a sync is asked for that Meta put off: as long as it wants to be left when it is busy."""

CLAIMED_MS = 3_600_000
"""For how long after linking deliveries are looked for that came before we were known."""

log = logging.getLogger("saath.watch")


def around(folder: Folder, journal: Journal, waker: Waker, client: Client) -> Around:
    """What linking needs of this process."""
    safe = Safe(folder.key, lambda: new_bytes(NONCE_BYTES))
    return Around(journal, waker, safe, client, now_ms, new_id)


def callback_at(asked_at: str, public_url: str, *, simulated: bool) -> str:
    """Where WhatsApp reaches us, "" if nobody knows: what was kept before counts then.

    The address that the owner set comes before the one that a browser happened to ask.
    """
    asked = urlsplit(asked_at)
    if not asked_at or (simulated and asked.hostname in LOOPBACK):
        return asked_at
    if public_url:
        return f"{public_url.rstrip('/')}{asked.path}"
    return asked_at if asked.scheme == "https" and asked.hostname not in LOOPBACK else ""


@dataclass(frozen=True, slots=True)
class LinkingDoor:
    """Where pages and programs link."""

    around: Around
    asked_at: str = ""
    """The address that somebody asked us at; whichever Host their browser named."""

    def reached_at(self, callback_url: str) -> Self:
        """The same door; this was asked at this address."""
        return replace(self, asked_at=callback_url)

    def app(self, business: str) -> Door | None:
        """The app through which the business links, if one was given."""
        return newest_door(business, self.around.safe)

    def present(self, business: str) -> LinkView:
        """The newest link as it stands."""
        return linking.present(self.around, business)

    def link(self, door: Door, code: str, waba_id: str) -> LinkView:
        """Link with a code of the sign-up."""
        return linking.link(self._outside(door), door, code=code, waba_id=waba_id)

    def go_on(self, business: str) -> LinkView:
        """Carry on what stopped."""
        return linking.go_on(self._outside(self.app(business)), business)

    def _outside(self, door: Door | None) -> Around:
        simulated = door is not None and door.provider == SIMULATOR
        public = os.environ.get(PUBLIC_URL_VARIABLE, "")
        return replace(
            self.around, callback_url=callback_at(self.asked_at, public, simulated=simulated)
        )

    def fail(self, business: str, provider: str, problem: str, detail: str) -> LinkView:
        """Keep why the sign-up ended early."""
        return linking.fail(
            self.around, business, provider=provider, problem=problem, detail=detail
        )


@dataclass(slots=True)
class Watch:
    """One thread that goes round all businesses that link or have linked."""

    around: Around
    every_s: float = EVERY_S
    rounds: int = 0
    asked_at: dict[str, int] = field(default_factory=dict)
    looked_at: dict[tuple[str, str], int] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, after what is being asked just now."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def once(self) -> None:
        """One round; what fails for one business is tried again in the next."""
        follow()
        for business in linked_businesses():
            self._safely(business, self._carry_on)
            self._safely(business, self._ask_again)
            self._safely(business, self._alarm)
            if self.rounds % LOOK_EVERY == 0:
                self._safely(business, self._look)
        self.rounds += 1

    def _carry_on(self, business: str) -> None:
        view = linking.present(self.around, business)
        if view.state == "linking" or view.problem == "meta_unreachable":
            linking.go_on(self.around, business)
        if self.around.clock() - view.linked_at < CLAIMED_MS:
            place = (business, view.phone_number_id)
            _count, self.looked_at[place] = linking.claim_early(
                self.around, *place, after=self.looked_at.get(place, 0)
            )

    def _ask_again(self, business: str) -> None:
        now = self.around.clock()
        before = self.asked_at.get(business)
        is_due = before is None or now - before >= ASK_AGAIN_MS
        if is_due and linking.ask_again(self.around, business):
            self.asked_at[business] = now

    def _alarm(self, business: str) -> None:
        due = due_alarms(business, self.around.clock())
        if due:
            self.around.journal.append(due)

    def _look(self, business: str) -> None:
        linking.look_at_numbers(self.around, business)

    def _safely(self, business: str, act: Callable[[str], None]) -> None:
        try:
            act(business)
        except Exception as error:  # one business must not end the watch over the others
            log.error(  # noqa: TRY400  (a trace may show rows of people)
                "watch.round.failed", extra={"business": business, "kind": type(error).__name__}
            )

    def _run(self) -> None:
        while not self._stop.wait(self.every_s):
            try:
                self.once()
            except Exception as error:  # the tables may be away; the next round tries again
                log.error("watch.round.failed", extra={"kind": type(error).__name__})  # noqa: TRY400
            finally:
                connections.close_all()
