"""The tide: lets a served world's clock follow real time, faster when asked."""

import time
from dataclasses import dataclass, field

from saath.simulator.world import World


@dataclass(slots=True)
class Tide:
    """Moves a world's clock by the real time that passed since the last call."""

    world: World
    speed: float = 1.0
    _last: float = field(default_factory=time.monotonic)

    def flow(self) -> None:
        """Let the world catch up."""
        whole = int((time.monotonic() - self._last) * 1_000)  # parts of a ms wait for next time
        self._last += whole / 1_000
        self.world.advance(self.world.now + int(whole * self.speed))
