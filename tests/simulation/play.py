"""Play one world: first hostile, then calm until everything has drained. Judging comes after."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from saath import project, requests
from saath.journal import JournalUnavailable
from saath.simulator.clock import DAY, HOUR, MINUTE, SECOND
from saath.simulator.sayings import language
from saath.simulator.webhooks import Delivery
from saath.simulator.world import START
from tests.sending import NoWaker
from tests.simulation.door import Visit
from tests.simulation.drawing import Drawn, draw
from tests.simulation.homecoming import Calm, Homecoming
from tests.simulation.house import STALLS, House, Luck
from tests.simulation.loom import Killed, Loom
from tests.simulation.places import Place
from tests.simulation.street import Street
from tests.simulation.tale import Tale
from tests.simulation.town import Town, Wire, found

POLLS = (300, 3_200, 7 * SECOND, 40 * SECOND, 5 * MINUTE, 11 * MINUTE, HOUR, 2 * HOUR, 5 * HOUR)
NAMES = ("Asha", "Pooja 💫", "Jignesh", "Kavitha R", "Ritika", "Sunita Devi")
CALM_DAYS = 12
MOMENTS_MAX = 20_000
"""A world has some hundred moments, some two thousand at most: one with more never comes to rest."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One invariant that did not hold: its number, and what was seen."""

    invariant: str
    what: str


@dataclass(slots=True)
class Played:
    """A world after its end, for those who judge it."""

    drawn: Drawn
    loom: Loom
    house: House
    street: Street
    tale: Tale
    wire: Wire
    broken: list[Broken] = field(default_factory=list)
    homecomings: list[Homecoming] = field(default_factory=list)
    posted: int = 0
    refused_right: int = 0
    jumped: bool = False
    moments: int = 0

    @property
    def towns(self) -> list[Town]:
        return self.house.towns

    def report(self, invariant: str, what: str) -> None:
        """Note that something did not hold; the same is noted once."""
        if Broken(invariant, what) not in self.broken:
            self.broken.append(Broken(invariant, what))
            self.tale.tell(self.loom.now, "BROKEN", f"{invariant}: {what}")


class Restless(Exception):
    """Something happens again and again, and time does not pass."""


def begin(seed: int, place: Place) -> Played:
    """Build a world and the installation in the middle of it."""
    drawn = draw(seed)
    loom, tale = Loom(START), Tale(START)
    towns = [found(drawn, index, START) for index in range(drawn.businesses)]
    luck = Luck(drawn)
    wire = Wire(
        loom,
        towns,
        luck.strikes,
        luck.between,
        lambda who, what: tale.tell(loom.now, who, what),
        lambda invariant, what: played.report(invariant, what),  # noqa: PLW0108 - made below
    )
    house = House(place, loom, towns, tale, luck, wire)
    street = Street(drawn, loom, house, tale)
    house.pounced = street.pounce
    played = Played(drawn, loom, house, street, tale, wire)
    return played


@contextmanager
def quiet() -> Iterator[None]:
    """What the product logs is not of interest here."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def play(seed: int, place: Place) -> Played:
    """Play a world to its end; its processes are still up."""
    with quiet():
        played = begin(seed, place)
        player = Player(played)
        try:
            player.found()
            player.live()
            player.calm_down()
        except Restless:
            played.report("I43", f"the world never comes to rest: more than {MOMENTS_MAX} moments")
    return played


@dataclass(slots=True)
class Player:
    """Moves virtual time along, and with it everybody."""

    played: Played
    next_poll: int = 0
    polls: int = 0

    @property
    def drawn(self) -> Drawn:
        return self.played.drawn

    @property
    def house(self) -> House:
        return self.played.house

    @property
    def loom(self) -> Loom:
        return self.played.loom

    def found(self) -> None:
        """The beginning: people, their past, the business's policy, the one-time sync."""
        house, chance = self.house, self.drawn.chance
        house.known = not self.drawn.faults.get("stranger")
        on, house.luck.on = house.luck.on, False
        house.boot()
        for town in house.towns:
            for number in range(self.drawn.people):
                self._person(town, number)
            self._publish(town)
            if self.drawn.history:
                self._past(town)
            town.world.phone.automatic.greeting = self.drawn.app_greeting
        house.turn()
        house.luck.on = on
        house.place.remember()
        self._poll_soon()
        if not house.known:
            house.luck.struck["stranger"] = 1
            self.loom.after(chance.randint(1, 30) * MINUTE, self._connect)

    def _person(self, town: Town, number: int) -> None:
        chance = self.drawn.chance
        # Usernames and business-scoped ids came together: without ids nobody would have a name.
        has_username = chance.random() < 0.15 and self.drawn.settings.bsuid
        username = f"user{number}" if has_username else ""
        person = town.world.ground.person(f"p{number}", NAMES[number], username=username)
        person.reads = chance.random() < 0.8
        if chance.random() < 0.3:
            person.saved_as = f"{NAMES[number]} ji"

    def _publish(self, town: Town) -> None:
        requests.publish(self.house.driver, town.policy, now=self.house.clock())

    def _past(self, town: Town) -> None:
        world = town.world
        dialogues = language("hinglish").dialogues
        for person in list(world.ground.people.values())[:3]:
            world.past.tell(person, dialogues, self.drawn.history, days=200)
        world.account.share_history = self.drawn.shares_history
        world.account.start_contacts()
        world.account.start_history()

    def _connect(self) -> None:
        """The operator registers the number at last; what came before waits unclaimed."""
        self.house.known = True
        self.played.tale.tell(self.loom.now, "operator", "connects the number")

    # Safety: whatever may happen

    def live(self) -> None:
        """Let people act while everything goes wrong."""
        for _ in range(self.drawn.acts):
            low, high, _ = self.drawn.chance.choices(
                self.drawn.gaps, [gap[2] for gap in self.drawn.gaps]
            )[0]
            self.until(self.loom.now + self.drawn.chance.randint(low, high))
            self._misfortune()
            self.played.street.act()
            self._poll_soon()

    def _misfortune(self) -> None:
        luck, chance = self.house.luck, self.drawn.chance
        if luck.strikes("clock-jump"):
            self.played.jumped = True
            self.house.skew = chance.choice((0, 0, -HOUR, HOUR, -DAY, DAY, -2 * SECOND, 3 * MINUTE))
            self.played.tale.tell(
                self.loom.now, "house", f"its clock is off by {self.house.skew} ms"
            )
        if luck.strikes("power"):
            self.house.place.remember()
        if luck.strikes("outage"):
            self._out(chance.choice((MINUTE, 20 * MINUTE, 5 * HOUR)))
        elif luck.strikes("rebuild"):
            self.rebuild()
        elif luck.strikes("kill"):
            self._die()

    def _out(self, ms: int) -> None:
        self.played.tale.tell(self.loom.now, "house", f"is down for {ms // 1000} s")
        self.house.crash()
        self.until(self.loom.now + ms)
        self._boot()

    def _die(self) -> None:
        if self.house.is_up:
            self.house.crash()
        self._boot()

    def _boot(self) -> None:
        try:
            self.house.boot()
        except project.TablesAhead as ahead:
            self.played.report("I8", str(ahead))
        self._poll_soon()

    def rebuild(self) -> None:
        """An operator folds everything anew in the middle of the day; nothing may be sent by it."""
        if not self.house.is_up:
            return
        posts = len(self.played.wire.posts)
        attempts = self._attempts()
        try:
            project.rebuild(self.house.journal)
        except JournalUnavailable:
            self.played.tale.tell(self.loom.now, "operator", "rebuilds: the journal refuses")
        else:
            self.played.tale.tell(self.loom.now, "operator", "rebuilds")
        if (posts, attempts) != (len(self.played.wire.posts), self._attempts()):
            self.played.report("I14", "a rebuild sent something")
        self.house.place.remember()
        self._poll_soon()

    def _attempts(self) -> int:
        return sum(
            record.kind == "attempt"
            for town in self.played.towns
            for record in self.house.driver.read(town.business, "live", after=0, limit=100_000)
        )

    # Time

    def until(self, moment: int) -> None:
        """Let everything happen that happens until then, in its order."""
        while (at := self._next()) is not None and at <= moment:
            self.loom.now = max(self.loom.now, at)
            self.played.moments += 1
            if self.played.moments > MOMENTS_MAX:
                raise Restless
            try:
                self._happen()
            except Killed:
                self._die()
        self.loom.now = max(self.loom.now, moment)

    def _next(self) -> int | None:
        times = [town.world.next_at for town in self.played.towns]
        times += [self.loom.next_at, self.next_poll if self.house.is_up else None]
        return min((at for at in times if at is not None), default=None)

    def _happen(self) -> None:
        """One moment: what is planned, what is delivered, or a turn of the workers."""
        now, planned = self.loom.now, self.loom.next_at
        if planned is not None and planned <= now:
            self.loom.run_next()
            self._poll_soon()
        elif not self._deliver() and self.house.is_up and self.next_poll <= now:
            self._poll()

    def _deliver(self) -> bool:
        """Bring what WhatsApp posts now; True if there was anything."""
        visits = []
        for town in self.played.towns:
            moves = town.world.next_at is not None and town.world.next_at <= self.loom.now
            due = town.world.deliveries(self.loom.now) if moves else []
            visits += [self._visit(town, delivery) for delivery in due]
        if not visits:
            return any(
                t.world.next_at is not None and t.world.next_at <= self.loom.now
                for t in self.played.towns
            )
        if not self.house.is_up:
            for visit in visits:
                visit.answered(visit.delivery, 0)
        else:
            self.house.receive(visits)
            if self.drawn.chance.random() < self.drawn.diligence:
                self._poll_soon()
        return True

    def _visit(self, town: Town, delivery: Delivery) -> Visit:
        self.played.posted += 1
        if delivery.transport != "challenge":
            town.seen[delivery.body] = delivery.keys

        def answered(told: Delivery, status: int) -> None:
            what = ", ".join(dict.fromkeys(key.split(":")[0] for key in told.keys))
            self.played.tale.tell(
                self.loom.now,
                "meta",
                f"delivers {what or told.transport} ({told.attempt}): {status}",
            )
            if told.transport != "challenge":
                town.answers.append((told, status))
            town.world.acknowledge(told, status)

        return Visit(delivery, answered)

    def _poll_soon(self) -> None:
        self.polls = 0
        self.next_poll = min(max(self.next_poll, self.loom.now), self.loom.now + 40)

    def _poll(self) -> None:
        self.next_poll = self.loom.now + POLLS[min(self.polls, len(POLLS) - 1)]
        self.polls += 1
        self.house.turn()

    # Liveness: faults stop, and everything comes to its end

    def calm_down(self) -> None:
        """Everybody goes home, nothing fails any more: every queue must drain."""
        played, house = self.played, self.house
        played.tale.tell(self.loom.now, "world", "is calm from now on")
        house.luck.on = False
        for town in played.towns:
            town.world.ground.faults.calm()
            town.world.phone.automatic.greeting = ""
        if not house.is_up:
            self._boot()
        house.known = True
        self._come_home()
        self.until(self.loom.now + 15 * MINUTE)
        played.street.stopped = True
        self._drain_meta()
        self._claim()
        self.until(self.loom.now + 30 * MINUTE)
        self.until(self.loom.now + 6 * HOUR)

    def _come_home(self) -> None:
        """In some of the lively worlds; in others numbers stay away for good."""
        if not self.drawn.is_lively or self.drawn.chance.random() < 0.25:
            return
        self.until(self.loom.now + max(STALLS) + MINUTE)
        street = self.played.street
        calm = Calm(
            self.house, street, self._attentively, lambda ms: self.until(self.loom.now + ms)
        )
        self.played.homecomings += map(calm.away_and_back, self.played.towns)

    def _attentively(self, ms: int) -> None:
        end = self.loom.now + ms
        while self.loom.now < end:
            self.until(min(end, self.loom.now + 3 * SECOND))
            self._poll_soon()

    def _drain_meta(self) -> None:
        end = self.loom.now + CALM_DAYS * DAY
        while self.loom.now < end:
            times = [town.world.next_at for town in self.played.towns]
            upcoming = min((at for at in times if at is not None), default=None)
            if upcoming is None or upcoming > end:
                break
            self.until(upcoming + SECOND)

    def _claim(self) -> None:
        """The operator gives every delivery of nobody to whom it names."""
        for unclaimed in requests.list_unclaimed(self.house.journal):
            if unclaimed.claimed_by:
                continue
            for town in self.played.towns:
                ids = town.world.ids
                named = {*unclaimed.phone_number_ids, *unclaimed.account_ids}
                if named & {ids.phone_number_id, ids.waba_id, ids.portfolio_id}:
                    requests.claim(
                        self.house.journal,
                        NoWaker(),
                        town.business,
                        unclaimed.position,
                        now=self.house.clock(),
                    )
                    break
        self._poll_soon()
