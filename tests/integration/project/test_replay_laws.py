"""Whatever happened, in whatever batches: folding the journal again gives the very same rows.

Requests, attempts, outcomes, timers, policies, live deliveries and history are thrown together
by chance; between them the writer takes turns of any size.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest

from saath.domain.facts.requests import Assign, Claim, Control, Label, NeedsReply, Note
from saath.domain.facts.sending import Outcome
from saath.domain.policy import Pause
from saath.journal import Entry, Journal
from saath.outbox import list_due, list_open
from saath.project import Writer, bulk, due_timers, live, open_writer
from saath.store.bodies import Action
from saath.store.cursors import LANES, cursor
from saath.store.dialect import dialect
from saath.store.generation import drop, new_generation
from saath.store.imports import Brought, Contacts, RefusedLine, import_entry
from saath.store.models import Message
from saath.store.rows import Row
from saath.store.tenancy import as_business
from tests.asking import GREETED, NOON, PROGRAM, asked, attempted, ended, request, text
from tests.deliveries import (
    NUMBER,
    change,
    delivery,
    echoed,
    entry,
    policy_entry,
    remembered,
    said,
)

SCRATCH = 4712
PHONES = ("919000000011", "919000000012", "919000000013")
HOUR = 3_600_000
TABLES_COMPARED = {
    "alias": "*",
    "conversation": "*",
    "message": "*",
    "notice": "*",
    "policy": "*",
    "result": "*",
    "account_state": "*",
    "outbox": "key, person, phone_number_id, stage, due_at, expires_at, attempts, attempted_at",
    "cursor": "lane, position, part, facts, unrecognized",
}
OUTCOMES: tuple[Outcome, ...] = ("accepted", "rejected", "deferred", "unconfirmed")
NAMES = (f"shop-{n}" for n in count())


@dataclass
class World:
    """One business at work: a clock that only its own events move, and a writer."""

    journal: Journal
    business: str
    chance: random.Random
    writer: Writer
    now: int = NOON
    numbers: Iterator[int] = field(default_factory=count)

    def append(self, *entries: Entry) -> None:
        """Append what happened to this business."""
        self.journal.append([replace(e, business=self.business) for e in entries])

    def step(self, what: str) -> None:
        """Let one thing happen."""
        self.now += self.chance.choice([0, 1, 900, 7_000])
        getattr(self, what)()

    def hear(self) -> None:
        """A customer writes, by phone, by BSUID, or by both, which makes them one."""
        who, n = self.chance.randrange(3), next(self.numbers)
        names = self.chance.choice([{"phone": PHONES[who]}, {"bsuid": f"IN.{who}"}, {}])
        names = names or {"phone": PHONES[who], "bsuid": f"IN.{who}"}
        at = (self.now - NOON) // 1000
        told = said(f"wamid.{who}.{n % 7}", at, f"message {n}", **names)
        self.append(entry(delivery(told), at=self.now))

    def echo(self) -> None:
        """The owner writes on the phone."""
        n, at = next(self.numbers), (self.now - NOON) // 1000
        told = echoed(f"wamid.e{n}", at, "on my way", phone=self.chance.choice(PHONES))
        self.append(entry(delivery(told), at=self.now))

    def remember(self) -> None:
        """A chunk of history comes, with some messages that came live too."""
        who = self.chance.randrange(3)
        phone = PHONES[who]
        ways = ("in", "out")
        thread = [
            (
                f"wamid.{who}.{self.chance.randrange(12)}",
                n * 5 - 60,
                f"old {n}",
                self.chance.choice(ways),
            )
            for n in range(self.chance.randrange(1, 6))
        ]
        self.append(entry(delivery(remembered(phone, thread)), "bulk", at=self.now))

    def bring(self) -> None:
        """Somebody brings a file of contacts; all of it may be unusable, and long."""
        people = self.chance.sample(PHONES, k=self.chance.randrange(3))
        lines = [
            RefusedLine(n, "no phone", "x" * 300) for n in range(self.chance.choice([0, 1, 30]))
        ]
        told = tuple(Brought(n, f"Customer {phone}", phone) for n, phone in enumerate(people))
        contacts = Contacts(NUMBER, "book.vcf", "asha", self.now, told, tuple(lines))
        self.append(import_entry(self.business, contacts, source="vcard"))

    def ask(self) -> None:
        """Somebody of the team, or a program, asks something of a conversation."""
        key = str(self.chance.randrange(20))
        seen = self.chance.choice(["", *self._messages()])
        actions: list[Action] = [
            text("Yes, we do.", seen),
            text("Come by at five."),
            Note("a good customer"),
            Assign("7", "Meera"),
            Label(("paid",), ("new",)),
            Control(self.chance.choice(["agent", "bot", "nobody"])),
            NeedsReply(self.chance.random() < 0.3, seen),
            Claim(),
        ]
        made = request(
            self.chance.choice(PHONES),
            self.chance.choice(actions),
            key=key,
            at=self.now,
            business=self.business,
        )
        made = replace(made, actor=PROGRAM) if self.chance.random() < 0.3 else made
        self.append(asked(made, at=self.now))

    def _messages(self) -> list[str]:
        with as_business(self.business, reads=True):
            return list(Message.objects.order_by("id").values_list("id", flat=True)[:8])

    def attempt(self) -> None:
        """What is due is attempted."""
        with as_business(self.business, reads=True):
            due = list_due(self.business, self.now + 4_000, 3)
        self.append(*[attempted(one, at=self.now) for one in due])

    def end(self) -> None:
        """An attempt comes to an end, one way or another."""
        with as_business(self.business, reads=True):
            attempts = list_open(self.business)
        for one in attempts[:1]:
            how = self.chance.choice(OUTCOMES)
            again = self.now + 500 if how == "deferred" else 0
            wamid = f"wamid.s{one.key}" if how == "accepted" else ""
            self.append(ended(one, how, at=self.now, wamid=wamid, retry_at=again))

    def report(self) -> None:
        """A status comes: with our own mark on it, perhaps before the outcome, or without."""
        with as_business(self.business, reads=True):
            marks = [(one.key, one.callback) for one in list_open(self.business)]
            sent = Message.objects.filter(direction="out", wamid__startswith="wamid.s")
            marks += [(key, "") for key in sent.values_list("id", flat=True)]
        for key, mark in sorted(marks)[: self.chance.choice([0, 1, 3])]:
            status = {
                "id": f"wamid.s{key}",
                "status": self.chance.choice(["sent", "delivered", "failed"]),
                "timestamp": str(self.now // 1000),
                **({"biz_opaque_callback_data": mark} if mark else {}),
            }
            self.append(entry(delivery(change("messages", statuses=[status])), at=self.now))

    def wait(self) -> None:
        """Hours pass, and what was due falls."""
        self.now += self.chance.choice([HOUR // 6, 5 * HOUR])
        self.append(*due_timers(self.business, self.now))

    def decide(self) -> None:
        """The owner pauses, resumes, or turns the greeting on."""
        pause = self.chance.choice([None, Pause("owner", "holiday")])
        policy = replace(GREETED, business=self.business, pause=pause)
        self.append(policy_entry(policy, self.now))

    def fold(self) -> None:
        """The writer takes a turn of some size."""
        live(self.writer, self.chance.choice([1, 2, 500]))

    def slice(self) -> None:
        """The writer takes a slice of bulk."""
        bulk(self.writer, self.chance.choice([1, 2, 12, 250]))

    def forget(self) -> None:
        """Another writer takes over, with nothing in memory."""
        epoch = self.journal.take(self.business)
        self.writer = open_writer(self.journal, self.business, epoch)


EVENTS = {
    "hear": 6,
    "echo": 2,
    "remember": 2,
    "bring": 1,
    "ask": 6,
    "attempt": 4,
    "end": 4,
    "report": 2,
    "wait": 1,
    "decide": 1,
    "fold": 12,
    "slice": 3,
    "forget": 1,
}
"""How often each happens, compared with the others."""


@pytest.mark.parametrize("seed", range(8))
def test_a_replay_gives_the_very_same_rows(shared_journal: Journal, seed: int) -> None:
    business, chance = next(NAMES), random.Random(seed)
    shared_journal.append([policy_entry(replace(GREETED, business=business), NOON - 1)])
    writer = open_writer(shared_journal, business, shared_journal.take(business))
    world = World(shared_journal, business, chance, writer)
    for records in (500, 1, 7):
        for event in chance.choices([*EVENTS], [*EVENTS.values()], k=70):
            world.step(event)
        assert replayed(world, records=records) == rows(business, "tables")


def replayed(world: World, *, records: int) -> dict[str, list[Row]]:
    """The rows of a replay to exactly where the writer stands."""
    using = new_generation(SCRATCH)
    try:
        with as_business(world.business, reads=True):
            stands = {lane: cursor(world.business, lane) for lane in LANES}
        stops = {lane: (at.position, at.part) for lane, at in stands.items()}
        writer = open_writer(world.journal, world.business, 1, using, stops=stops)
        while live(writer, records).moved:
            pass
        return rows(world.business, using)
    finally:
        drop(SCRATCH)


def rows(business: str, using: str) -> dict[str, list[Row]]:
    """Every row of the tables that are folded."""
    with as_business(business, using, reads=True):
        database = dialect(using)
        return {
            table: sorted(
                database.select(f"SELECT {columns} FROM {table} WHERE business = ?", (business,))  # noqa: S608
            )
            for table, columns in TABLES_COMPARED.items()
        }
