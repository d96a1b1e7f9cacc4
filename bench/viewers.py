"""Pages that are open: each listens to the live events and asks for its list when told, as the
browser does (`live.js`). Plain sockets, so that fifty of them leave the processor to the product.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx

from bench.installation import Installation

SETTLED_S = 1.0
GIVEN_UP_S = 20.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

type Say = Callable[[int], Awaitable[str]]
"""Send the n-th message; return words that only its line of the list has."""


async def watch(
    installation: Installation, port: int, viewers: int, messages: int, say: Say
) -> list[float]:
    """Milliseconds from each message's webhook until each page has it."""
    cookie = await asyncio.to_thread(_sign_in, installation, port)
    pages = [Page(port, cookie) for _ in range(viewers)]
    async with asyncio.TaskGroup() as group:
        listening = [group.create_task(page.listen()) for page in pages]
        await asyncio.sleep(SETTLED_S)
        delays: list[float] = []
        for number in range(messages):
            delays += await _one(pages, say, number)
        for task in listening:
            task.cancel()
    return delays


async def _one(pages: list["Page"], say: Say, number: int) -> list[float]:
    start = time.perf_counter()
    words = (await say(number)).encode()
    shown = await asyncio.gather(*(page.shows(words) for page in pages))
    await asyncio.sleep(0.3 + number % 7 / 10)
    return [(at - start) * 1000 for at in shown]


def _sign_in(installation: Installation, port: int) -> str:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as browser:
        found = TOKEN.search(browser.get("/").text)
        if found is None:
            raise RuntimeError("The sign-in page has no form.")
        given = {"username": installation.user, "password": installation.password}
        headers = {"referer": f"http://127.0.0.1:{port}/"}
        answer = browser.post(
            "/sign-in", data=given | {"csrfmiddlewaretoken": found[1]}, headers=headers
        )
        answer.raise_for_status()
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


@dataclass(slots=True)
class Page:
    """One page: what its list says by now, and since when."""

    port: int
    cookie: str
    text: bytes = b""
    at: float = 0.0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Ask for the list at every event, one at a time."""
        events, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self._get("/events"))
        told = asyncio.Event()
        asking = asyncio.create_task(self._ask_when(told))
        try:
            while line := await events.readline():
                if line.startswith(b"event: changed"):
                    told.set()
        finally:
            asking.cancel()
            writer.close()

    async def _ask_when(self, told: asyncio.Event) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        while True:
            await told.wait()
            told.clear()
            writer.write(self._get("/inbox/rows"))
            self.text = await _body(reader)
            self.at = time.perf_counter()
            self._news.set()

    async def shows(self, words: bytes) -> float:
        """When the list had these words."""
        async with asyncio.timeout(GIVEN_UP_S):
            while words not in self.text:
                self._news.clear()
                await self._news.wait()
            return self.at

    def _get(self, path: str) -> bytes:
        head = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n\r\n"
        )
        return head.encode()


async def _body(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.partition(b"\r\n")[0].decode())
    length = re.search(rb"content-length: (\d+)", head.lower())
    if length is None:
        raise RuntimeError("The list came without its length.")
    return await reader.readexactly(int(length[1]))
