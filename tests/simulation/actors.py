"""What all actors of a world have: the world, chance, and ways to find somebody or something in it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from saath.simulator.customers import Impossible
from saath.simulator.people import Message, Person
from tests.simulation.drawing import Drawn
from tests.simulation.house import House
from tests.simulation.loom import Loom
from tests.simulation.tale import Tale
from tests.simulation.town import Town

WORDS = (
    "hello", "kya price hai?", "Price please", "ye saree ka rate batao", "🙏", "ok", "thank you bhai",
    "कितने का है?", "order kab aayega", "stop", "It is 4200 rupees.", "haan", "kal milega?",
)  # fmt: skip
ANSWERS = ("Yes.", "It is 4200 rupees.", "Aaj bhej denge", "Ji haan 🙏", "We are open till 8.")

type Act = Callable[[Town], None]


@dataclass
class Actors:
    """Somebody who does something. What is not possible now raises `Impossible`."""

    drawn: Drawn
    loom: Loom
    house: House
    tale: Tale
    stopped: bool = False

    def try_to(self, act: Act, town: Town) -> None:
        """Do it now, if it is possible and people still act."""
        if not self.stopped:
            town.world.advance(self.loom.now)
            with suppress(Impossible):
                act(town)

    def _draw[T](self, among: tuple[T, ...]) -> T:
        return self.drawn.chance.choice(among)

    def _person(self, town: Town) -> Person:
        """One of those who were here from the beginning, not who got a number that was given up."""
        people = town.world.ground.people
        return people[self.drawn.chance.choice(sorted(key for key in people if len(key) <= 3))]

    def _message(
        self, town: Town, *, outbound: bool | None, kinds: tuple[str, ...], via: str = ""
    ) -> Message:
        found = [
            m
            for m in town.world.ground.messages.values()
            if outbound in {None, m.outbound} and m.type in kinds and via in {"", m.via}
        ]
        if not found:
            raise Impossible("there is no such message")
        return self.drawn.chance.choice(found[-8:])

    def _told(self, person: Person, what: str) -> None:
        self.tale.tell(self.loom.now, person.key, what)

    def _phone(self, what: str) -> None:
        self.tale.tell(self.loom.now, "phone", what)
