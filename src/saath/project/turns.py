"""The two turns of a writer: the live lane to its head, then a slice of bulk."""

from saath.journal import Lane
from saath.project.writer import Progress, Writer
from saath.store.dialect import UNSTORABLE

LIVE_RECORDS = 500
LIVE_FACTS = 2_000
SLICE_FACTS = 250


def live(writer: Writer, limit: int = LIVE_RECORDS) -> Progress:
    """Project what is there of the live lane, at most `limit` records. A cap, never a wait."""
    return _turn(writer, "live", limit, LIVE_FACTS)


def bulk(writer: Writer, size: int = SLICE_FACTS) -> Progress:
    """Project one slice of the bulk lane: about `size` facts, perhaps a part of a record.

    It never overtakes live records that were received before it: a policy among them must be in
    force first, so that a replay, which folds the live lane first, comes to the same.
    """
    if _live_is_behind(writer):
        return Progress()
    return _turn(writer, "bulk", size, size)


def _turn(writer: Writer, lane: Lane, records: int, size: int) -> Progress:
    """Project what comes next. What no column can hold is found by halving, and parked."""
    pieces = writer.lanes[lane].pieces(writer.policies, records=records, facts=size)
    if not pieces:
        return Progress()
    try:
        return writer.project(lane, pieces)
    except UNSTORABLE as error:
        said = sum(len(piece.facts) for piece in pieces)
        if said > 1:
            return _turn(writer, lane, records, said // 2)
        pieces = writer.lanes[lane].pieces(writer.policies, records=records, facts=1)
        return writer.project(lane, pieces, refused=type(error).__name__)


def _live_is_behind(writer: Writer) -> bool:
    if writer.stops:
        return False  # a replay folds the live lane first
    waiting = writer.lanes["bulk"].next_record(writer.policies)
    if waiting is None:
        return False
    first = writer.lanes["live"].next_record(writer.policies)
    return first is not None and first.received_at < waiting.received_at
