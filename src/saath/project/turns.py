"""The two turns of a writer: fold what the live lane holds, and announce a slice of bulk."""

from saath.project.order import in_order, next_slice
from saath.project.writer import Progress, Writer
from saath.store.dialect import UNSTORABLE

LIVE_RECORDS = 500
LIVE_FACTS = 2_000
SLICE_FACTS = 2_500
"""How much of a history one transaction takes. Who writes live waits for one of them; a larger one
costs less a message (decision 0019)."""
CATCH_UP_RECORDS = 2_000
"""Behind by this much, nobody waits for one turn in particular, and a large one costs less a
record: on SQLite 67 us instead of 74, most of it pages that are written once instead of twice."""


def live(writer: Writer, limit: int = 0) -> Progress:
    """Project what is there of the live lane, at most `limit` records. A cap, never a wait.

    Without a limit it is 500, and more only when much more is waiting. Slices of bulk that were
    announced in it are folded at their place.
    """
    return _turn(writer, limit or _records_at_once(writer), LIVE_FACTS)


def _records_at_once(writer: Writer) -> int:
    behind = writer.journal.head(writer.business, "live").head - writer.lanes["live"].place[0]
    return CATCH_UP_RECORDS if behind >= CATCH_UP_RECORDS else LIVE_RECORDS


def bulk(writer: Writer, size: int = SLICE_FACTS) -> Progress:
    """Announce one slice of the bulk lane in the live lane, and project up to it.

    A replay announces nothing: its slices are in the journal.
    """
    if writer.stops:
        return Progress()
    if writer.lanes["bulk"].place >= writer.announced:
        due = next_slice(writer.lanes, writer.policies, size)
        if due is None:
            return Progress()
        writer.announce(due, now=_time_of(writer))
    return _turn(writer, LIVE_RECORDS, LIVE_FACTS + size)


def _time_of(writer: Writer) -> int:
    """A slice has the time of its first record: what it holds decides nothing by our clock."""
    first = writer.lanes["bulk"].waiting()
    return first.received_at if first is not None else 0


def _turn(writer: Writer, records: int, size: int) -> Progress:
    """Project what comes next. What no column can hold is found by halving, and parked."""
    pieces = in_order(writer.lanes, writer.policies, records=records, facts=size)
    if not pieces:
        return Progress()
    try:
        return writer.project(pieces)
    except UNSTORABLE as error:
        said = sum(len(piece.facts) for piece in pieces)
        if said > 1:
            return _turn(writer, records, said // 2)
        pieces = in_order(writer.lanes, writer.policies, records=records, facts=1)
        return writer.project(pieces, refused=type(error).__name__)
