"""A whole history, shuffled, doubled, with a part lost and live traffic between, equals the truth."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from saath.journal import Entry, Journal
from saath.project import Writer, bulk, live, open_writer
from saath.queries.inbox import count_waiting
from saath.queries.ledger import get_ledger
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.models import Outbox
from saath.store.tenancy import as_business
from tests.deliveries import (
    BUSINESS,
    DAY,
    DISPLAY,
    NUMBER,
    REGISTERED,
    change,
    delivery,
    echoed,
    entry,
    policy_entry,
    said,
)

LINKED = DAY * 1000
MINUTE = 60_000
DAY_S = 86_400
CHUNK = 200
PHASES = ((0, 1), (1, 90), (90, 180))
SHOWN = """SELECT wamid, direction, origin, type, at FROM message
    WHERE business = ? AND direction IN ('in', 'out')"""
type Message = dict[str, Any]
type Truth = dict[str, tuple[str, str, str, int]]


@dataclass
class Past:
    """What the phone holds, and how WhatsApp hands it over."""

    chance: random.Random
    count: int
    truth: Truth = field(default_factory=dict)
    late: list[bytes] = field(default_factory=list)
    chats: defaultdict[str, list[tuple[int, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def message(self, number: int, age_s: int) -> tuple[str, Message]:
        """One message of somebody, and what is true of it."""
        phone, wamid = f"9198{number % 700:08}", f"wamid.{number}"
        at, out = DAY - age_s, number % 3 == 0
        is_media = number % 11 == 0
        self.chats[phone].append((at, out))
        self.truth[wamid] = ("out" if out else "in", "history", "text", at * 1000)
        told: Message = {"id": wamid, "timestamp": str(at), "type": "text"}
        told |= {"from": DISPLAY, "to": phone} if out else {"from": phone}
        if is_media:
            young = age_s < 14 * DAY_S
            kind = "image" if young and not out else "media_placeholder"
            self.truth[wamid] = (*self.truth[wamid][:2], kind, at * 1000)
            told["type"] = "media_placeholder"
            if kind == "image":
                picture = told | {"type": "image", "image": {"id": "m1", "mime_type": "image/jpeg"}}
                self.late.append(delivery(change("history", messages=[picture])))
        else:
            told["text"] = {"body": f"words {number}"}
        told["history_context"] = {"status": "READ"}
        return phone, told

    def chunks(self) -> list[tuple[int, int, bytes]]:
        """Every chunk with its phase and number, in order."""
        made, number, share = [], 0, self.count // 10
        sizes = (share, 5 * share, self.count - 6 * share)
        for phase, size in enumerate(sizes):
            near, far = PHASES[phase]
            for order, begin in enumerate(range(0, size, CHUNK), 1):
                threads: dict[str, list[Message]] = {}
                for place in range(begin, min(begin + CHUNK, size)):
                    age = near * DAY_S + 60 + place * (far - near) * (DAY_S - 2) // size
                    phone, told = self.message(number, age)
                    threads.setdefault(phone, []).append(told)
                    number += 1
                made.append((phase, order, threads, 100 * number // self.count))
        return [(p, o, _chunk(p, o, progress, t)) for p, o, t, progress in made]

    def live(self) -> Iterator[bytes]:
        """What happens meanwhile: a new message, an echo, and one that history has as well."""
        for n in range(40):
            phone, wamid = f"9198{n:08}", f"live.{n}"
            what = (
                said(wamid, n, "now", phone=phone)
                if n % 2
                else echoed(wamid, n, "now", phone=phone)
            )
            self.truth[wamid] = ("in" if n % 2 else "out", "live", "text", (DAY + n) * 1000)
            self.chats[phone].append((DAY + n, not n % 2))
            yield delivery(what)

    def waiting(self) -> int:
        """How many chats end with a customer's word of the last 48 hours before linking, or later."""
        ends = [max(chat) for chat in self.chats.values()]
        return sum(1 for at, out in ends if not out and at >= DAY - 2 * DAY_S)


def _chunk(phase: int, order: int, progress: int, threads: dict[str, list[Message]]) -> bytes:
    told = {
        "metadata": {"phase": phase, "chunk_order": order, "progress": progress},
        "threads": [{"id": phone, "messages": said_} for phone, said_ in threads.items()],
    }
    return delivery(change("history", history=[told]))


def handed_over(past: Past, lost: tuple[int, int]) -> tuple[list[Entry], bytes]:
    """Everything but one chunk, in a wild order, some of it twice; and the chunk that was lost."""
    chunks = past.chunks()
    (gone,) = [body for phase, order, body in chunks if (phase, order) == lost]
    kept = [body for phase, order, body in chunks if (phase, order) != lost]
    doubled = [_further_back(body) for body in kept[::4]]
    past_entries = [entry(body, "bulk", LINKED + MINUTE) for body in kept + doubled + past.late]
    mixed = past_entries + [entry(body, "live", LINKED + MINUTE) for body in past.live()]
    past.chance.shuffle(mixed)
    return mixed, gone


def _further_back(body: bytes) -> bytes:
    """The same chunk as if it had been told earlier."""
    tree = json.loads(body)
    told = tree["entry"][0]["changes"][0]["value"]["history"][0]["metadata"]
    told["progress"] = max(0, told["progress"] - 5)
    return json.dumps(tree).encode()


def folded(writer: Writer) -> None:
    while live(writer).moved or bulk(writer).moved:
        pass


def shown() -> Truth:
    with as_business(BUSINESS, TABLES, reads=True):
        rows = dialect(TABLES).select(SHOWN, (BUSINESS,))
    return {wamid: (direction, origin, type_, at) for wamid, direction, origin, type_, at in rows}


def prove(journal: Journal, count: int) -> None:
    registry = replace(REGISTERED, numbers=(replace(REGISTERED.numbers[0], linked_at=LINKED),))
    journal.append([policy_entry(registry, LINKED)])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    past, lost = Past(random.Random(7), count), (1, 2)
    mixed, gone = handed_over(past, lost)
    for begin in range(0, len(mixed), 50):
        journal.append(mixed[begin : begin + 50])
        folded(writer)
    stalled = get_ledger(BUSINESS, NUMBER, LINKED + 60 * MINUTE, days=True)
    assert stalled is not None
    assert stalled.history.state == "partial"
    assert [(gap.phase, gap.chunk) for gap in stalled.gaps] == [lost]
    left = _without(past.truth, gone)
    assert shown() == left
    assert set(stalled.gaps[0].empty_days) == _silent_days(left)
    journal.append([entry(gone, "bulk", LINKED + 70 * MINUTE)])
    folded(writer)
    whole = get_ledger(BUSINESS, NUMBER, LINKED + 71 * MINUTE)
    assert whole is not None
    assert (whole.history.state, whole.gaps, whole.history.count) == ("complete", (), count)
    assert shown() == past.truth
    with as_business(BUSINESS, TABLES, reads=True):
        assert not Outbox.objects.exists()
    assert count_waiting(BUSINESS, LINKED + 71 * MINUTE) == past.waiting() > 20


def _without(truth: Truth, chunk: bytes) -> Truth:
    """What is known without a chunk; pictures come by themselves, before or without it."""
    threads = json.loads(chunk)["entry"][0]["changes"][0]["value"]["history"][0]["threads"]
    gone = {told["id"] for thread in threads for told in thread["messages"]}
    return {wamid: told for wamid, told in truth.items() if wamid not in gone or told[2] == "image"}


def _silent_days(truth: Truth) -> set[int]:
    """The whole days of phase 1 of which there is nothing."""
    day_ms = DAY_S * 1000
    days = range(-(-(LINKED - 90 * day_ms) // day_ms), (LINKED - day_ms) // day_ms)
    spoken = {told[3] // day_ms for told in truth.values()}
    return {day * day_ms for day in days if day not in spoken}


def test_two_thousand_messages(journal: Journal) -> None:
    prove(journal, 2_000)


@pytest.mark.parametrize("journal", ["sqlite"], indirect=True)
def test_fifty_thousand_messages(journal: Journal) -> None:
    prove(journal, 50_000)
