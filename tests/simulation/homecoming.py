"""In the calm at the end a number leaves once more and comes back: what is asked meanwhile waits.

While everything fails nobody can say whether a message that was held had a chance to go out. Here
it has: whoever judges may expect that it went out before it became too old.
"""

from collections.abc import Callable
from dataclasses import dataclass

from saath.domain.facts.requests import Reply
from saath.simulator.clock import DAY, SECOND
from tests.simulation.actors import Act
from tests.simulation.house import House
from tests.simulation.life import REPLIES, TEMPLATES
from tests.simulation.street import Street
from tests.simulation.town import Town

TOLD = 12 * SECOND
"""By then WhatsApp has told of anything, and it is folded."""
ASKED_BEFORE = 30 * SECOND
"""How long before the end of a restriction, so that what was asked outlives it."""


@dataclass(frozen=True, slots=True)
class Homecoming:
    """One absence: what was asked in it, and where and when the number was back."""

    business: str
    requests: tuple[str, ...]
    back: int
    back_at: int
    end: int


@dataclass(slots=True)
class Calm:
    """Everything works. `wait` lets time pass while workers look every few seconds, `pass_by` as
    they usually do.
    """

    house: House
    street: Street
    wait: Callable[[int], None]
    pass_by: Callable[[int], None]

    def away_and_back(self, town: Town) -> Homecoming:
        """Leave in one of the ways there are, ask for something, come back in time."""
        street = self.street
        street.try_to(street.come_back, town)
        self.wait(TOLD)
        before = len(street.asked)
        street.drawn.chance.choice(self._ways())(town)
        self.wait(TOLD)
        back, back_at = self._head(town), self.house.clock()
        self.wait(50 * SECOND)
        asked = tuple(
            one.request.id
            for one in street.asked[before:]
            if one.appended and one.business == town.business
            and isinstance(one.request.action, Reply)
        )  # fmt: skip
        return Homecoming(town.business, asked, back, back_at, self._head(town))

    def _ways(self) -> tuple[Callable[[Town], None], ...]:
        street = self.street
        return (
            lambda town: self._leave(town, street.change_phone),
            lambda town: self._leave(town, street.disconnect),
            lambda town: self._leave(town, street.ban),
            self._no_replies,
            self._no_templates,
        )

    def _leave(self, town: Town, how: Act) -> None:
        self.street.try_to(self.street.write, town)
        self.wait(TOLD)
        self.street.try_to(how, town)
        self.wait(TOLD)
        self._ask(town)
        self.wait(9 * SECOND)
        self.street.try_to(self.street.come_back, town)

    def _no_replies(self, town: Town) -> None:
        """A restriction that ends by itself, and that nobody tells the end of."""
        town.world.account.restrict(REPLIES, 1)
        self.pass_by(DAY - 2 * ASKED_BEFORE)
        self.street.try_to(self.street.write, town)
        self.wait(ASKED_BEFORE)
        self._ask(town)
        self.wait(ASKED_BEFORE)

    def _no_templates(self, town: Town) -> None:
        """A restriction that answers have nothing to do with."""
        self.street.try_to(self.street.write, town)
        town.world.account.restrict(TEMPLATES, 1)
        self.wait(TOLD)
        self._ask(town)

    def _ask(self, town: Town) -> None:
        for _ in range(2):
            self.street.try_to(self.street.reply_blind, town)

    def _head(self, town: Town) -> int:
        return self.house.driver.head(town.business, "live").head
