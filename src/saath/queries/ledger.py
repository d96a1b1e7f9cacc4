"""The ledger of a number's sync: the evidence is gathered here and judged in `domain.ledger`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from msgspec.json import decode

from saath.domain.fold.numbers import HEARD, HISTORY, OF_A_LINK, SYNC
from saath.domain.ledger import DAY_MS, Call, Chunk, Evidence, Ledger, ledger_of
from saath.domain.policy import Number
from saath.queries.reading import Reading, reading
from saath.store.kinds import TABLES

STEPS = f"(what IN ('history', 'sync') AND substr(detail, 1, {len(OF_A_LINK)}) = '{OF_A_LINK}')"
"""Which notices tell of a link's sync: what nobody could read of a history is called the same."""
_NOTICES = f"""SELECT at, what, event, detail FROM notice WHERE business = ?
    AND subject = 'number' AND subject_id = ? AND {STEPS} ORDER BY at, id"""  # noqa: S608 - words of ours
_DAYS = f"""SELECT at / {DAY_MS}, COUNT(*) FROM message WHERE business = ?
    AND phone_number_id = ? AND direction IN ('in', 'out') AND origin <> 'export'
    AND at < ? GROUP BY 1"""  # noqa: S608 - a number of ours
_CONTACTS = "SELECT COUNT(*) FROM alias WHERE business = ? AND portfolio = ? AND book_told = 1"

type Told = tuple[int, str, str, Any]
"""A notice with its detail read: when, what, event, detail."""


def get_ledger(
    business: str, phone_number_id: str, now: int, *, days: bool = False, using: str = TABLES
) -> Ledger | None:
    """The ledger of this number, or None if the business has no such number.

    With `days` the days of which nothing came are found as well; that reads every message.
    """
    with reading(business, now, using) as read:
        number = read.policy.number(phone_number_id)
        if number is None:
            return None
        contacts = read.database.select(_CONTACTS, (business, number.portfolio_id))[0][0]
        told = replace(evidence_of(read, number), contacts=contacts)
        return ledger_of(replace(told, days=count_days(read, told)) if days else told, now=now)


def evidence_of(read: Reading, number: Number) -> Evidence:
    """What was told of the sync of this number's link, without counting contacts and days."""
    rows = read.database.select(_NOTICES, (read.business, number.phone_number_id))
    told = [(at, what, event, decode(detail)) for at, what, event, detail in rows]
    of_link = [one for one in told if one[3]["linked_at"] == number.linked_at]
    own = [one for one in of_link if one[1] == SYNC and one[2] != HEARD]
    past = [(at, e, d["told"]) for at, what, e, d in of_link if what == HISTORY]
    return Evidence(
        number.phone_number_id,
        number.linked_at,
        calls=tuple(_calls(own)),
        chunks=tuple(_chunks(past)),
        declined_at=next((at for at, event, _said in past if event == "declined"), None),
        hears_contacts=any(one[1] == SYNC and one[2] == HEARD for one in of_link),
        alarms=frozenset((d["sync"], d["hours"]) for _at, _what, e, d in own if e == "alarm"),
    )


def _calls(own: Sequence[Told]) -> Iterable[Call]:
    """Every asking, joined with its answer: the last one until it is asked again."""
    for place, (at, _what, event, said) in enumerate(own):
        if event == "asked":
            answers = [
                (e, d)
                for _at, _w, e, d in own[place + 1 :]
                if d["sync"] == said["sync"] and e not in {"asked", "alarm"}
            ]
            kind, answer = answers[-1] if answers else ("", {})
            named: Any = kind
            yield Call(said["sync"], at, named, answer.get("request_id", ""), answer.get("code", 0))


def _chunks(past: Sequence[tuple[int, str, Any]]) -> Iterable[Chunk]:
    for at, event, said in past:
        if event != "declined":
            order, progress = said["chunk_order"], said["progress"]
            yield Chunk(said["phase"], order, progress, said["messages"], at)


def count_days(read: Reading, told: Evidence) -> dict[int, int]:
    """How many messages WhatsApp gave of each day before linking. Reads every message."""
    given = (read.business, told.phone_number_id, told.linked_at)
    return {int(day): count for day, count in read.database.select(_DAYS, given)}
