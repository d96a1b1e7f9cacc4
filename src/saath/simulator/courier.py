"""The courier: carries deliveries to a callback URL over HTTP, and brings the answers back.

The only I/O of the webhook side. What to deliver, when and how often is decided in `webhooks`.
"""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from saath.simulator.webhooks import Delivery
from saath.simulator.world import World

SLOW_PIECES = 20


async def _slowly(body: bytes) -> AsyncIterator[bytes]:
    step = max(1, len(body) // SLOW_PIECES)
    for start in range(0, len(body), step):
        yield body[start : start + step]
        await asyncio.sleep(0.05)


async def _in_chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 1_000):
        yield body[start : start + 1_000]


async def _cut_short(body: bytes) -> AsyncIterator[bytes]:
    yield body
    raise httpx.WriteError("the connection ends before the announced length")


@dataclass(slots=True)
class Courier:
    """Posts what is due, several at a time, and never the same delivery twice."""

    world: World
    client: httpx.AsyncClient
    abreast: int = 16
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def busy(self) -> int:
        return len(self._tasks)

    def send_due(self) -> int:
        """Start posting everything that is due now."""
        deliveries = self.world.deliveries()
        for delivery in deliveries:
            task = asyncio.create_task(self._carry(delivery))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return len(deliveries)

    async def settle(self, below: int = 1) -> None:
        """Wait until fewer than `below` posts are on their way."""
        while len(self._tasks) >= below:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()

    async def finish(self, patience_s: float = 2.0) -> None:
        """Let what is on its way come home, then stop."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience_s)
            for task in late:
                task.cancel()

    async def _carry(self, delivery: Delivery) -> None:
        status = await self.post(delivery)
        if status != 200 and not delivery.repeat:
            await asyncio.sleep(min(0.05 * 2**delivery.attempt, 2.0))
        self.world.acknowledge(delivery, status)

    async def post(self, delivery: Delivery) -> int:
        """Post one delivery; 0 when no answer came."""
        body, headers = delivery.body, dict(delivery.headers)
        content: bytes | AsyncIterator[bytes] = body
        match delivery.transport:
            case "slow":
                content = _slowly(body)
            case "chunked":
                content = _in_chunks(body)
            case "gzip":
                content, headers["Content-Encoding"] = gzip.compress(body), "gzip"
            case "short":
                headers["Content-Length"] = str(len(body) + 10)
                content = _cut_short(body)
            case _:
                pass
        method = "GET" if delivery.transport == "challenge" else "POST"
        try:
            answer = await self.client.request(
                method, delivery.url, content=content, headers=headers
            )
        except httpx.HTTPError:
            return 0
        return answer.status_code

    async def handshake(self, url: str, token: str, challenge: str) -> bool:
        """Ask a callback URL to prove itself, as Meta does before using it."""
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": token}
        joint = "&" if "?" in url else "?"
        try:
            answer = await self.client.get(f"{url}{joint}{urlencode(query)}")
        except httpx.HTTPError:
            return False
        return answer.status_code == 200 and answer.text == challenge
