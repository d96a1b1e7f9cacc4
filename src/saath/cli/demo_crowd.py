"""The busiest minute of the sample shop: newcomers write at once, and the bot, the owner's phone and
the team answer, often in the same second.
"""

from dataclasses import dataclass, field
from functools import partial

from saath.simulator.clock import Act
from saath.simulator.people import Person
from saath.simulator.world import World

QUESTION = "COD milega kya?"
OTHER = "Namaste, is this in stock?"
ANSWER = "Haan ji, abhi dekh kar batati hu"
GROUP = 5
# Around the moment at which the bot would speak: before it, with it, after it.
PHONE_AFTER_MS = (0, 500, 1_000, 1_300, 1_700)
AGAIN_AFTER_MS = 2_000


@dataclass(slots=True)
class Crowd:
    """Who writes, and who is meant to answer."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)

    def arrive(self) -> None:
        """Let everybody write, and the owner answer some."""
        for number in range(GROUP):
            self._ask("bot", number, QUESTION)
            raced = self._ask("race", number, QUESTION)
            self._after(PHONE_AFTER_MS[number], partial(self._phone, raced))
            self._ask("team", number, QUESTION if number % 2 else OTHER)
            self._ask("back", number, OTHER)
            later = self._ask("later", number, QUESTION)
            self._after(AGAIN_AFTER_MS, partial(self._phone, later))
            self._after(AGAIN_AFTER_MS + 200, partial(self._write, later, QUESTION))

    def for_the_team(self) -> dict[str, str]:
        """Who is to be answered by an agent, by user id."""
        return {
            person.bsuid: key for key, person in self.people.items() if key[:4] in {"team", "back"}
        }

    def to_hand_back(self) -> set[str]:
        """Who goes back to the bot after that."""
        return {key for key in self.people if key.startswith("back")}

    def ask_again(self, key: str) -> None:
        """Somebody who was handed back asks what the bot can answer."""
        self._write(self.people[key], QUESTION)

    def _ask(self, group: str, number: int, text: str) -> Person:
        key = f"{group}{number}"
        self.people[key] = self.world.ground.person(key, f"Newcomer {key}")
        self._write(self.people[key], text)
        return self.people[key]

    def _write(self, person: Person, text: str) -> None:
        self.world.customers.write(person, text)

    def _phone(self, person: Person) -> None:
        self.world.phone.write(person, ANSWER)

    def _after(self, delay: int, act: Act) -> None:
        self.world.ground.schedule.after(delay, act)
