"""A business that links its number with a served simulator: the house, the door, the clock."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from saath.domain.policy import Number, Policy
from saath.journal import Journal
from saath.net import Client
from saath.project import Writer, bulk, live, open_writer
from saath.requests import publish
from saath.store.founding import Founding, found
from saath.store.linking import Door, Safe, set_door
from saath.transition.around import Around
from saath.transition.link import LinkView, go_on, link
from tests.integration.simulator.aside import Aside, served_aside
from tests.sending import NoWaker

BUSINESS = "tea-house"
KEY = b"\x5a" * 32
NUMBER = Number("106540352242922", "102290129340398", "506914307656634", "+91 55500 43210")


@dataclass
class House:
    """One business before a pretend Meta. `ahead` moves our clock and nobody else's."""

    journal: Journal
    meta: Aside
    client: Client
    callback_url: str = ""
    ahead: int = 0
    writers: list[Writer] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=count)

    @property
    def now(self) -> int:
        """The simulator's time, and what we are ahead of it."""
        return self.meta.served.world.now + self.ahead

    @property
    def around(self) -> Around:
        """What linking is given."""
        safe = Safe(KEY, lambda: next(self.ids).to_bytes(12))
        return Around(
            self.journal, NoWaker(), safe, self.client, lambda: self.now,
            lambda: f"link-{next(self.ids)}", self.callback_url,
        )  # fmt: skip

    def door(self, **changed: str) -> Door:
        """The app at the simulator."""
        who = self.meta.identity
        given = {
            "app_id": who["app_id"], "app_secret": who["app_secret"], "graph_url": who["base_url"],
        } | changed  # fmt: skip
        door = Door(BUSINESS, "simulator", **given)
        set_door(door, self.around.safe, now=self.now)
        return door

    def code(self, *, shares: bool = True) -> dict[str, Any]:
        """The owner says yes on the phone."""
        self.meta.do("ask-link")
        return self.meta.do("answer-link", accept=True, share_history=shares)

    def link(self, door: Door | None = None, **changed: str) -> LinkView:
        """Link as the page does."""
        told = self.code() | changed
        return link(self.around, door or self.door(), code=told["code"], waba_id=told["waba_id"])

    def go_on(self) -> LinkView:
        """Carry on what stopped."""
        return go_on(self.around, BUSINESS)

    def fold(self) -> None:
        """Fold everything that is in the journal."""
        if not self.writers:
            epoch = self.journal.take(BUSINESS)
            self.writers.append(open_writer(self.journal, BUSINESS, epoch))
        while live(self.writers[0]).moved or bulk(self.writers[0]).moved:
            pass


@contextmanager
def house(journal: Journal) -> Iterator[House]:
    """Found the business and serve the simulator."""
    with served_aside() as meta, Client() as client:
        made = House(journal, meta, client)
        publish(journal, Policy(BUSINESS, 1, (NUMBER,)), now=made.now - 1)
        secret, token = meta.identity["app_secret"], meta.identity["verify_token"]
        first = Founding(
            BUSINESS, NUMBER, "owner", "password", "saath_key", secret, token, "simulator"
        )
        found(first, KEY, now=made.now, nonces=(b"n" * 12, b"m" * 12))
        made.fold()
        yield made
