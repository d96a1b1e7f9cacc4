"""Where entries go: the pure half of appending, shared by every driver.

Given the lanes' rows, decide which appends hold and which position each entry gets. Locking,
writing and committing are the driver's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saath.journal.errors import Fenced, HeadMoved, JournalError
from saath.journal.records import Entry, LaneHead, LaneKey, Record, place

type Result = list[int] | JournalError


@dataclass(frozen=True, slots=True)
class Append:
    """What one caller wants appended together, and on which condition."""

    entries: Sequence[Entry]
    if_head: int | None = None
    epoch: int | None = None

    def __post_init__(self) -> None:
        """Refuse a condition that could be read in two ways."""
        if self.is_conditional and len({entry.business for entry in self.entries}) > 1:
            raise ValueError("A conditional append speaks of one business.")

    @property
    def is_conditional(self) -> bool:
        """Say whether somebody else's append or epoch can refuse this one."""
        return self.if_head is not None or self.epoch is not None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What to write, and what to tell the callers once it is durable."""

    records: list[Record]
    heads: dict[LaneKey, int]
    """The new head of every lane that grows."""
    results: list[Result]


def lanes_of(appends: Sequence[Append]) -> list[LaneKey]:
    """Return the lanes to lock, in the one order everybody locks them in."""
    lanes: set[LaneKey] = set()
    for append in appends:
        lanes.update((entry.business, entry.lane) for entry in append.entries)
        if append.is_conditional and append.entries:
            lanes.add((append.entries[0].business, "live"))
    return sorted(lanes)


def arrange(appends: Sequence[Append], lanes: Mapping[LaneKey, LaneHead]) -> Arrangement:
    """Place the appends one after the other; each sees what the ones before it appended."""
    arrangement = Arrangement(records=[], heads={}, results=[])
    for append in appends:
        refusal = _refusal(append, arrangement.heads, lanes)
        if refusal is not None:
            arrangement.results.append(refusal)
        else:
            arrangement.results.append(_place_all(append.entries, arrangement, lanes))
    return arrangement


def only(results: Sequence[Result]) -> list[int]:
    """Return the positions of the single append of a transaction, or raise its refusal."""
    (result,) = results
    if isinstance(result, JournalError):
        raise result
    return result


def _refusal(
    append: Append, heads: Mapping[LaneKey, int], lanes: Mapping[LaneKey, LaneHead]
) -> JournalError | None:
    if not (append.is_conditional and append.entries):
        return None
    lane: LaneKey = (append.entries[0].business, "live")
    epoch = lanes[lane].epoch
    if append.epoch not in {None, epoch}:
        return Fenced(
            f"The writer of {lane[0]!r} holds epoch {append.epoch}, the journal is at {epoch}:"
            " another process took the business over. Stop this writer."
        )
    head = heads.get(lane, lanes[lane].head)
    if append.if_head not in {None, head}:
        return HeadMoved(
            f"The live lane of {lane[0]!r} is at {head}, not at {append.if_head}."
            " Project it to the head and ask again."
        )
    return None


def _place_all(
    entries: Sequence[Entry], arrangement: Arrangement, lanes: Mapping[LaneKey, LaneHead]
) -> list[int]:
    positions = []
    for entry in entries:
        lane: LaneKey = (entry.business, entry.lane)
        position = arrangement.heads.get(lane, lanes[lane].head) + 1
        arrangement.heads[lane] = position
        arrangement.records.append(place(entry, position))
        positions.append(position)
    return positions
