"""`saath demo --check`: play the shop as fast as it is answered, then hold Saath to its account.

First some hours of the shop, hostile and without a pause; then a busy minute as it is lived, with
the bot, the phone and the team; then whatever is still on its way. What Saath shows is read as any
program reads it, over HTTP with an API key.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click
import httpx

from saath.cli.demo_account import Reckoning, Row, reckon
from saath.cli.demo_crowd import Crowd
from saath.cli.demo_order import Order, count_bot_over_person, key_of
from saath.cli.demo_team import Team
from saath.cli.printing import TRY_LATER, Result, refuse
from saath.journal import UNCLAIMED, Journal, Lane, Record
from saath.outbox import list_doubtful, list_open, list_waiting
from saath.simulator.server import PortTakenError
from saath.simulator.shop import ShopError, ShopRun
from saath.store.cursors import all_cursors
from saath.store.tenancy import across_businesses, as_business

BUSY_S = 2.6
HELD_BACK_MS = 65_000  # reordering keeps an event back for a minute
FAR_MS = 24 * 60 * 60 * 1000
BEHIND_MAX_S = 60.0
POLL_S = 0.1
PAGE = 100
READ = 1_000
TOLD_MAX = 10

LANES: tuple[Lane, ...] = ("live", "bulk")

type Lines = dict[Lane, list[Record]]


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison, on an installation that was just made and runs."""

    url: str
    made: Result
    journal: Journal
    now: Callable[[], int]
    shop: ShopRun

    def run(self) -> dict[str, float]:
        """Play, wait until everything is folded, compare."""
        began = time.monotonic()
        try:
            team = asyncio.run(self._play())
        except (ShopError, PortTakenError) as gave_up:
            refuse(str(gave_up), TRY_LATER)
        return self._compare(team) | {"seconds": round(time.monotonic() - began, 1)}

    async def _play(self) -> Team:
        shop, crowd = self.shop, Crowd(self.shop.world)
        async with shop.opened(), self._client() as client:
            await shop.rush(until=self.now())
            shop.world.advance(self.now())
            shop.live()
            crowd.arrive()
            team = Team(client, crowd.ask_again, crowd.for_the_team(), crowd.to_hand_back())
            working = asyncio.create_task(team.work())
            await asyncio.sleep(BUSY_S)
            await shop.rush(until=self.now() + HELD_BACK_MS)
            shop.live()
            await asyncio.wait_for(working, BEHIND_MAX_S)
            await self._until(self._is_still, "Something is still to be sent")
            await shop.rush()
            await self._until(self._is_still, "The worker is behind")
            return team

    def _client(self) -> httpx.AsyncClient:
        key = {"Authorization": f"Bearer {self.made['api_key']}"}
        base = f"{self.url}/api/v1"
        return httpx.AsyncClient(base_url=base, headers=key, timeout=30, trust_env=False)

    async def _until(self, true: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + BEHIND_MAX_S
        while not await asyncio.to_thread(true):
            if time.monotonic() > deadline:
                refuse(f"{otherwise} after a minute. Run it on a quieter machine.", TRY_LATER)
            await asyncio.sleep(POLL_S)

    def _is_still(self) -> bool:
        """Everything acknowledged is folded, and nothing is to be sent any more."""
        return not self._is_behind() and not self._in_hand()

    def _is_behind(self) -> bool:
        with across_businesses():
            at = {lane: cursor.position for lane, cursor in all_cursors().items()}
        return any(
            at.get((lane.business, lane.lane), 0) < lane.head
            for lane in self.journal.heads()
            if lane.business != UNCLAIMED
        )

    def _in_hand(self) -> int:
        business = self.made["business"]
        with as_business(business):
            doubtful = list_doubtful(business, self.now() + FAR_MS)
            return len(list_waiting(business)) + len(list_open(business)) + len(doubtful)

    def _compare(self, team: Team) -> dict[str, float]:
        shop, records = self.shop, self._records()
        rows, people = self._shown()
        reckoning = reckon(shop.expected(), rows)
        self._tell(reckoning)
        order = Order(shop.world, people | team.people)
        over = count_bot_over_person(order.turns(records["live"]))
        counts, replies = shop.counts(), order.replies()
        held = sum(record.kind == "delivery" for lane in records.values() for record in lane)
        return {
            **counts,
            "records": held,
            "lost": reckoning.lost
            + len(shop.truth.unacknowledged)
            + max(0, counts["records"] - held)
            + self._unkept(team),
            "doubled": reckoning.doubled + self._repeated(),
            "seconds": 0.0,
            "agent_replies": replies["agent"],
            "bot_replies": replies["bot"],
            "bot_over_person": over,
        }

    def _unkept(self, team: Team) -> int:
        """Replies that were promised to the team and that the customer does not have."""
        truth = self.shop.truth
        kept = {
            key_of(sent)
            for sent in truth.acceptances
            if sent.wamid in truth.received.get(sent.person, ())
        }
        return len(team.messages.keys() - kept)

    def _repeated(self) -> int:
        """Sends of the same intention that were accepted once too often."""
        times = Counter(map(key_of, self.shop.truth.acceptances))
        return sum(count - 1 for count in times.values())

    def _records(self) -> Lines:
        business = self.made["business"]
        return {lane: list(self._lane(business, lane)) for lane in LANES}

    def _lane(self, business: str, lane: Lane) -> Iterator[Record]:
        after = 0
        while page := self.journal.read(business, lane, after=after, limit=READ):
            yield from page
            after = page[-1].position

    def _shown(self) -> tuple[list[Row], dict[str, str]]:
        """Every message that the API lists with its contact, and which customer each person is."""
        rows: list[Row] = []
        people: dict[str, str] = {}
        key = {"Authorization": f"Bearer {self.made['api_key']}"}
        base = f"{self.url}/api/v1"
        with httpx.Client(base_url=base, headers=key, timeout=30, trust_env=False) as client:
            for chat in _pages(client, "/conversations"):
                contact = chat["contact"]
                known = self.shop.world.ground.find(contact["bsuid"] or contact["phone"] or "")
                people[chat["id"].partition("-")[0]] = known.key if known else ""
                for message in _pages(client, f"/conversations/{chat['id']}/messages"):
                    rows.append(message | {"contact": contact})  # noqa: PERF401  (two lists)
        return rows, people

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
