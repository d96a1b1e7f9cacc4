"""The sample shop against a real endpoint: plays the script, posts signed webhooks, keeps the truth.

Speaks to the product only as Meta would. The caller compares `expected` with what the product shows.
"""

import asyncio
import time
from dataclasses import dataclass, field, replace

import httpx

from saath.simulator.clock import DAY, MINUTE
from saath.simulator.courier import Courier
from saath.simulator.expected import Known, expected
from saath.simulator.ids import FIXED, Ids
from saath.simulator.script import Script
from saath.simulator.settings import Settings
from saath.simulator.truth import Truth
from saath.simulator.world import World

TICK = 0.05
CROWD = 32


class ShopError(Exception):
    """The shop cannot go on; the message is a sentence for a person."""


@dataclass(slots=True, kw_only=True)
class ShopRun:
    """One run of the sample shop.

    `speed` 1 is life, 0 is as fast as the endpoint answers; `count` ends it after that many acts of
    people, None never. `pace` makes people quicker without making the clock faster.
    """

    target_url: str
    app_secret: str
    verify_token: str
    start: int  # ms; today for people who watch, some hours earlier for a rush
    ids: Ids = FIXED
    seed: int = 1
    speed: float = 1.0
    pace: float = 3.0
    count: int | None = None
    faults: dict[str, float] = field(default_factory=dict)
    patience_s: float = 60.0
    transport: httpx.AsyncBaseTransport | None = None
    world: World = field(init=False)
    script: Script = field(init=False)

    def __post_init__(self) -> None:
        settings = Settings(statuses_for_echoes=True, latency=250, retry_horizon=7 * DAY)
        ids = with_given(self.ids, self.app_secret, self.verify_token)
        self.world = World(self.seed, ids=ids, start=self.start, settings=settings)
        self.world.truth.keep_bodies = self.count is not None  # a demo may run for days
        self.world.subscribe(self.target_url)
        for name, strength in self.faults.items():
            self.world.ground.faults.set(name, strength)
        self.script = Script(self.world, pace=self.pace, left=self.count)

    @property
    def truth(self) -> Truth:
        return self.world.truth

    def counts(self) -> dict[str, int]:
        """Count what was acknowledged: inbound, echoes, statuses, history, records."""
        return self.truth.counts()

    def expected(self) -> dict[str, Known]:
        """Every message the endpoint was told of, by wamid, as it should show it."""
        return expected(self.truth)

    async def run(self) -> None:
        """Play until the count is reached and everything is acknowledged, or for ever."""
        limits = httpx.Limits(max_connections=CROWD, max_keepalive_connections=CROWD)
        async with httpx.AsyncClient(
            limits=limits, timeout=20.0, trust_env=False, transport=self.transport
        ) as client:
            courier = Courier(self.world, client, abreast=CROWD)
            await self._prove(courier)
            self.script.prepare()
            self.world.account.tell_linked()
            self.world.account.start_contacts()
            self.world.account.start_history()
            self.script.open()
            await (self._play(courier) if self.speed else self._rush(courier))

    async def _prove(self, courier: Courier) -> None:
        token, url = self.world.ids.verify_token, self.target_url
        if not await courier.handshake(url, token, self.world.ground.chance.digits("hs", 10)):
            raise ShopError(
                f"{url} did not answer the handshake with this verify token. "
                "Check that the product is up and that the token is the one it printed."
            )

    async def _play(self, courier: Courier) -> None:
        began, opened = time.monotonic(), self.world.now
        while not self._finished():
            passed = time.monotonic() - began
            self.world.advance(opened + int(passed * 1_000 * self.speed))
            courier.send_due()
            await courier.settle(below=4 * CROWD)
            await asyncio.sleep(TICK)
        await courier.settle()

    async def _rush(self, courier: Courier) -> None:
        heard = self.truth.posts_acknowledged, time.monotonic()
        while not (self._finished() and not courier.busy):
            at = self.world.next_at
            if at is not None:
                await self._hold_the_clock(courier, at)
                self.world.advance(max(at, self.world.now))
                courier.send_due()
            await courier.settle(below=CROWD if at is not None else 1)
            await asyncio.sleep(0)
            if self.truth.posts_acknowledged > heard[0]:
                heard = self.truth.posts_acknowledged, time.monotonic()
            elif time.monotonic() - heard[1] > self.patience_s:
                raise ShopError("The endpoint has acknowledged nothing for a minute. Is it up?")

    async def _hold_the_clock(self, courier: Courier, at: int) -> None:
        """Let no time pass for posts on their way: their retries must not look late."""
        under_way = self.world.ground.wire.in_flight.values()
        oldest = min((delivery.due for delivery in under_way), default=at)
        if at - oldest > MINUTE:
            await courier.settle()

    def _finished(self) -> bool:
        """Tell whether nobody will act any more and nothing is under way."""
        world = self.world
        return (
            self.script.over and world.ground.schedule.next_at is None and world.ground.wire.quiet
        )


def with_given(ids: Ids, app_secret: str, verify_token: str) -> Ids:
    """Put the endpoint's own secrets into the ids."""
    return replace(ids, app_secret=app_secret, verify_token=verify_token)
