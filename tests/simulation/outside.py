"""What happens outside: customers, and the owner with the phone."""

from dataclasses import dataclass
from functools import partial

from saath.simulator.clock import SECOND
from saath.simulator.people import Message, Person
from tests.simulation.actors import ANSWERS, WORDS, Actors
from tests.simulation.town import Town


@dataclass
class Outside(Actors):
    """Everybody whom only WhatsApp tells us of."""

    # Customers

    def write(self, town: Town) -> None:
        person, text = self._person(town), self._draw(WORDS)
        town.world.customers.write(person, text)
        self._told(person, f"writes {text!r}")

    def burst(self, town: Town) -> None:
        person = self._person(town)
        for number in range(self.drawn.chance.randint(2, 5)):
            text = self._draw(WORDS)
            wait = number * self.drawn.chance.randint(0, 2 * SECOND)
            town.world.ground.schedule.after(wait, partial(_write, town, person, text))
        self._told(person, "writes several")

    def send_media(self, town: Town) -> None:
        person = self._person(town)
        kind = self._draw(("image", "audio", "document"))
        town.world.customers.media(person, kind, caption=self._draw(("", "price?")), data=b"\x00")
        self._told(person, f"sends {kind}")

    def edit(self, town: Town) -> None:
        message = self._message(town, outbound=False, kinds=("text",))
        town.world.customers.edit(message, self._draw(WORDS) + " (edited)")
        self._told(town.world.ground.people[message.person], "edits a message")

    def revoke(self, town: Town) -> None:
        message = self._message(town, outbound=False, kinds=("text", "image"))
        town.world.customers.revoke(message)
        self._told(town.world.ground.people[message.person], "takes a message back")

    def react(self, town: Town) -> None:
        """Put an emoji on a message, and often another one soon after."""
        message = self._message(town, outbound=None, kinds=("text", "image"))
        for number in range(self.drawn.chance.randint(1, 3)):
            emoji = self._draw(("👍", "❤️", ""))
            town.world.ground.schedule.after(
                number * 2 * SECOND, partial(_react, town, message, emoji)
            )
        self._told(town.world.ground.people[message.person], "reacts")

    def come_by_ad(self, town: Town) -> None:
        person = self._person(town)
        town.world.customers.from_ad(person, "I saw your ad, price?", "Silk week")
        self._told(person, "comes by an ad")

    def change_number(self, town: Town) -> None:
        self._move(town, self._person(town))

    def _move(self, town: Town, person: Person) -> None:
        wa_id = "91556" + town.world.ground.chance.digits("moved", 7)
        town.world.customers.change_number(person, wa_id)
        self._told(person, "has another number")

    def prefer(self, town: Town) -> None:
        """Want offers or not; some change their mind at once, some their number."""
        person, marketing = self._person(town), self.drawn.chance.random() < 0.4
        if self.drawn.chance.random() < 0.4:
            town.world.customers.prefer(person, marketing=not marketing)
            town.world.ground.schedule.after(2 * SECOND, partial(_prefer, town, person, marketing))
        else:
            town.world.customers.prefer(person, marketing=marketing)
        self._told(person, "wants offers" if marketing else "wants no offers")
        if self.drawn.chance.random() < 0.15:
            self.loom.after(20 * SECOND, partial(self._move, town, person))

    # The owner's phone

    def phone_writes(self, town: Town) -> None:
        person, text = self._person(town), self._draw(ANSWERS)
        via = self._draw(("phone", "phone", "companion"))
        town.world.phone.write(person, text, via=via)
        self._phone(f"writes {text!r} to {person.key} ({via})")

    def phone_edits(self, town: Town) -> None:
        message = self._message(town, outbound=True, kinds=("text",), via="phone")
        town.world.phone.edit(message, self._draw(ANSWERS) + " (edited)")
        self._phone(f"edits a message to {message.person}")

    def phone_revokes(self, town: Town) -> None:
        message = self._message(town, outbound=True, kinds=("text",), via="phone")
        town.world.phone.revoke(message)
        self._phone(f"deletes a message to {message.person}")

    def phone_reacts(self, town: Town) -> None:
        message = self._message(town, outbound=False, kinds=("text", "image"))
        town.world.phone.react(message, self._draw(("👍", "")))
        self._phone("reacts")

    def phone_saves(self, town: Town) -> None:
        person = self._person(town)
        if person.saved_as:
            town.world.phone.remove_contact(person)
        else:
            town.world.phone.save_contact(person, f"{person.name} (shop)")
        self._phone(f"changes the address book: {person.key}")

    def phone_offline(self, town: Town) -> None:
        online = not town.world.phone.online
        town.world.account.set_online(online=online)
        self._phone("is online" if online else "is offline")


def _write(town: Town, person: Person, text: str) -> None:
    town.world.customers.write(person, text)


def _react(town: Town, message: Message, emoji: str) -> None:
    if not message.deleted:
        town.world.customers.react(message, emoji)


def _prefer(town: Town, person: Person, marketing: bool) -> None:  # noqa: FBT001  (what is wanted)
    town.world.customers.prefer(person, marketing=marketing)
