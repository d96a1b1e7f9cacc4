"""What went out: at most once, with proof before the first byte, and only while it was allowed."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from saath.domain.ids import message_id
from saath.domain.intention import intention_key
from saath.simulator.people import Message
from tests.simulation.judging.book import Book, Entry
from tests.simulation.judging.desk import CHANGES, SILENT, WINDOW, changes_of
from tests.simulation.judging.life import Said
from tests.simulation.town import GREETING, PRICE

YOUNG = 5 * 60_000
PAIR, PAIR_MS = 5, 30_000
# Of what Meta answers in these worlds: never to be tried again by itself.
TERMINAL = frozenset({10, 200, 368, 131031, 131047, 131048, 133010})


def judge(book: Book) -> None:
    """I12, I15, I18 to I20, I22, I24 to I26 of one town."""
    _once(book)
    _right_person(book)
    _one_at_a_time(book)
    _triggers(book)
    _guarded(book)
    _ends(book)


def _once(book: Book) -> None:
    """No intention was accepted twice, whatever the sender heard."""
    taken: defaultdict[str, int] = defaultdict(int)
    for one in book.town.world.truth.acceptances:
        taken[one.opaque.partition(".")[0]] += 1
    for key, times in taken.items():
        if times > 1:
            book.report("I19", f"a customer got {key[-8:]} {times} times")


def _right_person(book: Book) -> None:
    """Whoever it was meant for got it, wherever they have moved to as far as the journal tells.

    Where somebody else writes from the number they gave up, nobody can tell the two apart.
    """
    meant: dict[str, str] = {}
    moved: set[str] = set()
    doubtful: set[str] = set()
    for entry in book.entries:
        if entry.kind == "attempt":
            key = entry.body["intention"]["key"]
            person = book.person_of(entry.body["intention"]["person"])
            is_known = person not in doubtful and book.is_plain_or(moved, person)
            meant[f"{key}.{entry.body['number']}"] = person if is_known else ""
        elif entry.kind == "delivery":
            moved |= _moved(book, entry)
            doubtful |= _followed(book, entry)
    for one in book.town.world.truth.acceptances:
        wanted = meant.get(one.opaque, "")
        if wanted and one.person != wanted:
            book.report("I11", f"a message for {wanted} went to {one.person}")


def _moved(book: Book, entry: Entry) -> set[str]:
    """Who has told a new number by this delivery."""
    return {
        book.of_wamid(item["id"])
        for _, value in changes_of(entry.body, book.town.number)
        for item in value.get("messages") or ()
        if isinstance(item, dict) and item.get("type") == "system"
    }


def _followed(book: Book, entry: Entry) -> set[str]:
    """Whose former number somebody else writes from in this delivery."""
    writers = {
        book.of_wamid(str(item.get("id", "")))
        for _, value in changes_of(entry.body, book.town.number)
        for item in value.get("messages") or ()
        if isinstance(item, dict)
    }
    people = book.town.world.ground.people
    strange = (people[key] for key in writers if book.is_stranger(key))
    return {book.named(stranger.wa_id) for stranger in strange}


@dataclass(slots=True)
class _Tries:
    """How far each intention is, as its records tell."""

    stage: dict[str, str] = field(default_factory=dict)
    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    final: set[str] = field(default_factory=set)


def _one_at_a_time(book: Book) -> None:
    """An attempt is open until evidence closes it, and only proof of not sending allows the next."""
    tries = _Tries()
    for entry in book.entries:
        if entry.kind == "attempt":
            _open(book, tries, entry.body["intention"]["key"], entry.body["number"])
        elif entry.kind == "outcome":
            _close(tries.stage, tries.numbers, entry.body)
            if entry.body["code"] in TERMINAL:
                tries.final.add(entry.body["intention"])


def _open(book: Book, tries: _Tries, key: str, number: int) -> None:
    before = tries.stage.get(key, "queued")
    if key in tries.final:
        book.report("I26", f"{key[-8:]} was attempted again after a final refusal")
    if before == "open":
        book.report("I18", f"two open attempts of {key[-8:]}")
    elif before != "queued":
        book.report("I19", f"{key[-8:]} was attempted again after it was {before}")
    if number != tries.numbers[key] + 1:
        book.report("I18", f"attempt {number} of {key[-8:]} follows {tries.numbers[key]}")
    tries.stage[key], tries.numbers[key] = "open", number


def _close(stage: dict[str, str], numbers: dict[str, int], body: dict[str, Any]) -> None:
    key, number, outcome = body["intention"], body["number"], body["outcome"]
    if outcome == "accepted":
        stage[key] = "accepted"
    elif stage.get(key) in {"accepted", "rejected", "cancelled"}:
        return
    elif number == 0 and stage.get(key, "queued") == "queued":
        stage[key] = "queued" if body.get("retry_at") else outcome
    elif number and number == numbers[key] and stage.get(key) in {"open", "unconfirmed"}:
        again = outcome == "deferred" or (outcome == "cancelled" and body.get("retry_at"))
        stage[key] = "queued" if again else outcome


def _causes(book: Book) -> dict[str, tuple[str, Message | None]]:
    """Which message each automatic answer that there could be would answer."""
    causes: dict[str, tuple[str, Message | None]] = {}
    known = book.town.world.ground.messages
    for wamid in {*known, *(view.wamid for view in book.views.values() if view.wamid)}:
        message = known.get(wamid) or known.get(wamid[:-3])
        for automation in (GREETING, PRICE):
            cause = message_id(book.town.number, wamid)
            causes[intention_key("answer", cause, automation.id)] = (wamid, message)
    return causes


def _triggers(book: Book) -> None:
    """A bot answers one young live message once, never the past, never the phone."""
    causes = _causes(book)
    answered: defaultdict[str, set[str]] = defaultdict(set)
    for entry in book.entries:
        if entry.kind == "attempt" and entry.body["intention"]["automatic"]:
            intention = entry.body["intention"]
            wamid, message = causes.get(intention["key"], ("", None))
            answered[wamid].add(intention["key"])
            _answers(book, intention, message)
    if any(len(keys) > 1 for keys in answered.values()):
        book.report("I12", "the bot answered the same message twice")


def _answers(book: Book, intention: dict[str, Any], message: Message | None) -> None:
    if message is None:
        book.report("I15", "the bot answered something that no customer wrote")
    elif message.outbound or message.past:
        book.report("I15", "the bot answered the phone or the past")
    elif abs(intention["created_at"] - message.at // 1000 * 1000) > YOUNG:
        book.report("I15", "the bot answered an old message")


@dataclass(slots=True)
class _Known:
    """What the guard may know at one position of the journal."""

    asked: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    said: Said = field(default_factory=Said)
    sent: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def _guarded(book: Book) -> None:
    known = _Known()
    for entry in book.entries:
        if entry.kind in {"delivery", "policy"}:
            _learn(book, known, entry)
        elif entry.kind == "attempt":
            _allowed(book, known, entry)


def _learn(book: Book, known: _Known, entry: Entry) -> None:
    for name, value in changes_of(entry.body, book.town.number):
        for item in value.get("messages") or () if name != "history" else ():
            told = isinstance(item, dict) and item.get("type") not in CHANGES | SILENT
            if told and message_id(book.town.number, item["id"]) in book.views:
                who = book.writer_of(item["id"], message_id(book.town.number, item["id"]))
                known.asked[who] = max(known.asked[who], int(item["timestamp"]) * 1000)
    known.said.read(entry)


def _allowed(book: Book, known: _Known, entry: Entry) -> None:
    intention, now = entry.body["intention"], entry.at
    person = book.person_of(intention["person"])
    if known.said.life != "active":
        book.report("I25", f"an attempt although the number is {known.said.life}")
    if now < known.said.no_replies_until:
        book.report("I25", "an attempt although the number may not reply")
    if not person or not book.is_plain(person):
        return
    if intention["outgoing"]["type"] != "read" and now >= known.asked[person] + WINDOW:
        book.report("I22", f"an attempt to {person} outside of the window")
    lately = [at for at in known.sent[person] if now - PAIR_MS < at <= now]
    if len(lately) >= PAIR and not book.played.jumped:
        book.report("I24", f"more than {PAIR} attempts to {person} in {PAIR_MS // 1000} s")
    known.sent[person].append(now)


def _ends(book: Book) -> None:
    """Every message of ours came to an end that agrees with what WhatsApp took."""
    taken = {one.opaque.partition(".")[0] for one in book.town.world.truth.acceptances}
    for message in book.messages.values():
        progress = message.progress
        if progress in {"queued", "sending", "unconfirmed"}:
            book.report("I20", f"{message.id[-8:]} is {progress} for ever")
        elif progress == "accepted" and message.id not in taken:
            book.report("I20", f"{message.id[-8:]} counts as sent, and WhatsApp never took it")
        elif progress in {"failed", "cancelled"} and message.id in taken:
            book.report("I20", f"{message.id[-8:]} is {progress}, and WhatsApp took it")
