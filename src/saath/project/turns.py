"""The two turns of a writer: the live lane to its head, then a slice of bulk."""

from saath.project.writer import Progress, Writer

LIVE_RECORDS = 500
LIVE_FACTS = 2_000
SLICE_FACTS = 250


def live(writer: Writer, limit: int = LIVE_RECORDS) -> Progress:
    """Project what is there of the live lane, at most `limit` records. A cap, never a wait."""
    pieces = writer.lanes["live"].pieces(writer.policies, records=limit, facts=LIVE_FACTS)
    return writer.project("live", pieces) if pieces else Progress()


def bulk(writer: Writer, size: int = SLICE_FACTS) -> Progress:
    """Project one slice of the bulk lane: about `size` facts, perhaps a part of a record.

    It never overtakes live records that were received before it: a policy among them must be in
    force first, so that a replay, which folds the live lane first, comes to the same.
    """
    if _live_is_behind(writer):
        return Progress()
    pieces = writer.lanes["bulk"].pieces(writer.policies, records=size, facts=size)
    return writer.project("bulk", pieces) if pieces else Progress()


def _live_is_behind(writer: Writer) -> bool:
    waiting = writer.lanes["bulk"].next_record(writer.policies)
    if waiting is None:
        return False
    first = writer.lanes["live"].next_record(writer.policies)
    return first is not None and first.received_at < waiting.received_at
