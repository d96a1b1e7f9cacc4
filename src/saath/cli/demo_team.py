"""Two agents of the sample shop who answer through the API, as any program that works for a person.

They ask everything twice, as a program does whose first answer was lost on the way.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from saath.cli.demo_furnishing import AGENT

AGENTS = ("owner", AGENT)
LOOK_EVERY_S = 0.1
THANKS = "Yes, we have it in the shop. Shall we keep one for you?"

type Row = dict[str, Any]


@dataclass(slots=True)
class Team:
    """`waiting` are customers, by their user id, to be answered; those in `returning` are then
    handed back to the bot, and `handed_back` is told.
    """

    client: httpx.AsyncClient
    handed_back: Callable[[str], None]
    waiting: dict[str, str] = field(default_factory=dict)
    returning: set[str] = field(default_factory=set)
    people: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    """What was asked for and promised: the id of each reply, and for whom."""

    async def work(self) -> None:
        """Answer everybody who waits for the team."""
        while self.waiting:
            for chat in await self._chats():
                customer = self.waiting.pop(chat["contact"]["bsuid"], None)
                if customer is not None:
                    await self._answer(chat, customer)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _chats(self) -> list[Row]:
        answer = await self.client.get("/conversations", params={"limit": 100})
        rows: list[Row] = answer.raise_for_status().json()["data"]
        return [row for row in rows if row["needs_reply"]]

    async def _answer(self, chat: Row, customer: str) -> None:
        agent = AGENTS[len(self.people) % len(AGENTS)]
        self.people[chat["id"].partition("-")[0]] = customer
        body = {"type": "text", "text": f"{THANKS} ({customer})", "as": f"agent:{agent}"}
        made = await self._ask(chat, "messages", body)
        self.messages[made["id"]] = customer
        if customer in self.returning:
            await self._ask(chat, "control", {"to": "bot", "as": f"agent:{agent}"})
            self.handed_back(customer)

    async def _ask(self, chat: Row, what: str, body: Row) -> Row:
        """Ask with a key of one's own until there is an answer, and then once more."""
        key = {"Idempotency-Key": f"{chat['id']}-{what}"}
        where = f"/conversations/{chat['id']}/{what}"
        first = await self.client.post(where, json=body, headers=key)
        while first.status_code == 202:  # pending; each time the answer waits for up to 3 s
            first = await self.client.post(where, json=body, headers=key)
        again = await self.client.post(where, json=body, headers=key)
        made: Row = first.raise_for_status().json()
        if again.raise_for_status().json() != made:
            raise ValueError("the same key made another request")
        return made
