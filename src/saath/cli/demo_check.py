"""`saath demo --check`: play the shop as fast as it is answered, then hold Saath to its account.

What Saath shows is read as any program reads it, over HTTP with an API key.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

import click
import httpx

from saath.cli.demo_account import Reckoning, Row, reckon
from saath.cli.printing import TRY_LATER, Result, refuse
from saath.journal import UNCLAIMED, Journal
from saath.simulator.shop import ShopError, ShopRun
from saath.store.cursors import all_cursors
from saath.store.tenancy import across_businesses

ACTS = 600
EARLIER_MS = 2 * 60 * 60 * 1000  # more than 600 acts take, so that nobody writes in the future
BEHIND_MAX_S = 120.0
POLL_S = 0.1
PAGE = 100
TOLD_MAX = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison, on an installation that was just made."""

    url: str
    made: Result
    journal: Journal
    now: int

    def run(self, faults: dict[str, float]) -> dict[str, float]:
        """Play, wait until everything is folded, compare."""
        began, before = time.monotonic(), self._held()
        shop = self._shop(faults)
        try:
            asyncio.run(shop.run())
        except ShopError as gave_up:
            refuse(str(gave_up), TRY_LATER)
        self._await_worker()
        reckoning = reckon(shop.expected(), self._shown())
        self._tell(reckoning)
        counts = shop.counts()
        held = self._held() - before
        return {
            **counts,
            "records": held,
            "lost": reckoning.lost + len(shop.truth.unacknowledged) + _short(held, counts),
            "doubled": reckoning.doubled,
            "seconds": round(time.monotonic() - began, 1),
        }

    def _shop(self, faults: dict[str, float]) -> ShopRun:
        webhook = self.made["webhook"]
        return ShopRun(
            target_url=f"{self.url}{webhook['path']}",
            app_secret=webhook["app_secret"],
            verify_token=webhook["verify_token"],
            start=self.now - EARLIER_MS,
            speed=0,
            count=ACTS,
            faults=faults,
        )

    def _held(self) -> int:
        return sum(lane.head for lane in self.journal.heads())

    def _await_worker(self) -> None:
        deadline = time.monotonic() + BEHIND_MAX_S
        while self._is_behind():
            if time.monotonic() > deadline:
                refuse(
                    "The worker fell behind by minutes. Run it again on a quieter machine.",
                    TRY_LATER,
                )
            time.sleep(POLL_S)

    def _is_behind(self) -> bool:
        with across_businesses():
            at = {lane: cursor.position for lane, cursor in all_cursors().items()}
        return any(
            at.get((lane.business, lane.lane), 0) < lane.head
            for lane in self.journal.heads()
            if lane.business != UNCLAIMED
        )

    def _shown(self) -> Iterator[Row]:
        """Every message that the API lists, with the conversation it stands in."""
        key = {"Authorization": f"Bearer {self.made['api_key']}"}
        base = f"{self.url}/api/v1"
        with httpx.Client(base_url=base, headers=key, timeout=30, trust_env=False) as client:
            for conversation in _pages(client, "/conversations"):
                for message in _pages(client, f"/conversations/{conversation['id']}/messages"):
                    yield message | {"contact": conversation["contact"]}

    @staticmethod
    def _tell(reckoning: Reckoning) -> None:
        for line in reckoning.differences[:TOLD_MAX]:
            click.echo(f"saath: {line}", err=True)


def _pages(client: httpx.Client, path: str) -> Iterator[Row]:
    after: str | None = ""
    while after is not None:
        answer = client.get(path, params={"limit": PAGE, **({"after": after} if after else {})})
        page = answer.raise_for_status().json()
        yield from page["data"]
        after = page["next"]


def _short(held: int, counts: dict[str, int]) -> int:
    """How many acknowledged deliveries the journal does not hold."""
    return max(0, counts["records"] - held)
