"""A served simulator in a thread of its own, for clients that block."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from saath.simulator.ids import FIXED, Ids
from saath.simulator.server import Served
from saath.simulator.settings import Settings
from saath.simulator.world import START


@dataclass
class Aside:
    """What a blocking test needs."""

    identity: dict[str, Any]
    served: Served
    http: httpx.Client

    def do(self, command: str, **given: Any) -> dict[str, Any]:
        answer = self.http.post(f"/_sim/{command}", json=given)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert isinstance(found, dict)
        return found

    def chat(self, person: str) -> list[dict[str, Any]]:
        found = self.http.get(f"/_sim/chats/{person}").json()["messages"]
        assert isinstance(found, list)
        return found

    def truth(self) -> dict[str, Any]:
        found = self.http.get("/_sim/truth").json()
        assert isinstance(found, dict)
        return found


@dataclass
class _Thread:
    served: Served
    ready: threading.Event = field(default_factory=threading.Event)
    identity: dict[str, Any] = field(default_factory=dict)
    loop: asyncio.AbstractEventLoop | None = None

    def run(self) -> None:
        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            await self.served.run(self.tell)

        asyncio.run(serve())

    def tell(self, identity: dict[str, Any]) -> None:
        self.identity.update(identity)
        self.ready.set()


@contextmanager
def served_now() -> Iterator[Aside]:
    """Serve a world whose time is ours."""
    with served_aside(now=int(time.time() * 1000)) as aside:  # noqa: TID251  (as a person would)
        yield aside


@contextmanager
def served_aside(
    seed: int = 1, webhook_url: str = "", *, ids: Ids = FIXED, now: int = START
) -> Iterator[Aside]:
    """Serve a world until the block ends."""
    settings = Settings(latency=20, review_delay=100)
    served = Served(port=0, now=now, seed=seed, settings=settings, webhook_url=webhook_url, ids=ids)
    held = _Thread(served)
    thread = threading.Thread(target=held.run)
    thread.start()
    try:
        assert held.ready.wait(10)
        with httpx.Client(base_url=held.identity["base_url"], trust_env=False) as http:
            yield Aside(held.identity, served, http)
    finally:
        if held.loop is not None:
            held.loop.call_soon_threadsafe(served.stopped.set)
        thread.join(10)
