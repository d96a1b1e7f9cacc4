"""Made businesses: exported chats as they would look, from a few lines of a story.

Every shop is reproducible: chance comes from a seed. No names or texts of real people.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from saath.chatexport import Source
from saath.transition.assess import Assessment, assess, read_answers
from tests.golden.chatexport.corpus import made

START = datetime.fromisoformat("2026-08-03T09:00:00")
ASKED = (
    ("rate kya hai iska", "450 per piece"),
    ("order kab tak aayega?", "kal tak aa jayega"),
    ("bill bhej do", "bill bheja hai dekh lijiye"),
    ("Is COD available?", "Yes, up to 5000"),
    ("मेरा पार्सल कब मिलेगा", "kal tak aa jayega"),
)
CHORE = "Order dispatched, tracking no {n}, courier Blue"


@dataclass(frozen=True)
class Shop:
    """How busy, how quick, how forgetful."""

    name: str = "Dukan"
    chats: int = 8
    days: int = 60
    asked_a_day: float = 1.0  # in each chat
    answer_minutes: tuple[int, ...] = (2, 5, 9)
    forgotten: float = 0.0
    chores_a_day: float = 0.0
    first_line: str = ""
    signers: Sequence[str] = ()
    seed: int = 7

    def sources(self) -> list[Source]:
        """Its exported chats."""
        return [self._chat(number) for number in range(self.chats)]

    def _chat(self, number: int) -> Source:
        chance = random.Random(self.seed * 1000 + number)
        lines: list[tuple[datetime, str]] = []
        if self.first_line:
            lines.append((START, self.first_line))
        for day in range(self.days):
            for _ in range(int(self.asked_a_day + chance.random())):
                lines += self._question(chance, number, START + timedelta(days=day))
            for _ in range(int(self.chores_a_day + chance.random()) * (number % 2)):
                at = START + timedelta(days=day, minutes=chance.randrange(5))
                lines.append((at, f"{self.name}: {CHORE.format(n=chance.randrange(9999))}"))
        lines.append((START + timedelta(days=self.days), f"{self.name}: done for now"))
        text = "".join(f"{at:%d/%m/%Y, %H:%M} - {line}\n" for at, line in sorted(lines))
        return made(text, title=f"Grahak {number}")

    def _question(
        self, chance: random.Random, number: int, day: datetime
    ) -> list[tuple[datetime, str]]:
        at = day + timedelta(minutes=chance.randrange(5, 480))
        asked, answered = chance.choice(ASKED)
        lines = [(at, f"Grahak {number}: {asked}")]
        if chance.random() >= self.forgotten:
            signed = f"\n- {chance.choice(list(self.signers))}" if self.signers else ""
            until = at + timedelta(minutes=chance.choice(self.answer_minutes))
            lines.append((until, f"{self.name}: {answered}{signed}"))
        return lines


def judged(shop: Shop, **answers: object) -> Assessment:
    """The assessment of a shop whose owner gave these answers."""
    return assess(shop.sources(), answers=read_answers(answers))
