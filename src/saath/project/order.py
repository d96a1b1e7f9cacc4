"""The one order of both lanes: slices of bulk come where a record of the live lane says so.

The writer announces each slice in the live lane before it folds it. So a replay folds everything
in the very order in which it was folded first, and what a request or a rule saw of the history
then is what it sees again.
"""

from collections.abc import Mapping, Sequence

from saath.journal import JournalCorrupt, Lane
from saath.project.ahead import END, Ahead, Piece, Place
from saath.store.bodies import SliceDue
from saath.store.policies import Policies

type Lanes = Mapping[Lane, Ahead]


def in_order(lanes: Lanes, policies: Policies, *, records: int, facts: int) -> list[Piece]:
    """Return what is folded next: at most so many records and about so many facts."""
    live, bulk = lanes["live"], lanes["bulk"]
    taken: list[Piece] = []
    room = facts
    while len(taken) < records and room > 0:
        front = live.front(policies, records)
        due = front.after_bulk if front is not None else None
        left = records - len(taken)
        if due is not None and bulk.place < due:
            more = bulk.pieces(policies, records=left, facts=room, until=due)
            _require(more, bulk)
        else:
            more = live.pieces(policies, records=left, facts=room)
        if not more:
            break
        taken += more
        room -= sum(len(piece.facts) for piece in more)
    return taken


def next_slice(lanes: Lanes, policies: Policies, size: int) -> SliceDue | None:
    """Return the slice of bulk to announce, of about `size` facts; None when there is none.

    It never overtakes live records that were received before it: a policy among them must be in
    force first.
    """
    live, bulk = lanes["live"], lanes["bulk"]
    record, earlier = bulk.waiting(), live.waiting()
    before = earlier.received_at if earlier is not None else END[0]
    front = bulk.front(policies) if record is not None and record.received_at <= before else None
    if front is None:
        return None
    end = bulk.place[1] + size
    if end < len(front.facts):
        return SliceDue(bulk.place[0], end)
    return SliceDue(*bulk.reach(end - len(front.facts), before))


def starts(pieces: Sequence[Piece], failed: Piece, before: Mapping[Lane, Place]) -> dict[Lane, int]:
    """Return how many records of each lane were folded whole before a piece of this batch."""
    places = dict(before)
    for piece in pieces:
        if piece is failed:
            break
        places[piece.record.lane] = piece.end
    return {lane: place[0] for lane, place in places.items()}


def _require(pieces: list[Piece], bulk: Ahead) -> None:
    """What was announced is there, unless a replay must stop before it."""
    if not pieces and (bulk.stop is None or bulk.place < bulk.stop):
        position = bulk.place[0] + 1
        raise JournalCorrupt(bulk.business, bulk.lane, position, "the record is missing")
