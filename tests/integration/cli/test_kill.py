"""Kill -9 of everything under load: what was acknowledged is there after the restart, once.

SAATH_KILLS says how often on each engine; without it 16 times on SQLite and 4 on PostgreSQL. The
moments are drawn from a seed.
"""

import asyncio
import os
import random
from collections import Counter
from dataclasses import dataclass, field

import httpx
import pytest

from tests.deliveries import delivery, said
from tests.integration.cli.product import (
    Installation,
    Running,
    children,
    install,
    is_alive,
    kill,
    signature,
    wait_until,
)

KILLS = int(os.environ.get("SAATH_KILLS", "0"))
CUSTOMERS = 16
PEOPLE = 40
LIVES = 4  # a parent whose children fall five times within half a minute gives up


@dataclass
class Load:
    """Customers who write all at once and remember what was acknowledged."""

    made: Installation
    sent: int = 0
    taken: set[str] = field(default_factory=set)

    async def until_killed(self, running: Running, after_s: float, *, parent: bool) -> None:
        """Write until the moment comes, and a little longer."""
        limits = httpx.Limits(max_connections=CUSTOMERS)
        url = f"{running.address}/webhooks/whatsapp"
        async with httpx.AsyncClient(limits=limits, timeout=5, trust_env=False) as client:
            writing = [asyncio.create_task(self._write(client, url)) for _ in range(CUSTOMERS)]
            await asyncio.sleep(after_s)
            kill_everything(running, parent=parent)
            await asyncio.gather(*writing)

    async def _write(self, client: httpx.AsyncClient, url: str) -> None:
        while True:
            wamid = f"wamid.{self.sent}"
            phone = f"9190000{self.sent % PEOPLE:05}"
            self.sent += 1
            body = delivery(said(wamid, self.sent, "hello", phone=phone))
            headers = {"X-Hub-Signature-256": signature(self.made, body)}
            try:
                answer = await client.post(url, content=body, headers=headers)
            except httpx.TransportError:
                return
            if answer.status_code == 200:
                self.taken.add(wamid)


def kill_everything(running: Running, *, parent: bool) -> None:
    """Serving and working at once: nobody gets to tidy up. A parent that lives starts them again."""
    pids = children(running.process.pid) + ([running.process.pid] if parent else [])
    kill(*pids)
    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def test_nothing_acknowledged_is_lost_or_doubled_on_sqlite(installation: Installation) -> None:
    _kill_again_and_again(installation, KILLS or 16)


def test_nothing_acknowledged_is_lost_or_doubled_on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str
) -> None:
    made = install(tmp_path_factory.mktemp("kill") / "data", postgres_url)
    _kill_again_and_again(made, KILLS or 4)


def _kill_again_and_again(made: Installation, times: int) -> None:
    chance = random.Random(20261122)
    load = Load(made)
    moments = [chance.uniform(0.05, 0.6) for _ in range(times)]
    while moments:
        with made.up() as running:
            for lives_left in reversed(range(min(LIVES, len(moments)))):
                running.await_ready()
                parent = lives_left == 0
                asyncio.run(load.until_killed(running, moments.pop(), parent=parent))
    assert len(load.taken) > times
    with made.up() as running:
        running.await_folded()
        wait_until(lambda: load.taken <= set(_shown(running)), lambda: _missing(load, running))
        assert {wamid: n for wamid, n in _shown(running).items() if n > 1} == {}
        assert set(_shown(running)) <= {f"wamid.{number}" for number in range(load.sent)}
        made.verify()


def _shown(running: Running) -> Counter[str]:
    return Counter(message["wamid"] for message in running.messages())


def _missing(load: Load, running: Running) -> str:
    return f"missing: {sorted(load.taken - set(_shown(running)))[:10]}"
