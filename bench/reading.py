"""How long the questions of the inbox take, while the messages grow from ten thousand to a million.

Rows are written straight into the tables: who projects them is measured in `bench.projection`.
One conversation holds a twentieth of all messages, the others about fifty each; one in twenty
waits for an answer. Every figure is the 95th percentile of many single reads, each a transaction
of its own with a fresh pick of conversation and page.
"""

import os
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

os.environ.setdefault("SAATH_KEY", "5a" * 32)

from tests.stores import installed

from bench.figures import AtMost, Figure, percentile
from bench.places import Place, Places
from saath.domain.content import Content
from saath.domain.conversation import Conversation
from saath.domain.ids import alias_id, message_id
from saath.domain.message import Message
from saath.domain.person import Alias
from saath.domain.policy import Number, Policy
from saath.queries.conversations import list_conversations
from saath.queries.inbox import read_inbox, read_list
from saath.queries.messages import list_messages
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.policies import save_policy
from saath.store.rows import (
    ALIAS,
    CONVERSATION,
    MESSAGE,
    alias_row,
    conversation_row,
    message_row,
)
from saath.store.tenancy import as_business

BUSINESS = "bench"
NUMBER = Number("700100200300400", "800100200300400", "900100200300400", "919000000001", 1)
START_MS = 1_760_000_000_000
A_THREAD = 50
ONE_IN = 20
BATCH = 5_000
GOAL_MS = 30.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    messages: tuple[int, ...]
    reads: int


QUICK = Size(messages=(10_000, 100_000), reads=200)
FULL = Size(messages=(10_000, 100_000, 1_000_000), reads=400)


def measure(places: Places, engines: Sequence[str], size: Size) -> Iterator[Figure]:
    """Every question at every size on every engine."""
    for engine in engines:
        for messages in size.messages:
            yield from _at(places(engine), messages, size.reads)


def _at(place: Place, messages: int, reads: int) -> Iterator[Figure]:
    with installed(place.url or place.folder, place.folder):
        conversations = fill(messages)
        for name, ask in _questions(conversations, START_MS + messages * 1_000).items():
            times = _timed(ask, reads)
            yield Figure(
                name=f"{name}, {messages:,} messages, p95",
                engine=place.engine,
                unit="ms",
                runs=[percentile(times, 0.95)],
                goal=AtMost(GOAL_MS),
                details={
                    "p50": round(percentile(times, 0.5), 2),
                    "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                },
            )


def _questions(conversations: Sequence[str], now: int) -> dict[str, Callable[[], object]]:
    """What a page or a program asks."""
    chance = random.Random(2)  # picks pages, guards nothing
    big = conversations[0]
    deep = list_conversations(BUSINESS, now, limit=100).next
    earlier = _middle(big)
    return {
        "list": lambda: list_conversations(BUSINESS, now, limit=50),
        "list, second page": lambda: list_conversations(BUSINESS, now, limit=50, after=deep),
        "inbox list": lambda: read_list(BUSINESS, now),
        "thread": lambda: list_messages(BUSINESS, chance.choice(conversations), limit=50),
        "thread, the middle of a long one": lambda: list_messages(
            BUSINESS, big, limit=50, after=earlier
        ),
        "inbox with a thread": lambda: read_inbox(BUSINESS, chance.choice(conversations), now),
    }


def _middle(key: str) -> str | None:
    """A cursor some pages into a thread."""
    after = None
    for _page in range(5):
        page = list_messages(BUSINESS, key, limit=100, after=after)
        after = page.next if page and page.next else after
    return after


def _timed(ask: Callable[[], object], reads: int) -> list[float]:
    times = []
    for _read in range(reads):
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1_000)
    return times


def fill(messages: int) -> list[str]:
    """Write so many messages; return the ids of their conversations, the largest first."""
    people = [_person(number) for number in range(max(2, messages // A_THREAD))]
    conversations: dict[str, Conversation] = {}
    rows = []
    for number in range(messages):
        message = _message(number, people[_whose(number, len(people))].id)
        rows.append(message_row(BUSINESS, message, message.person))
        conversations[message.person] = _moved(conversations.get(message.person), message)
        if len(rows) == BATCH:
            _write(MESSAGE, rows)
            rows = []
    _write(MESSAGE, rows)
    _write(ALIAS, [alias_row(BUSINESS, alias) for alias in people])
    _write(CONVERSATION, [conversation_row(BUSINESS, c) for c in conversations.values()])
    with as_business(BUSINESS):
        save_policy(BUSINESS, 1, START_MS, Policy(BUSINESS, 1, (NUMBER,)))
    return [f"{alias.id}-{NUMBER.phone_number_id}" for alias in people if alias.id in conversations]


def _write(table: object, rows: list[tuple[object, ...]]) -> None:
    for at in range(0, len(rows), BATCH):
        with as_business(BUSINESS):
            dialect(TABLES).upsert(table, rows[at : at + BATCH])  # type: ignore[arg-type]


def _person(number: int) -> Alias:
    phone = f"9190{number:08d}"
    key = alias_id(BUSINESS, NUMBER.portfolio_id, "phone", phone)
    return Alias(
        key, NUMBER.portfolio_id, "phone", phone, key, profile=f"Person {number}", profile_at=1
    )


def _whose(number: int, people: int) -> int:
    """Every twentieth message is the first person's; the rest go around."""
    return 0 if number % ONE_IN == 0 else 1 + number * 7919 % (people - 1)


def _message(number: int, person: str) -> Message:
    wamid = f"wamid.HBgM{number:032d}"
    out = number % 2 == 1
    return Message(
        id=message_id(NUMBER.phone_number_id, wamid),
        phone_number_id=NUMBER.phone_number_id,
        wamid=wamid,
        person=person,
        at=START_MS + number * 1_000,
        direction="out" if out else "in",
        source="phone" if out else "contact",
        origin="live",
        told="live",
        content=Content("text", "the shop is open until nine and the blue one is here for you"),
    )


def _moved(known: Conversation | None, message: Message) -> Conversation:
    before = known or Conversation(message.person, NUMBER.phone_number_id)
    if message.direction == "out":
        return replace(before, spoke=message.mark, answered=message.mark, control="phone")
    heard = replace(before, heard=message.mark, asked=message.mark)
    waits = int(message.person[:4], 16) % ONE_IN == 0
    return heard if waits else replace(heard, answered=message.mark)
