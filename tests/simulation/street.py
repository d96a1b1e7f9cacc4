"""The street: everybody who acts in a world, and how often each act happens."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from saath.simulator.customers import Impossible
from tests.simulation.inside import Inside
from tests.simulation.outside import Outside
from tests.simulation.town import Town

type Act = Callable[[Town], None]


@dataclass
class Street(Outside, Inside):
    """Everybody."""

    def acts(self) -> dict[Act, float]:
        """Every act and how often it happens beside the others."""
        return {
            self.write: 10.0,
            self.burst: 2.0,
            self.send_media: 1.0,
            self.edit: 1.5,
            self.revoke: 0.7,
            self.react: 1.5,
            self.come_by_ad: 0.5,
            self.change_number: 0.4,
            self.prefer: 1.0,
            self.phone_writes: 4.0,
            self.phone_edits: 0.7,
            self.phone_revokes: 0.5,
            self.phone_reacts: 0.4,
            self.phone_saves: 0.4,
            self.phone_offline: 0.3,
            self.reply: 7.0,
            self.reply_blind: 2.0,
            self.spree: 0.5,
            self.program_replies: 1.5,
            self.take: 1.0,
            self.hand_back: 2.5,
            self.no_reply_needed: 1.5,
            self.tend: 2.0,
            self.send_again: 1.0,
            self.point: 1.0,
            self.pause: 0.3,
            self.resume: 0.5,
            self.change_policy: 0.3,
            self.offboard: 0.2,
            self.restrict: 0.15,
            self.ban: 0.15,
        }

    def act(self) -> None:
        """Let one act happen."""
        chance = self.drawn.chance
        acts = self.acts()
        chosen = chance.choices(list(acts), list(acts.values()))[0]
        town = chance.choice(self.house.towns)
        self._try(chosen, town)

    def pounce(self) -> None:
        """Do now what a worker has just decided against the chance of."""
        town = self.drawn.chance.choice(self.house.towns)
        act = self._draw(
            (self.phone_writes, self.phone_writes, self.take, self.write, self.offboard)
        )
        self.loom.after(0, partial(self._try, act, town))

    def _try(self, act: Act, town: Town) -> None:
        if not self.stopped:
            with suppress(Impossible):
                act(town)
