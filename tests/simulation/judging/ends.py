"""How it ends: everything drained, every request answered, and the same once more from the journal."""

from collections.abc import Iterator
from typing import Any

from saath import project
from saath.journal import JournalUnavailable
from saath.project import open_writer
from saath.runtime.loop import Worker
from saath.store.cursors import LANES, all_cursors
from saath.store.dialect import dialect
from saath.store.generation import drop, new_generation
from saath.store.hash import state_hash
from saath.store.kinds import TABLES
from saath.store.tenancy import across_businesses, as_business
from tests.simulation.play import Played

SCRATCH = 900
TURNS_MAX = 200
COMPARED = {
    "alias": "*",
    "conversation": "*",
    "message": "*",
    "notice": "*",
    "result": "*",
    "account_state": "*",
    "parked": "*",
    "outbox": "business, key, person, phone_number_id, stage, created_at, due_at, body",
    "cursor": "business, lane, position, part, facts, unrecognized",
}


def judge(played: Played) -> None:
    """I7, I8, I14, I43 of a whole installation."""
    _drained(played)
    _answered(played)
    _again(played)


def _drained(played: Played) -> None:
    for hand in played.house.hands:
        if not _rests(hand.worker):
            played.report("I43", "a worker never comes to rest")
    with across_businesses():
        cursors = {key: (at.position, at.part) for key, at in all_cursors().items()}
    for town in played.towns:
        for lane in LANES:
            head = played.house.driver.head(town.business, lane).head
            at = cursors.get((town.business, lane), (0, 0))
            if at[0] > head:
                played.report("I8", f"the tables of {town.business} know more than the journal")
            elif at != (head, 0):
                played.report("I43", f"{town.business} stands at {at} of {head} in lane {lane}")
        for stage, why in _waiting(town.business):
            played.report("I43", f"something of {town.business} still waits: {stage} {why}")


def _rests(worker: Worker) -> bool:
    for _ in range(TURNS_MAX):
        try:
            if not worker.once():
                return True
        except JournalUnavailable:
            continue
    return False


def _waiting(business: str) -> list[tuple[str, str]]:
    with as_business(business, TABLES, reads=True):
        rows = dialect(TABLES).select(
            "SELECT stage, held FROM outbox WHERE business = ?", (business,)
        )
    return [(stage, held) for stage, held in rows]


def _answered(played: Played) -> None:
    """Everything that was asked has a result."""
    for town in played.towns:
        with as_business(town.business, TABLES, reads=True):
            rows = dialect(TABLES).select(
                "SELECT id FROM result WHERE business = ?", (town.business,)
            )
        known = {key for (key,) in rows}
        for asked in played.street.asked:
            if asked.appended and asked.business == town.business and asked.request.id not in known:
                played.report(
                    "I43", f"a request has no result: {type(asked.request.action).__name__}"
                )


def _again(played: Played) -> None:
    """Fold the journal once more into empty tables: nothing may differ, nothing may be sent."""
    posts, heads = len(played.wire.posts), played.house.driver.heads()
    using = new_generation(SCRATCH)
    try:
        _refold(played, using)
        for table, columns in COMPARED.items():
            _compare(played, table, columns, using)
        with across_businesses(TABLES):
            lived = state_hash(TABLES)
        with across_businesses(using):
            if lived != state_hash(using):
                played.report("I7", "the state hash of a replay is another")
    finally:
        drop(SCRATCH)
    if (posts, heads) != (len(played.wire.posts), played.house.driver.heads()):
        played.report("I14", "a replay wrote or sent something")


def _refold(played: Played, using: str) -> None:
    with across_businesses():
        cursors = all_cursors()
    for town in played.towns:
        stops = {
            lane: (at.position, at.part)
            for (business, lane), at in cursors.items()
            if business == town.business
        }
        writer = open_writer(played.house.driver, town.business, 1, using, stops=stops)
        for _ in range(TURNS_MAX):
            if not project.live(writer).moved:
                break


def _compare(played: Played, table: str, columns: str, using: str) -> None:
    lived, replayed = set(_rows(table, columns, TABLES)), set(_rows(table, columns, using))
    for row in sorted(lived - replayed, key=repr)[:1]:
        other = [r for r in replayed if r[1] == row[1]]
        played.report("I7", f"{table} {_difference(row, other)} is not what the journal says")
    if not lived - replayed and replayed - lived:
        played.report("I7", f"{table} lacks a row that the journal says")


def _difference(row: tuple[Any, ...], others: list[tuple[Any, ...]]) -> str:
    if not others:
        return f"row {row[1]!r} (only here)"
    other = others[0]
    return "; ".join(
        f"{mine!r} not {theirs!r}"
        for mine, theirs in zip(row, other, strict=True)
        if mine != theirs
    )


def _rows(table: str, columns: str, using: str) -> Iterator[tuple[Any, ...]]:
    with across_businesses(using):
        rows = dialect(using).select(f"SELECT {columns} FROM {table} WHERE ? = ''", ("",))  # noqa: S608
    yield from (tuple(row) for row in rows)
