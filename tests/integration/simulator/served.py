"""A served simulator in the test's own event loop, and a callback endpoint on a real socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from saath.simulator.door import Call, Door
from saath.simulator.graph.exchange import Response
from saath.simulator.server import Served
from saath.simulator.settings import Settings
from saath.simulator.world import START
from tests.integration.simulator.endpoint import Endpoint


@dataclass
class Running:
    """What a test needs to talk to a served simulator."""

    served: Served
    identity: dict[str, Any]
    http: httpx.AsyncClient
    endpoint: Endpoint

    async def do(self, command: str, **given: Any) -> dict[str, Any]:
        answer = await self.http.post(f"/_sim/{command}", json=given)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert isinstance(found, dict)
        return found

    async def graph(self, method: str, target: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.identity['token']}"}
        return await self.http.request(method, f"/v25.0/{target}", headers=headers, **more)

    async def until(self, field: str, items: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until the endpoint has heard of so many items."""
        found: list[dict[str, Any]] = []

        def enough() -> bool:
            found[:] = [
                item
                for name, value in self.endpoint.values()
                if name == field
                for item in value.get(items, ())
            ]
            return len(found) >= count

        await self.wait(enough)
        return found

    async def wait(self, come_true: Callable[[], bool]) -> None:
        """Wait for something that the simulator does by itself."""
        for _ in range(500):
            if come_true():
                return
            await asyncio.sleep(0.02)
        raise TimeoutError


@dataclass
class Listening:
    """An endpoint behind a port."""

    url: str
    endpoint: Endpoint
    asked: list[Call] = field(default_factory=list)


@asynccontextmanager
async def listening(secret: str, token: str) -> AsyncIterator[Listening]:
    """Open an endpoint on a random loopback port."""
    heard = Listening("", Endpoint(secret, token))

    async def answer(call: Call) -> Response:
        heard.asked.append(call)
        given = httpx.Request(call.method, f"http://x{call.target}", headers=call.headers)
        given = httpx.Request(
            call.method, given.url, headers=call.headers, content=call.body or None
        )
        found = await heard.endpoint(given)
        return Response(found.status_code, found.content, {"content-type": "text/plain"})

    door = Door(answer)
    server = await door.open("127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    heard.url = f"http://127.0.0.1:{port}/webhooks/whatsapp"
    try:
        yield heard
    finally:
        server.close()
        door.close()


@asynccontextmanager
async def running(seed: int = 1, **settings: Any) -> AsyncIterator[Running]:
    """Serve a world, subscribed to an endpoint."""
    quick = {"latency": 20, "review_delay": 100} | settings
    served = Served(port=0, now=START, seed=seed, settings=Settings(**quick))
    ids = served.world.ids
    async with listening(ids.app_secret, ids.verify_token) as heard:
        served.world.subscribe(heard.url)
        ready: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(served.run(ready.set_result))
        identity = await ready
        async with httpx.AsyncClient(base_url=identity["base_url"], trust_env=False) as http:
            yield Running(served, identity, http, heard.endpoint)
        served.stopped.set()
        await task
