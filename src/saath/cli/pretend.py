"""A pretend Meta for the length of a command, or one that is served already: its controls.

The same controls as a person's on the simulator's pages; what is simulated is `simulator`'s.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from saath.cli.printing import TRY_LATER, refuse
from saath.net import Call, Client, Response

if TYPE_CHECKING:
    from saath.simulator.server import Served

WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Simulator:
    """The controls of a served simulator."""

    base_url: str
    client: Client

    def do(self, command: str, **given: Any) -> dict[str, Any]:
        """Carry out a command."""
        body = msgspec.json.encode(given)
        headers = {"content-type": "application/json"}
        return self._answer(Call("POST", f"{self.base_url}/_sim/{command}", headers, body))

    def look(self, view: str) -> dict[str, Any]:
        """Look at something."""
        return self._answer(Call("GET", f"{self.base_url}/_sim/{view}"))

    def _answer(self, call: Call) -> dict[str, Any]:
        answer = self.client.send(call)
        if not isinstance(answer, Response) or answer.status != 200:
            refuse(f"The simulator at {self.base_url} did not answer as one.", TRY_LATER)
        told: dict[str, Any] = msgspec.json.decode(answer.body)
        return told


@dataclass
class _Thread:
    served: "Served"
    ready: threading.Event = field(default_factory=threading.Event)
    loop: asyncio.AbstractEventLoop | None = None

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        await self.served.run(lambda _identity: self.ready.set())

    def stop(self) -> None:
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self.served.stopped.set)


@contextmanager
def pretend_meta(client: Client, *, now: int, app_secret: str, verify: str) -> Iterator[Simulator]:
    """Serve a world with a past in a thread, until the block ends."""
    from saath.simulator.ids import FIXED  # noqa: PLC0415  (dear to load, for this command alone)
    from saath.simulator.script import Script  # noqa: PLC0415
    from saath.simulator.server import Served  # noqa: PLC0415

    ids = replace(FIXED, app_secret=app_secret, verify_token=verify)
    served = Served(port=0, now=now, ids=ids)
    Script(served.world).prepare()
    held = _Thread(served)
    thread = threading.Thread(target=held.run, name="pretend-meta")
    thread.start()
    try:
        if not held.ready.wait(WITHIN_S):
            refuse("The simulator did not start. Try again.", TRY_LATER)
        yield Simulator(served.base_url, client)
    finally:
        held.stop()
        thread.join(WITHIN_S)
