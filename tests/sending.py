"""A house that sends: journal, tables and worker of one business, a fake Graph, a clock of its own.

The worker is turned by hand, so that a test decides what happens between two turns.
"""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from saath.bus import Wake
from saath.deliver import Surroundings
from saath.domain.actor import Actor
from saath.domain.facts import AttemptMade, OutcomeKnown, RequestMade
from saath.domain.facts.media import MediaFact, MediaFetched, MediaUploaded
from saath.domain.facts.requests import Control, Reply, Speaking, Tending
from saath.domain.ids import alias_id, digest
from saath.domain.media import MediaState
from saath.domain.message import Message
from saath.domain.outgoing import Outgoing
from saath.domain.policy import Automation, Policy
from saath.journal import Journal, JournalUnavailable, Record
from saath.media import Shelf
from saath.requests import publish
from saath.runtime.loop import Worker
from saath.runtime.sending import Sending
from saath.store.bodies import decode_attempt, decode_request, encode_request, read_outcome
from saath.store.bodies import entry as own_entry
from saath.store.kinds import TABLES
from saath.store.media_rows import MEDIA, media_state
from saath.store.models import Media as MediaRow
from saath.store.models import Message as MessageRow
from saath.store.rows import MESSAGE, message_state
from saath.store.tenancy import as_business
from saath.whatsapp.graph import Line
from tests import deliveries as meta
from tests.deliveries import BUSINESS, DAY, NUMBER, PORTFOLIO, REGISTERED
from tests.fake_graph import FakeGraph, Taken

START = DAY * 1000 + 500
CHITRA = "919000000031"
BEENA = Actor("agent", "beena", "Beena")
PRICE = Automation("price", "keyword", "It is 4200 rupees.", ("price",), on=True)
PATIENCE_S = 20.0


class NoWaker:
    """Wakes nobody: the tests turn the worker themselves."""

    def wake(self, wake: Wake) -> None:
        """Nobody waits."""

    def close(self) -> None:
        """Nothing is open."""


class NoWaiter:
    """Never waits."""

    def wait(self, timeout_s: float) -> bool:
        """Nothing to wait for."""
        del timeout_s
        return False

    def receive(self, timeout_s: float) -> list[Wake]:
        """Nothing was said."""
        del timeout_s
        return []

    def fileno(self) -> int:
        """There is none."""
        return -1

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class House:
    """One business that sends to `graph`."""

    journal: Journal
    graph: FakeGraph
    now: int = START
    moved_ticks: float = 0.0
    ticks_per_s: float = 1.0
    founded: bool = False
    timeout_s: float = 5.0
    speaks: bool = True
    policy: Policy = REGISTERED
    passing: Callable[[str], None] = field(default=lambda _point: None)
    folder: Path = Path("no-folder")
    workers: list[Worker] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)
    count: int = 0
    turning: threading.RLock = field(default_factory=threading.RLock)
    """Held while the worker takes a round: whoever stops the process outside of one takes it."""

    def __post_init__(self) -> None:
        """Register the number, and let one worker in."""
        if not self.founded:
            self.journal.append([meta.policy_entry(at=START - 1)])
        self.worker()

    @property
    def worker_now(self) -> Worker:
        """The last worker that came."""
        return self.workers[-1]

    def worker(self, *, alone: bool = True) -> Worker:
        """Another worker, as after a restart: it remembers nothing."""
        around = Surroundings(
            self.journal,
            NoWaker(),
            lambda: self.now,
            lambda: time.monotonic() * self.ticks_per_s + self.moved_ticks,
            self._pass,
        )
        sending = Sending(around, self._line, Shelf(self.folder))
        worker = Worker(
            self.journal, NoWaiter(), NoWaker(), lambda: self.now, alone=alone, sending=sending
        )
        self.sendings.append(sending)
        self.workers.append(worker)
        return worker

    def _pass(self, point: str) -> None:
        """Whatever a test put there by now."""
        self.passing(point)

    def _line(self, _business: str, number: str) -> Line | None:
        return Line(self.graph.url, number, "token", self.timeout_s) if self.speaks else None

    # What happens

    def after(self, *, seconds: float = 0, hours: float = 0) -> None:
        """Let time pass, or jump."""
        self.now += int(seconds * 1000 + hours * 3_600_000)

    def customer_writes(self, text: str = "hello", phone: str = CHITRA) -> None:
        """A customer writes, now."""
        at = self.now // 1000 - DAY
        self._delivers(meta.said(self._wamid(), at, text, phone=phone))

    def customer_sends(
        self, media_id: str, kind: str = "image", *, phone: str = CHITRA, **more: object
    ) -> None:
        """A customer sends a file that lies at Meta under this id."""
        at = self.now // 1000 - DAY
        self._delivers(meta.sent(self._wamid(), at, kind, media_id, phone=phone, **more))

    def customer_moves(self, to: str, phone: str = CHITRA) -> None:
        """A customer has another number from now on."""
        self._delivers(meta.became(phone, to, self.now // 1000 - DAY, self._wamid()))

    def owner_writes(self, text: str = "on the phone", phone: str = CHITRA) -> None:
        """The owner answers on the phone, now."""
        self._delivers(meta.echoed(self._wamid(), self.now // 1000 - DAY, text, phone=phone))

    def reports(self, taken: Taken, status: str = "sent", *, phone: str = CHITRA) -> None:
        """Meta tells what became of a message, with our callback."""
        change = meta.reported(taken.wamid, self.now // 1000 - DAY, status, phone=phone)
        told = change["value"]["statuses"][0]
        told["biz_opaque_callback_data"] = taken.callback
        self._delivers(change)

    def replies(self, text: str = "Yes.", *, by: Actor = BEENA, phone: str = CHITRA) -> str:
        """Somebody replies; the id of the request."""
        return self.asks(Reply(Outgoing("text", text=text)), by=by, phone=phone)

    def asks(self, action: Speaking | Tending, *, by: Actor = BEENA, phone: str = CHITRA) -> str:
        """Somebody asks something of a conversation."""
        self.count += 1
        person = alias_id(BUSINESS, PORTFOLIO, "phone", phone)
        key = digest("request", str(self.count))
        request = RequestMade(key, by, person, NUMBER, action, self.now + 60_000)
        body = encode_request(request)
        self.journal.append([own_entry(BUSINESS, "request", body, now=self.now)])
        return key

    def publishes(self, **changes: object) -> None:
        """Another policy is in force from now on."""
        self.policy = replace(self.policy, version=self.policy.version + 1, **changes)  # type: ignore[arg-type]
        publish(self.journal, self.policy, now=self.now)

    def _delivers(self, change: dict[str, object]) -> None:
        self.journal.append([meta.entry(meta.delivery(change), at=self.now)])

    def _wamid(self) -> str:
        self.count += 1
        return f"wamid.{self.count}"

    # What the workers do

    def settles(self, worker: Worker | None = None) -> None:
        """Turn until nothing moves and nothing is being posted."""
        until = time.monotonic() + PATIENCE_S
        quiet = 0
        while quiet < 2:  # what a post appended just before it ended is seen by the second look
            assert time.monotonic() < until, "it never came to rest"
            busy = self.is_posting
            moved = self._turns(worker or self.worker_now)
            quiet = 0 if moved or busy else quiet + 1
            if busy and not moved:
                time.sleep(0.005)

    def _turns(self, worker: Worker) -> bool:
        """One round, as the worker's own loop takes it."""
        try:
            with self.turning:
                return worker.once()
        except JournalUnavailable:
            return True

    @property
    def is_posting(self) -> bool:
        """Whether any thread is busy with a post."""
        return any(sending.pool.free < 16 or sending.errands.running for sending in self.sendings)

    def close(self) -> None:
        """Let everything end."""
        for sending in self.sendings:
            sending.close()

    # What came of it

    @property
    def records(self) -> list[Record]:
        """The live lane."""
        return self.journal.read(BUSINESS, "live", after=0, limit=10_000)

    @property
    def attempts(self) -> list[AttemptMade]:
        """Every attempt in the journal."""
        return [decode_attempt(r.body) for r in self.records if r.kind == "attempt"]

    @property
    def outcomes(self) -> list[OutcomeKnown]:
        """Every outcome in the journal."""
        known = [read_outcome(r.body) for r in self.records if r.kind == "outcome"]
        return [one for one in known if isinstance(one, OutcomeKnown)]

    @property
    def errands(self) -> list[MediaFact]:
        """Every outcome of fetching and uploading in the journal."""
        known = [read_outcome(r.body) for r in self.records if r.kind == "outcome"]
        return [one for one in known if isinstance(one, MediaFetched | MediaUploaded)]

    @property
    def everything(self) -> list[Message]:
        """Every message of every thread, by time."""
        with as_business(BUSINESS, TABLES, reads=True):
            rows = MessageRow.objects.filter(business=BUSINESS).exclude(direction="")
            states = [message_state(row) for row in rows.values_list(*MESSAGE.columns[1:])]
        return sorted(states, key=lambda m: m.mark)

    @property
    def ours(self) -> list[Message]:
        """Our messages, by time."""
        return [message for message in self.everything if message.progress]

    @property
    def attachments(self) -> list[MediaState]:
        """Every attachment, by the time of its message."""
        with as_business(BUSINESS, TABLES, reads=True):
            rows = MediaRow.objects.filter(business=BUSINESS).values_list(*MEDIA.columns[1:])
            return sorted(map(media_state, rows), key=lambda state: (state.at, state.id))

    @property
    def spoken(self) -> list[str]:
        """Of each record: whether a bot spoke, a person did, control was given back, or "none"."""
        return [_spoken(record) for record in self.records]

    @property
    def progress(self) -> list[str]:
        """How far each of our messages came."""
        return [message.progress for message in self.ours]

    def said_outcomes(self) -> list[str]:
        """The outcomes, by name."""
        return [outcome.outcome for outcome in self.outcomes]


def kinds(records: Iterable[Record]) -> list[str]:
    """What kinds of records these are."""
    return [record.kind for record in records]


def _spoken(record: Record) -> str:
    if record.kind == "attempt" and decode_attempt(record.body).intention.automatic:
        return "bot"
    if record.kind == "delivery" and b"smb_message_echoes" in record.body:
        return "person"
    if record.kind == "timer":
        return "release"
    if record.kind == "request":
        action = decode_request(record.body).action
        if isinstance(action, Control) and action.to == "bot":
            return "release"
        return "person" if isinstance(action, Control | Reply) else "none"
    return "none"
