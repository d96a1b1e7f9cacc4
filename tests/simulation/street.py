"""The street: everybody who acts in a world, and how often each act happens."""

from dataclasses import dataclass
from functools import partial

from tests.simulation.actors import Act
from tests.simulation.life import Life
from tests.simulation.outside import Outside

LIVELY = 7.0
"""How much more often something befalls the number in a world that is about its life."""


@dataclass
class Street(Outside, Life):
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
        } | self._life()

    def _life(self) -> dict[Act, float]:
        often = LIVELY if self.drawn.is_lively else 1.0
        return {
            self.change_phone: 0.2 * often,
            self.disconnect: 0.1 * often,
            self.restrict: 0.15 * often,
            self.ban: 0.15 * often,
            self.come_back: 0.2 * often,
            self.tell_again: 0.1 * often,
        }

    def act(self) -> None:
        """Let one act happen."""
        chance = self.drawn.chance
        acts = self.acts()
        chosen = chance.choices(list(acts), list(acts.values()))[0]
        town = chance.choice(self.house.towns)
        self.try_to(chosen, town)

    def pounce(self) -> None:
        """Do now what a worker has just decided against the chance of."""
        town = self.drawn.chance.choice(self.house.towns)
        act = self._draw(
            (self.phone_writes, self.phone_writes, self.take, self.write, self._leave())
        )
        self.loom.after(0, partial(self.try_to, act, town))

    def _leave(self) -> Act:
        ways = (self.change_phone, self.disconnect, self.ban, self.restrict)
        return self._draw(ways) if self.drawn.is_lively else self.change_phone
