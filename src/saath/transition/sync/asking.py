"""Ask for a sync. It can be asked for once: the attempt is in the journal before the first byte.

An attempt without an answer perhaps counted. It is written down as unconfirmed and never repeated.
"""

from dataclasses import dataclass
from typing import Literal

from saath.bus import Wake
from saath.domain.facts import SyncAnswered, SyncAsked
from saath.domain.facts.linking import Asked, Sync
from saath.journal import HeadMoved, Record
from saath.journal.formats import upcast
from saath.queries.ledger import get_ledger
from saath.store.bodies import encode_sync, entry, read_attempt, read_outcome
from saath.store.cursors import cursor
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.linking import Attempt, Door
from saath.store.tenancy import as_business
from saath.transition.around import Around
from saath.whatsapp.graph import call
from saath.whatsapp.linking import ask_sync, sync_answer

READ_RECORDS = 500
TRIES = 50
IN_FLIGHT_MS = 60_000
"""An attempt younger than this may still be on its way: its answer is waited for."""
SINCE = "SELECT MIN(position) FROM policy WHERE business = ? AND at >= ?"


@dataclass(frozen=True, slots=True)
class Before:
    """What the journal says of this sync: the last word, its time, and the head it was read at."""

    word: Asked | Literal["", "open"]
    at: int
    head: int


def ask_again(around: Around, door: Door, attempt: Attempt) -> dict[Sync, Asked]:
    """Ask for what was put off and still can be asked for; what became of each.

    What was refused for good, and what perhaps counted, is left alone.
    """
    now, number = around.clock(), attempt.phone_number_id
    ledger = get_ledger(attempt.business, number, now) if number else None
    if ledger is None or ledger.linked_at != attempt.linked_at:
        return {}
    lines = (ledger.contacts, ledger.history)
    asked = {line.sync: ask_for(around, door, attempt, line.sync) for line in lines if line.is_open}
    return {sync: word for sync, word in asked.items() if word != "waits"}


def ask_for(around: Around, door: Door, attempt: Attempt, sync: Sync) -> Asked | Literal["waits"]:
    """Ask, unless it was asked before; return what became of it.

    `waits`: somebody else asks for it just now, and the answer is not known yet.
    """
    for _ in range(TRIES):
        before = _asked_before(around, attempt, sync)
        match before.word:
            case "open" if around.clock() - before.at < IN_FLIGHT_MS:
                return "waits"
            case "open":
                return _answered(around, attempt, sync, "unconfirmed")
            case "accepted" | "rejected" | "unconfirmed":
                return before.word
            case _:
                if _attempted(around, attempt, sync, before.head):
                    return _ask(around, door, attempt, sync)
    return "waits"


def _attempted(around: Around, attempt: Attempt, sync: Sync, head: int) -> bool:
    """Write down that it is being asked for now; False if something was appended meanwhile."""
    now = around.clock()
    question = SyncAsked(attempt.phone_number_id, sync, attempt.linked_at, now)
    made = entry(attempt.business, "attempt", encode_sync(question), now=now)
    try:
        around.journal.append([made], if_head=head)
    except HeadMoved:
        return False
    return True


def _ask(around: Around, door: Door, attempt: Attempt, sync: Sync) -> Asked:
    ask = ask_sync(attempt.phone_number_id, sync, attempt.token)
    reply = call(around.client, door.graph_url, ask)
    kind, request = sync_answer(reply)
    return _answered(around, attempt, sync, kind, request, reply.code)


def _answered(
    around: Around, attempt: Attempt, sync: Sync, kind: Asked, request: str = "", code: int = 0
) -> Asked:
    now = around.clock()
    number, linked = attempt.phone_number_id, attempt.linked_at
    answer = SyncAnswered(number, sync, linked, now, kind, request, code)
    record = entry(attempt.business, "outcome", encode_sync(answer), now=now)
    around.journal.append([record])
    around.waker.wake(Wake("live", attempt.business))
    return kind


def _asked_before(around: Around, attempt: Attempt, sync: Sync) -> Before:
    word: Asked | Literal["", "open"] = ""
    said_at, at = 0, linked_after(attempt)
    while records := around.journal.read(attempt.business, "live", after=at, limit=READ_RECORDS):
        for record in records:
            said = _word(record, attempt, sync)
            if said:
                word, said_at = said, record.received_at
        at = records[-1].position
    return Before(word, said_at, at)


def linked_after(attempt: Attempt) -> int:
    """A place in the live lane before anything was asked for this link."""
    with as_business(attempt.business, TABLES, reads=True):
        folded = cursor(attempt.business, "live").position
        rows = dialect(TABLES).select(SINCE, (attempt.business, attempt.linked_at))
    return rows[0][0] - 1 if rows[0][0] is not None else folded


def _word(record: Record, attempt: Attempt, sync: Sync) -> Asked | Literal["", "open"]:
    if record.kind not in {"attempt", "outcome"}:
        return ""
    body = upcast(record).body
    told = read_attempt(body) if record.kind == "attempt" else read_outcome(body)
    match told:
        case SyncAsked() if (told.sync, told.linked_at) == (sync, attempt.linked_at):
            return "open"
        case SyncAnswered() if (told.sync, told.linked_at) == (sync, attempt.linked_at):
            return told.kind
        case _:
            return ""
