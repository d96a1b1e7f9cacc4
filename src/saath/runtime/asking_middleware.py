"""The middleware that gives a request its door for acting: `request.asking`.

The door is bound when the process opened its journal. What is asked through it is `requests`'.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, override

from django.http import HttpRequest, HttpResponse

from saath import requests
from saath.bus import Waker
from saath.domain.facts import RequestMade
from saath.domain.outgoing import Attachment
from saath.domain.policy import Past
from saath.domain.refusals import Refusal
from saath.journal import Journal
from saath.media import Shelf
from saath.queries.businesses import get_past, get_pause
from saath.queries.media import FileView
from saath.requests import Answer, Asked, Served, Waiting
from saath.runtime.clock import ticks
from saath.runtime.ids import new_id
from saath.runtime.linking import LinkingDoor
from saath.transition.bundle import zip_one
from saath.transition.contacts import File, Read, Taken, bring
from saath.transition.watch import Place, Standing, Watch, stand

WAITING = Waiting(ticks, time.sleep)
NO_SHELF = Shelf(Path("no-folder"))
NOWHERE = Place(Path(), "")


@dataclass(frozen=True, slots=True)
class Door:
    """Where pages and programs ask. The journal and the waker are this process's own."""

    journal: Journal
    waker: Waker
    waiting: Waiting = WAITING
    shelf: Shelf = NO_SHELF
    place: Place = NOWHERE
    _watch: list[Watch] = field(default_factory=list)

    def standing(self, business: str, now: int) -> Standing:
        """The three lights and the open alerts, at most a few seconds old."""
        if not self._watch:
            self._watch.append(Watch(self.journal, self.place, ticks))
        return self._watch[0].standing(business, now)

    def pack(self, business: str, conversation: str, now: int) -> IO[bytes]:
        """One conversation with its proof, as a zip."""
        return zip_one(self.journal, business, conversation, now=now)

    def bring(self, business: str, read: Read, file: File, now: int) -> Taken:
        """Take contacts that were read from a file."""
        return bring(self.journal, self.waker, business, read, file, now=now)

    def new_key(self) -> str:
        """A key that makes one form one request, however often it is sent."""
        return new_id()

    def ask(self, business: str, request: RequestMade, now: int) -> Answer:
        """Ask something of a conversation and wait a moment for the answer."""
        return requests.ask(
            self.journal, self.waker, business, request, now=now, waiting=self.waiting
        )

    def pause(self, business: str, by: str, reason: str, now: int) -> None:
        """Let nothing automatic be sent; return when pages show it, or soon after."""
        requests.pause(self.journal, self.waker, business, by=by, reason=reason, now=now)
        self._await(business, paused=True)

    def resume(self, business: str, now: int) -> None:
        """Let what is automatic go on."""
        requests.resume(self.journal, self.waker, business, now=now)
        self._await(business, paused=False)

    def keep_file(
        self, business: str, parts: Iterable[bytes], filename: str
    ) -> Attachment | Refusal:
        """Keep a file that somebody wants to send, or say why it cannot be sent."""
        return requests.keep_file(self.shelf, business, parts, filename)

    def find_file(self, business: str, sha256: str, filename: str) -> Attachment | None:
        """A file that was kept, as something to send."""
        return requests.find_file(self.shelf, business, sha256, filename)

    def serve(self, business: str, file: FileView, asked: Asked) -> Served | None:
        """Answer with the bytes of an attachment; None when they are not there any more."""
        return requests.serve_file(
            self.shelf, business, file.sha256, file.mime, file.filename, asked
        )

    def pass_past(self, business: str, past: Past, now: int) -> None:
        """Say who sees what came over from the phone; return when pages follow, or soon after."""
        requests.change(
            self.journal, self.waker, business, lambda p: replace(p, past=past), now=now
        )
        self._until(lambda: get_past(business) == past)

    def _await(self, business: str, *, paused: bool) -> None:
        self._until(lambda: (get_pause(business) is not None) == paused)

    def _until(self, is_so: Callable[[], bool]) -> None:
        until = self.waiting.clock() + self.waiting.limit_s
        while not is_so() and self.waiting.clock() < until:
            self.waiting.sleep(0.02)


class NoDoor(Exception):
    """This process opened no journal: its pages can be read, nothing can be asked."""


class Shut(Door):
    """The door of such a process."""

    shelf = NO_SHELF

    def __init__(self) -> None:
        """There is nothing behind it."""

    @override
    def standing(self, business: str, now: int) -> Standing:
        """What the tables alone tell; nothing is kept."""
        return stand(business, journal=None, place=NOWHERE, now=now)

    @override
    def ask(self, business: str, request: RequestMade, now: int) -> Answer:
        """Refuse."""
        raise NoDoor

    @override
    def pack(self, business: str, conversation: str, now: int) -> IO[bytes]:
        """Refuse."""
        raise NoDoor

    @override
    def bring(self, business: str, read: Read, file: File, now: int) -> Taken:
        """Refuse."""
        raise NoDoor

    @override
    def pause(self, business: str, by: str, reason: str, now: int) -> None:
        """Refuse."""
        raise NoDoor

    @override
    def pass_past(self, business: str, past: Past, now: int) -> None:
        """Refuse."""
        raise NoDoor

    @override
    def resume(self, business: str, now: int) -> None:
        """Refuse."""
        raise NoDoor

    @override
    def keep_file(
        self, business: str, parts: Iterable[bytes], filename: str
    ) -> Attachment | Refusal:
        """Refuse."""
        raise NoDoor


_bound: list[Door] = [Shut()]


_linking: list[LinkingDoor] = []


def bind(door: Door, linking: LinkingDoor | None = None) -> None:
    """From now on requests of this process ask, and link, through these doors."""
    _bound[:] = [door]
    _linking[:] = [linking] if linking else []


def give_door(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Named in the settings as MIDDLEWARE."""

    def given(request: HttpRequest) -> HttpResponse:
        request.asking = _bound[0]  # type: ignore[attr-defined]  # see `web.asking`
        if _linking:
            request.linking = _linking[0]  # type: ignore[attr-defined]  # see `web.asking`
        return get_response(request)

    return given
