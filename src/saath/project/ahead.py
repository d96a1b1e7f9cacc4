"""Records read and parsed ahead of the cursor, cut into pieces that fit one transaction.

Parsing happens here, before a transaction begins. What was parsed and did not fit waits for the
next turn, so that a chunk of a thousand messages is decoded once.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from saath.domain.facts import Fact, PolicyPublished
from saath.domain.policy import Policy
from saath.journal import Journal, Lane, Record
from saath.project.facts import facts
from saath.store.policies import Policies

type Place = tuple[int, int]
"""(position, part): everything up to a record, and so many facts of the next one."""

READ_BYTES_MAX = 2_000_000
LOOK_RECORDS = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive facts of one record, and the policy they are folded under."""

    record: Record
    policy: Policy
    facts: Sequence[Fact]
    first: int
    whole: bool
    """Whether the record ends with this piece."""

    @property
    def end(self) -> Place:
        """Where the cursor stands after this piece."""
        if self.whole:
            return (self.record.position, 0)
        return (self.record.position - 1, self.first + len(self.facts))


@dataclass(slots=True)
class Ahead:
    """One lane, from the cursor on. `stop` is the place a replay must not go beyond."""

    journal: Journal
    business: str
    lane: Lane
    place: Place
    stop: Place | None = None
    _parsed: deque[tuple[Record, Policy, list[Fact]]] = field(default_factory=deque)

    def pieces(self, policies: Policies, *, records: int, facts: int) -> list[Piece]:
        """Return what comes next: at most so many records and about so many facts."""
        taken: list[Piece] = []
        room = facts
        place = self.place
        self._fill(policies, records)
        while self._parsed and len(taken) < records and room > 0:
            piece = self._cut(place[1], room)
            if piece is None:
                break
            taken.append(piece)
            room -= len(piece.facts)
            place = piece.end
        self.place = place
        return taken

    def next_record(self, policies: Policies) -> Record | None:
        """Return the record that the next piece comes from."""
        self._fill(policies, LOOK_RECORDS)
        return self._parsed[0][0] if self._parsed else None

    def _fill(self, policies: Policies, records: int) -> None:
        """Read on when nothing is parsed any more."""
        if self._parsed:
            return
        after = self.place[0]
        for record in self.journal.read(
            self.business, self.lane, after=after, limit=records, max_bytes=READ_BYTES_MAX
        ):
            policy = policies.latest if self.lane == "live" else policies.at(record.received_at)
            said = facts(record, policy)
            self._publish(policies, record, said)
            self._parsed.append((record, policy, said))

    def _publish(self, policies: Policies, record: Record, said: list[Fact]) -> None:
        """A policy is in force for the records after its own."""
        for fact in said:
            if isinstance(fact, PolicyPublished):
                policies.publish(fact.policy, record.received_at)

    def _cut(self, part: int, room: int) -> Piece | None:
        """Take the next piece of the first parsed record, as far as `stop` allows."""
        record, policy, said = self._parsed[0]
        last = min(len(said), part + room)
        if self.stop is not None and record.position > self.stop[0]:
            last = min(last, self.stop[1] if record.position == self.stop[0] + 1 else 0)
            if last <= part:
                return None
        whole = last == len(said) and not self._stops_inside(record, last)
        if whole:
            self._parsed.popleft()
        return Piece(record, policy, said[part:last], part, whole)

    def _stops_inside(self, record: Record, last: int) -> bool:
        """Whether the replay stands at the end of a record whose cursor does not say so."""
        return self.stop == (record.position - 1, last)
