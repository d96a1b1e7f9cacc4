"""The product in one thread: server, workers and journal of one installation, and how they die.

Every piece is the real one. The seams it is put in by are arguments of the product: clocks, `passing`,
`Hands` (client, threads, wait), a group commit without a thread, an ASGI call made by hand.
"""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event

from saath import ingest
from saath.deliver import Hands, Surroundings
from saath.journal import Driver, Entry, GroupCommit, JournalUnavailable
from saath.journal.arrange import Append, Result
from saath.journal.contract import READ_BYTES_MAX
from saath.journal.records import Lane, LaneHead, Record
from saath.media import Shelf
from saath.runtime.directory import Connection, Snapshot
from saath.runtime.loop import Worker
from saath.runtime.sending import Sending
from saath.whatsapp.graph import Line
from tests.sending import NoWaiter, NoWaker
from tests.simulation.door import App, Appends, Visit
from tests.simulation.drawing import Drawn
from tests.simulation.loom import Killed, Loom, Strands
from tests.simulation.places import Place
from tests.simulation.tale import Tale
from tests.simulation.town import Town, Wire

ROUNDS = 12  # of a worker in one go; it goes on next time
HEADS = frozenset({"asked", "due"})
"""Between looking at the tables and appending what follows from it."""
STALLS = (200, 1_500, 2_500, 20_000, 600_000)


@dataclass(slots=True)
class Luck:
    """What befalls our own machine now. `on` is off in the calm at the end."""

    drawn: Drawn
    on: bool = True
    struck: dict[str, int] = field(default_factory=dict)

    def strikes(self, name: str) -> bool:
        strength = self.drawn.faults.get(name, 0.0)
        if not (self.on and strength) or self.drawn.chance.random() >= strength:
            return False
        self.struck[name] = self.struck.get(name, 0) + 1
        return True

    def between(self, low: int, high: int) -> int:
        return self.drawn.chance.randint(low, high)


class Shaky:
    """A journal that sometimes refuses, and sometimes keeps what it says it refused."""

    def __init__(self, driver: Driver, luck: Luck, kept: Callable[[Entry], None]) -> None:
        self._driver = driver
        self._luck = luck
        self._kept = kept

    def append(
        self, entries: Sequence[Entry], *, if_head: int | None = None, epoch: int | None = None
    ) -> list[int]:
        self._refuse()
        positions = self._driver.append(entries, if_head=if_head, epoch=epoch)
        for entry in entries:
            self._kept(entry)
        self._doubt()
        return positions

    def append_all(self, appends: Sequence[Append]) -> list[Result]:
        self._refuse()
        results = self._driver.append_all(appends)
        self._doubt()
        return results

    def _refuse(self) -> None:
        if self._luck.strikes("journal-refuses"):
            raise JournalUnavailable("The disk is full.")

    def _doubt(self) -> None:
        if self._luck.strikes("journal-unsure"):
            raise JournalUnavailable("Nobody can say whether it was written.")

    def read(
        self, business: str, lane: Lane, *, after: int, limit: int, max_bytes: int = READ_BYTES_MAX
    ) -> list[Record]:
        return self._driver.read(business, lane, after=after, limit=limit, max_bytes=max_bytes)

    def head(self, business: str, lane: Lane) -> LaneHead:
        return self._driver.head(business, lane)

    def heads(self) -> list[LaneHead]:
        return self._driver.heads()

    def take(self, business: str) -> int:
        return self._driver.take(business)

    def redact(self, business: str, lane: Lane, position: int, body: bytes) -> None:
        self._driver.redact(business, lane, position, body)

    def close(self) -> None:
        self._driver.close()


@dataclass(slots=True)
class Hand:
    """One worker process: its loop, and whether it stands still in the middle of a turn."""

    worker: Worker = field(init=False)
    is_busy: bool = False
    asking_at: int = 0


@dataclass(slots=True)
class House:
    """One installation, its processes, and the files they leave behind."""

    place: Place
    loom: Loom
    towns: list[Town]
    tale: Tale
    luck: Luck
    wire: Wire
    skew: int = 0
    known: bool = True
    journal: Shaky = field(init=False)
    driver: Driver = field(init=False)
    hands: list[Hand] = field(default_factory=list)
    deaths: int = 0
    pounced: Callable[[], None] = lambda: None
    """Somebody does something in the very moment in which the worker has decided."""
    is_up: bool = False
    _group: GroupCommit = field(init=False)
    _app: App = field(init=False)
    _visits: list[Visit] = field(default_factory=list)

    def clock(self) -> int:
        """What the machine's clock says; it may be wrong."""
        return self.loom.now + self.skew

    def ticks(self) -> float:
        """Seconds that nobody sets back."""
        return self.loom.now / 1000

    # Beginning and end

    def boot(self) -> None:
        """Start the server and the workers."""
        self.driver = self.place.open()
        self.journal = self._shaky(None)
        self._group = GroupCommit(self.journal, has_thread=False)
        self._app = ingest.app(Appends(self._group), self._directory, self.clock)
        count = 2 if self.luck.drawn.faults.get("second-worker") else 1
        if count == 2:
            self.luck.struck["second-worker"] = 1
        self.hands = []
        for number in range(count):
            self._hire(number, alone=count == 1)
        self.is_up = True

    def _directory(self) -> Snapshot:
        """Who is known; the first number may be connected later than it is written to."""
        connections = [_connection(town) for town in self.towns]
        if not self.known:
            connections[0] = replace(
                connections[0], phone_number_id="1", waba_id="2", portfolio_id="3"
            )
        return Snapshot(connections)

    def _shaky(self, hand: Hand | None) -> Shaky:
        def kept(entry: Entry) -> None:
            if entry.kind == "attempt":
                asked = hand.asking_at if hand else self.loom.now
                self.wire.attempted(entry.body, asked)

        return Shaky(self.driver, self.luck, kept)

    def _hire(self, number: int, *, alone: bool) -> None:
        hand = Hand()
        journal = self._shaky(hand)

        def passing(point: str) -> None:
            if point == "asking":
                hand.asking_at = self.loom.now
            self._pass(f"worker {number}", point)

        hands = Hands(lambda: self.wire, lambda _size: Strands(self.loom), self._wait)
        around = Surroundings(journal, NoWaker(), self.clock, self.ticks, passing, hands)
        sending = Sending(around, self._line, Shelf(self.place.folder))
        hand.worker = Worker(
            journal, NoWaiter(), NoWaker(), self.clock, alone=alone, sending=sending
        )
        self.hands.append(hand)

    def _line(self, _business: str, number: str) -> Line | None:
        return next((town.line for town in self.towns if town.number == number), None)

    def _wait(self, event: Event, seconds: float) -> bool:
        self.loom.sleep(int(seconds * 1000))
        return event.is_set()

    def _pass(self, who: str, point: str) -> None:
        """Between two steps: nothing, a stop, or the end."""
        if self.luck.strikes("kill"):
            self.tale.tell(self.loom.now, who, f"is killed at {point}")
            raise Killed
        if who != "server" and self.luck.strikes("stall"):
            ms = self.luck.drawn.chance.choice(STALLS)
            self.tale.tell(self.loom.now, who, f"stands still at {point} for {ms} ms")
            self.loom.sleep(ms)
        elif self.luck.on and point in HEADS and self.luck.drawn.chance.random() < 0.15:
            self.pounced()
            self.loom.sleep(self.luck.between(60, 1_900))
        elif self.luck.on and self.luck.drawn.chance.random() < 0.1:
            self.loom.sleep(self.luck.between(0, 60))

    def crash(self) -> None:
        """Everything in memory is gone; what was on its way in gets no answer."""
        self.deaths += 1
        self.is_up = False
        self.hands = []
        killed = self.loom.kill()
        self.tale.tell(self.loom.now, "house", f"died with {killed} strands alive")
        for visit in self._visits:
            visit.hang_up()
        self._visits.clear()
        if self.luck.strikes("power"):
            lost = self.place.lose_power(self.driver)
            self.tale.tell(
                self.loom.now, "house", f"lost power{', tables are old' if lost else ''}"
            )
        else:
            self.place.let_go(self.driver)

    def stop(self) -> None:
        """End for good."""
        if self.is_up:
            self.loom.kill()
            self.place.let_go(self.driver)
            self.is_up = False

    # What it does

    def receive(self, visits: list[Visit]) -> None:
        """Take deliveries that come at the same moment: one commit for all of them."""
        self._visits = visits
        for visit in visits:
            visit.begin(self._app)
        if any(visit.waits for visit in visits):
            self._pass("server", "before the commit")
            self._group.commit()
            self._pass("server", "after the commit")
        for visit in visits:
            visit.end()
        self._visits = []

    def turn(self) -> None:
        """Let every worker that does not stand still work until nothing moves."""
        for hand in self.hands:
            if not hand.is_busy:
                hand.is_busy = True
                self.loom.strand(partial(self._work, hand))

    def _work(self, hand: Hand) -> None:
        for _ in range(ROUNDS):
            try:
                moved = hand.worker.once()
            except JournalUnavailable:
                moved = False
            if not moved:
                break
        hand.is_busy = False


def _connection(town: Town) -> Connection:
    ids = town.world.ids
    return Connection(
        town.business,
        ids.phone_number_id,
        ids.waba_id,
        ids.portfolio_id,
        (ids.app_secret.encode(),),
        ids.verify_token,
    )
