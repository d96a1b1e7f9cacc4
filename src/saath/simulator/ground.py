"""The ground everybody stands on: the state of one world, and how its webhooks are told.

What Meta, the phone and the customers do with it is in their own modules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from saath.simulator.chance import Chance
from saath.simulator.clock import Clock, Schedule
from saath.simulator.envelope import Event, Pen
from saath.simulator.faults import Faults
from saath.simulator.ids import FIXED, Ids, bsuid, wamid, with_secrets
from saath.simulator.media import Shelf
from saath.simulator.people import Message, Object, Person
from saath.simulator.settings import Settings
from saath.simulator.truth import Truth
from saath.simulator.webhooks import Subscriber, Wire


@dataclass(slots=True)
class Ground:
    """One business number on one WhatsApp account, and everybody who talks to it."""

    ids: Ids
    settings: Settings
    clock: Clock
    schedule: Schedule
    chance: Chance
    faults: Faults
    truth: Truth
    wire: Wire
    shelf: Shelf
    pen: Pen
    people: dict[str, Person] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    chats: dict[str, list[str]] = field(default_factory=dict)
    window: dict[str, int] = field(default_factory=dict)  # person -> last live inbound
    on_inbound: list[Callable[[Message], None]] = field(default_factory=list)
    linked: bool = True  # the chat is mirrored to the platform
    _told: int = 0

    def person(
        self, key: str, name: str, *, wa_id: str = "", username: str = "", country: str = "IN"
    ) -> Person:
        """Make somebody who uses WhatsApp."""
        person = Person(
            key=key,
            name=name,
            wa_id=wa_id or "91555" + self.chance.digits("wa_id", 7),
            bsuid=bsuid(self.chance, country),
            username=username,
            identity_hash=self.chance.hexadecimal("identity", 16).lower(),
        )
        self.people[key] = person
        self.chats[key] = []
        return person

    def find(self, name: str) -> Person | None:
        """Find a person by key, phone in any spelling, business-scoped id or username."""
        if name in self.people:
            return self.people[name]
        digits = "".join(sign for sign in name if sign.isdigit())
        for person in self.people.values():
            if name in {person.bsuid, person.username} and name:
                return person
            if digits and digits == person.wa_id and not name.count("."):
                return person
        return None

    def new_wamid(self, person: Person, *, outbound: bool) -> str:
        return wamid(self.chance, person.wa_id, outbound=outbound)

    def put(self, message: Message) -> Message:
        self.messages[message.wamid] = message
        self.chats[message.person].append(message.wamid)
        return message

    def tell(self, event: Event, *, soon: bool = False) -> None:
        self.wire.emit(event, soon=soon)

    def event(self, field: str, key: str | tuple[str, ...], value: Object) -> Event:
        """An event about the number: message-like, without a time of its own."""
        keys = (key,) if isinstance(key, str) else key
        return Event(field, self.ids.waba_id, value, keys, self.clock.now)

    def management(self, field: str, value: Object, *, entry_id: str = "") -> None:
        """Tell an event about the account; these carry `entry.time`."""
        self._told += 1
        key = f"account:{self._told}:{field}"
        now = self.clock.now
        self.tell(Event(field, entry_id or self.ids.waba_id, value, (key,), now, now // 1000))

    def tell_inbound(self, message: Message) -> None:
        """Tell what a customer did; what falls into a gap of the link is never told."""
        if not self.linked:
            self.truth.unseen.append(message.wamid)
            return
        person, now = self.people[message.person], self.clock.now
        item = self.pen.inbound(message, person, now)
        value = self.pen.value(contacts=[self.pen.contact(person, now)], messages=[item])
        self.tell(self.event("messages", f"message:{message.wamid}", value))

    def tell_echo(self, message: Message) -> None:
        """Tell what was done in the app."""
        if not self.linked:
            self.truth.unseen.append(message.wamid)
            return
        person, now = self.people[message.person], self.clock.now
        item = self.pen.echo(message, person, now)
        contacts = [self.pen.contact(person, now, named=False)] if self.settings.bsuid else []
        value = self.pen.value(contacts=contacts, message_echoes=[item])
        self.tell(self.event("smb_message_echoes", f"echo:{message.wamid}", value))


def new_ground(seed: int, *, ids: Ids = FIXED, start: int, settings: Settings) -> Ground:
    """Put the pieces together."""
    chance, clock, truth = Chance(seed), Clock(start), Truth()
    faults = Faults(chance)
    known = with_secrets(ids, chance)
    wire = Wire(clock, chance, settings, faults, truth)
    wire.subscribers[known.app_id] = Subscriber(known.app_id, "", known.app_secret)
    return Ground(
        ids=known,
        settings=settings,
        clock=clock,
        schedule=Schedule(clock),
        chance=chance,
        faults=faults,
        truth=truth,
        wire=wire,
        shelf=Shelf(clock, chance, settings.media_url),
        pen=Pen(known, settings.bsuid),
    )
