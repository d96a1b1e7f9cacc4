"""The sample shop against a real endpoint: a served world that plays the script and keeps the truth.

Speaks to the product only as Meta would, and is spoken to as Meta is. The caller compares `expected`
with what the product shows.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

import httpx

from saath.simulator.clock import DAY, MINUTE
from saath.simulator.courier import Courier
from saath.simulator.expected import Known, expected
from saath.simulator.ids import FIXED, Ids
from saath.simulator.script import Script
from saath.simulator.server import Served
from saath.simulator.settings import Settings
from saath.simulator.truth import Truth
from saath.simulator.world import World

TICK_S = 0.2
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
    port: int = 0
    ids: Ids = FIXED
    seed: int = 1
    speed: float = 1.0
    pace: float = 3.0
    count: int | None = None
    faults: dict[str, float] = field(default_factory=dict)
    is_linked: bool = True  # else somebody links it by a sign-up, and asks for its past
    patience_s: float = 60.0
    transport: httpx.AsyncBaseTransport | None = None
    served: Served = field(init=False)
    script: Script = field(init=False)

    def __post_init__(self) -> None:
        self.served = Served(
            port=self.port,
            now=self.start,
            seed=self.seed,
            ids=with_given(self.ids, self.app_secret, self.verify_token),
            speed=self.speed,
            webhook_url=self.target_url,
            settings=Settings(statuses_for_echoes=True, latency=250, retry_horizon=7 * DAY),
            transport=self.transport,
        )
        self.truth.keep_bodies = self.count is not None  # a demo may run for days
        for name, strength in self.faults.items():
            self.world.ground.faults.set(name, strength)
        self.script = Script(self.world, pace=self.pace, left=self.count)

    @property
    def world(self) -> World:
        return self.served.world

    @property
    def truth(self) -> Truth:
        return self.world.truth

    @property
    def courier(self) -> Courier:
        return self.served.courier

    def counts(self) -> dict[str, int]:
        """Count what was acknowledged: inbound, echoes, statuses, history, records."""
        return self.truth.counts()

    def expected(self) -> dict[str, Known]:
        """Every message the endpoint was told of or sent, by wamid, as it should show it."""
        return expected(self.truth, sends=self.sends())

    def sends(self) -> list[Known]:
        """What was accepted from the endpoint for a customer, as they have it."""
        accepted = [a.wamid for a in self.truth.acceptances if a.type != "reaction"]
        return [self._sent(wamid) for wamid in accepted]

    def _sent(self, wamid: str) -> Known:
        message = self.world.ground.messages[wamid]
        person = self.world.ground.people[message.person]
        return Known(
            wamid=wamid,
            bsuid=person.bsuid,
            phone=person.wa_id,
            outbound=True,
            origin="sent",
            type=message.type,
            text=message.text,
            at=message.at // 1_000,
            status="accepted",
        )

    async def run(self) -> None:
        """Play until the count is reached and everything is acknowledged, or for ever."""
        async with self.opened():
            await (self._play() if self.speed else self.rush())

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[str]:
        """Keep the shop open while the block runs; gives the address of its Graph API."""
        async with self.served.opened() as identity:
            await self._prove()
            self.script.prepare()
            if self.is_linked:
                self.world.account.tell_linked()
                self.world.account.start_contacts()
                self.world.account.start_history()
            self.script.open()
            yield identity["base_url"]

    async def _prove(self) -> None:
        token, url = self.world.ids.verify_token, self.target_url
        if not await self.courier.handshake(url, token, self.world.ground.chance.digits("hs", 10)):
            raise ShopError(
                f"{url} did not answer the handshake with this verify token. "
                "Check that the product is up and that the token is the one it printed."
            )

    async def _play(self) -> None:
        """Live; a shop without a count does so until somebody stops it."""
        while not self._finished():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.served.stopped.wait(), TICK_S)
                return

    async def rush(self, until: int | None = None) -> None:
        """Let time pass as fast as the endpoint answers: up to a moment, or until all is over."""
        self.served.tide.speed = 0
        heard = self.truth.posts_acknowledged, time.monotonic()
        while (at := self._next_at(until)) is not None or self.courier.busy:
            if at is not None:
                await self._hold_the_clock(at)
                self.world.advance(max(at, self.world.now))
                self.courier.send_due()
            await self.courier.settle(below=CROWD if at is not None else 1)
            await asyncio.sleep(0)
            if self.truth.posts_acknowledged > heard[0]:
                heard = self.truth.posts_acknowledged, time.monotonic()
            elif time.monotonic() - heard[1] > self.patience_s:
                raise ShopError("The endpoint has acknowledged nothing for a minute. Is it up?")
        if until is not None:
            self.world.advance(max(until, self.world.now))

    def live(self) -> None:
        """Let the clock run as clocks do from now on."""
        self.served.tide.speed = 1.0

    def _next_at(self, until: int | None) -> int | None:
        """When something happens next that is to be waited for."""
        at = self.world.next_at
        if at is None or (until is not None and at > until):
            return None
        return None if until is None and self._finished() else at

    async def _hold_the_clock(self, at: int) -> None:
        """Let no time pass for posts on their way: their retries must not look late."""
        under_way = self.world.ground.wire.in_flight.values()
        oldest = min((delivery.due for delivery in under_way), default=at)
        if at - oldest > MINUTE:
            await self.courier.settle()

    def _finished(self) -> bool:
        """Tell whether nobody will act any more and nothing is under way."""
        world = self.world
        return (
            self.script.over and world.ground.schedule.next_at is None and world.ground.wire.quiet
        )


def with_given(ids: Ids, app_secret: str, verify_token: str) -> Ids:
    """Put the endpoint's own secrets into the ids."""
    return replace(ids, app_secret=app_secret, verify_token=verify_token)
