"""Who answers, and who waits: the journal read again by a small model of its own.

The model knows the table "event, control, needs reply" and positions in the journal, and nothing of
the product's fold. It is kept to people who were always known under the same names: where two threads
become one, the model would have to be the product.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from saath.domain.ids import message_id
from tests.simulation.judging.book import Book, Entry

HOUR = 3_600_000
PHONE_HOLD, AGENT_HOLD = 4 * HOUR, 2 * HOUR
WINDOW = 24 * HOUR - 5 * 60_000
CHANGES = frozenset({"edit", "revoke", "reaction"})
SILENT = frozenset({"system"})
DELIVERED = frozenset({"delivered", "read"})

type Mark = tuple[int, str]
NEVER: Mark = (0, "")


@dataclass(slots=True)
class Sent:
    """One intention, as its records tell."""

    automatic: bool
    source: str
    answers: Mark
    person: str
    stage: str = "queued"
    attempts: int = 0
    proven: bool = False
    arrived: bool = False
    failed: bool = False


@dataclass(slots=True)
class Chat:
    """One conversation in the model."""

    asked: Mark = NEVER
    answered: Mark = NEVER
    waiting: Mark = NEVER
    control: str = ""
    until: int = 0
    heard: set[str] = field(default_factory=set)
    run: int = 0
    bots: list[int] = field(default_factory=list)

    @property
    def needs_reply(self) -> bool:
        return self.waiting > self.answered

    def hold(self, by: str, until: int = 0) -> None:
        self.control, self.until = by, until


@dataclass(slots=True)
class Model:
    """All conversations of a town, moved along record by record."""

    book: Book
    chats: dict[str, Chat] = field(default_factory=dict)
    sent: dict[str, Sent] = field(default_factory=dict)
    answers_by_itself: bool = False
    asked: set[str] = field(default_factory=set)
    automatic_texts: tuple[str, ...] = ()

    def chat(self, person: str) -> Chat:
        return self.chats.setdefault(person, Chat())

    def read(self, entry: Entry) -> None:
        match entry.kind:
            case "delivery":
                self._delivery(entry)
            case "request":
                self._request(entry)
            case "policy":
                self._policy(entry.body)
            case "timer":
                self._timer(entry.body)
            case "attempt":
                self._attempt(entry)
            case "outcome":
                self._outcome(entry.body)
            case _:
                pass

    # What WhatsApp says

    def _delivery(self, entry: Entry) -> None:
        for field_name, value in changes_of(entry.body, self.book.town.number):
            if field_name == "history":
                continue
            for item in value.get("messages") or ():
                if isinstance(item, dict) and item.get("type") not in CHANGES | SILENT:
                    self._hear(item)
            for item in value.get("message_echoes") or ():
                if item.get("type") not in CHANGES:
                    self._echo(item, entry.at)
            for item in value.get("statuses") or ():
                self._status(item)

    def _mark(self, item: dict[str, Any]) -> Mark:
        return int(item["timestamp"]) * 1000, message_id(self.book.town.number, item["id"])

    def _hear(self, item: dict[str, Any]) -> None:
        mark = self._mark(item)
        if mark[1] not in self.book.views:
            return
        chat = self.chat(self.book.writer_of(item["id"], mark[1]))
        new = mark[1] not in chat.heard
        chat.heard.add(mark[1])
        if new or mark > chat.asked:
            chat.waiting = max(chat.waiting, mark)
        chat.asked = max(chat.asked, mark)
        if new:
            chat.run = 0

    def _echo(self, item: dict[str, Any], now: int) -> None:
        mark = self._mark(item)
        chat = self.chat(self.book.of_wamid(item["id"]))
        if item["type"] == "text" and item["text"]["body"] in self.automatic_texts:
            return
        chat.answered = max(chat.answered, mark)
        if mark[1] not in chat.heard:
            chat.heard.add(mark[1])
            chat.hold("phone", now + PHONE_HOLD)

    def _status(self, item: dict[str, Any]) -> None:
        key = item.get("biz_opaque_callback_data", "").partition(".")[0]
        sent = self.sent.get(key)
        if sent is None:
            return
        chat, status = self.chat(sent.person), item["status"]
        sent.stage, sent.proven = "gone", True
        if status == "failed":
            is_message = key in self.book.messages  # a reaction that fails leaves nobody waiting
            if is_message and not (sent.failed or sent.arrived):
                chat.waiting = chat.asked
            sent.failed = True
        elif status in DELIVERED:
            first, sent.arrived = not sent.arrived, True
            settles = sent.source in {"api", "bot"} and sent.answers != NEVER
            if first and settles and chat.waiting <= sent.answers:
                chat.waiting = NEVER

    # What is asked for

    def _policy(self, body: dict[str, Any]) -> None:
        self.answers_by_itself = any(one.get("on") for one in body.get("automations", ()))
        numbers = body.get("numbers", ())
        self.automatic_texts = tuple(t for n in numbers for t in n.get("automatic_texts", ()))

    def _request(self, entry: Entry) -> None:
        body = entry.body
        if body["id"] in self.asked:
            return
        self.asked.add(body["id"])
        person = self.book.person_of(body["person"])
        if not person or self.book.results.get(body["id"], "none"):
            return
        chat, seen = self.chat(person), self.book.messages.get(body["action"].get("seen", ""))
        if seen is not None and chat.asked > seen.mark and self.book.is_plain(person):
            what = f"a request for {person} was done although its author saw less"
            self.book.report("moved-on", what)
        self._done(chat, body["action"], body["actor"]["kind"], entry.at)

    def _done(self, chat: Chat, action: dict[str, Any], actor: str, now: int) -> None:
        match action["type"]:
            case "reply" | "send_again" if actor == "agent":
                chat.waiting = NEVER
                chat.hold("agent", now + AGENT_HOLD)
            case "needs_reply":
                chat.waiting = chat.asked if action["value"] else NEVER
            case "control" if action["to"] == "agent":
                chat.hold("agent", now + AGENT_HOLD)
            case "control":
                free = action["to"] == "bot" and self.answers_by_itself
                chat.hold("bot" if free else "nobody")
            case _:
                pass

    def _timer(self, body: dict[str, Any]) -> None:
        if body["type"] != "fell":
            return
        chat = self.chat(self.book.person_of(body["person"]))
        if body["kind"] == "release":
            if chat.until == body["due"] and chat.control in {"phone", "agent"}:
                chat.hold("")
        elif (sent := self.sent.get(body["intention"])) and sent.stage == "unconfirmed":
            sent.stage = "gone"
            if body["intention"] in self.book.messages:
                chat.waiting = chat.asked

    # What we do

    def _attempt(self, entry: Entry) -> None:
        told = entry.body["intention"]
        person = self.book.person_of(told["person"])
        answers = tuple(told.get("answers", NEVER))
        known = self.sent.setdefault(
            told["key"],
            Sent(told["automatic"], told["source"], (answers[0], answers[1]), person),
        )
        known.stage, known.attempts = "open", entry.body["number"]
        chat = self.chat(person)
        if known.automatic and person:
            self._bot(chat, person, entry)

    def _bot(self, chat: Chat, person: str, entry: Entry) -> None:
        if not self.book.is_plain(person):
            return
        control = chat.control or ("bot" if self.answers_by_itself else "nobody")
        if control != "bot":
            self.book.report(
                "I13", f"the bot spoke to {person} at {entry.position} although {control} has it"
            )
        if chat.run >= 2:
            self.book.report("I16", f"a third automatic message in a row to {person}")
        if len([at for at in chat.bots if entry.at - HOUR < at]) >= 6:
            self.book.report("I16", f"more than six automatic messages an hour to {person}")
        chat.run += 1
        chat.bots.append(entry.at)

    def _outcome(self, body: dict[str, Any]) -> None:
        key, number = body["intention"], body["number"]
        sent = self.sent.get(key)
        if sent is None:
            sent = self._never_attempted(body)
        if body["outcome"] == "accepted":
            sent.stage, sent.proven = "gone", True
        elif not sent.proven and sent.stage != "gone" and number == self._expected(sent, number):
            self._closed(sent, body)

    @staticmethod
    def _expected(sent: Sent, number: int) -> int:
        """The number an outcome must have to be news."""
        if sent.stage == "queued":
            return 0
        return sent.attempts if number else -1

    def _never_attempted(self, body: dict[str, Any]) -> Sent:
        person = self.book.person_of(body["person"])
        made = Sent(automatic=False, source="", answers=NEVER, person=person)
        return self.sent.setdefault(body["intention"], made)

    def _closed(self, sent: Sent, body: dict[str, Any]) -> None:
        again = body.get("retry_at", 0)
        match body["outcome"]:
            case "unconfirmed":
                sent.stage = "unconfirmed"
            case "deferred":
                sent.stage = "queued"
            case "cancelled" if again:
                sent.stage = "queued"
            case _:
                sent.stage = "gone"
                if body["intention"] in self.book.messages:
                    chat = self.chat(sent.person)
                    chat.waiting = chat.asked


def changes_of(body: Any, number: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every change of a delivery that names this number, or none."""
    for entry in body.get("entry", ()) if isinstance(body, dict) else ():
        for change in entry.get("changes", ()):
            value = change.get("value")
            if not isinstance(value, dict):
                continue
            named = value.get("metadata", {}).get("phone_number_id", "")
            if named in {number, ""} and named:
                yield change.get("field", ""), value


def judge(book: Book) -> None:
    """I13, I16, and the two columns of the table for every plain conversation."""
    model = Model(book)
    for entry in book.entries:
        model.read(entry)
    for person, row in book.conversations.items():
        if not book.is_plain(person):
            continue
        chat = model.chat(person)
        _compare(book, person, chat, row)


def _compare(book: Book, person: str, chat: Chat, row: tuple[Any, ...]) -> None:
    answered, waiting = (row[8], row[9]), (row[10], row[11])
    control, until = row[12], row[14]
    if (asked := (row[6], row[7])) != chat.asked:
        book.report("I22", f"the last live message of {person} is {asked}, not {chat.asked}")
    if control != chat.control:
        book.report("I13", f"{person} is with {control!r}, the journal says {chat.control!r}")
    elif until != chat.until:
        book.report("I13", f"{person} is held until {until}, the journal says {chat.until}")
    if (waiting > answered) != chat.needs_reply:
        word = "waits" if chat.needs_reply else "does not wait"
        book.report("needs-reply", f"{person} {word} for a reply, and that is not shown")
