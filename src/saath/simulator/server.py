"""Serving one world to programs and people: the door, the courier, the clock, until told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx

from saath.simulator.control.views import identity
from saath.simulator.courier import Courier
from saath.simulator.door import Door
from saath.simulator.ids import FIXED, Ids
from saath.simulator.people import Object
from saath.simulator.settings import Settings
from saath.simulator.site import Site
from saath.simulator.tide import Tide
from saath.simulator.world import World

BEAT_S = 0.02
HANG_UP_S = 1.0
CROWD = 64

type Ready = Callable[[Object], None]


class PortTakenError(Exception):
    """The port cannot be used; the message is a sentence."""


@dataclass(slots=True, kw_only=True)
class Served:
    """A world behind a port."""

    port: int
    now: int
    seed: int = 1
    host: str = "127.0.0.1"
    ids: Ids = FIXED
    speed: float = 1.0
    webhook_url: str = ""
    settings: Settings = field(default_factory=Settings)
    transport: httpx.AsyncBaseTransport | None = None  # in place of the network, for tests
    world: World = field(init=False)
    tide: Tide = field(init=False)
    courier: Courier = field(init=False)
    base_url: str = ""
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.settings.verify_callbacks = True
        self.world = World(self.seed, ids=self.ids, start=self.now, settings=self.settings)
        self.world.truth.keep_bodies = False
        self.tide = Tide(self.world, self.speed)  # from now on, however long it takes to be ready
        if self.webhook_url:
            self.world.subscribe(self.webhook_url)

    async def run(self, ready: Ready) -> None:
        """Serve until `stopped` is set."""
        async with self.opened() as who:
            ready(who)
            await self.stopped.wait()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Object]:
        """Serve while the block runs; gives what a program needs."""
        limits = httpx.Limits(max_connections=CROWD, max_keepalive_connections=CROWD)
        async with httpx.AsyncClient(
            limits=limits, timeout=20.0, trust_env=False, transport=self.transport
        ) as client:
            self.courier = Courier(self.world, client, abreast=CROWD)
            site = Site(self.world, self.tide, self.courier, "")
            door = Door(site.answer)
            server = await self._open(door)
            port = server.sockets[0].getsockname()[1]
            self.base_url = site.base_url = f"http://{self.host}:{port}"
            self.world.ground.shelf.base_url = self.base_url
            beating = asyncio.create_task(self._beat())
            beating.add_done_callback(lambda _ended: self.stopped.set())
            try:
                yield identity(self.world, self.base_url)
            finally:
                server.close()
                door.close()
                await self.courier.finish()
                beating.cancel()
                # Whoever still hangs on a connection must not meet a loop that has gone.
                with suppress(TimeoutError):
                    await asyncio.wait_for(server.wait_closed(), HANG_UP_S)
                with suppress(asyncio.CancelledError):
                    await beating  # what ended it early is raised here

    async def _open(self, door: Door) -> asyncio.Server:
        try:
            return await door.open(self.host, self.port)
        except OSError as error:
            raise PortTakenError(
                f"Port {self.port} on {self.host} cannot be used ({error.strerror}). "
                "Choose another with --port, or 0 for any."
            ) from error

    async def _beat(self) -> None:
        while True:
            self.tide.flow()
            if self.courier.busy < CROWD:
                self.courier.send_due()
            await asyncio.sleep(BEAT_S)


async def _until_signal(served: Served, ready: Ready) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, served.stopped.set)
    await served.run(ready)


def serve(served: Served, ready: Ready) -> None:
    """Serve a world until SIGTERM or Ctrl-C; `ready` gets what a program needs, once."""
    asyncio.run(_until_signal(served, ready))
