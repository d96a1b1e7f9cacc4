"""Records read and parsed ahead of the cursor, cut into pieces that fit one transaction.

Parsing happens here, before a transaction begins. What was parsed and did not fit waits for the
next turn, so that a chunk of a thousand messages is decoded once. How the two lanes are put in
one order is decided in `order`.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import field, replace
from itertools import islice

from saath.domain.facts import Fact, PolicyPublished
from saath.domain.policy import Policy
from saath.domain.values import dataclass
from saath.journal import Journal, Lane, Record
from saath.project.facts import facts, slice_due
from saath.store.policies import Policies

type Place = tuple[int, int]
"""(position, part): everything up to a record, and so many facts of the next one."""

READ_BYTES_MAX = 2_000_000
LOOK_RECORDS = 100
FACT_BYTES = 300
LINE_BYTES = 60
"""What a message of history takes, and a line of a file, about. Only how much one slice holds depends
on it."""
END: Place = (2**63 - 1, 0)


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


@dataclass(frozen=True, slots=True)
class Parsed:
    """A record, what it says, and up to where the bulk lane is folded before it."""

    record: Record
    policy: Policy
    facts: list[Fact]
    after_bulk: Place | None


@dataclass(slots=True)
class Ahead:
    """One lane, from the cursor on. `stop` is the place a replay must not go beyond."""

    journal: Journal
    business: str
    lane: Lane
    place: Place
    stop: Place | None = None
    _read: deque[Record] = field(default_factory=deque)
    _front: Parsed | None = None

    def pieces(
        self, policies: Policies, *, records: int, facts: int, until: Place = END
    ) -> list[Piece]:
        """Return what comes next: at most so many records and about so many facts.

        Ends before a record that waits for the bulk lane, unless that record is the first. What
        lies beyond `until` is not even parsed: a policy that it is to be read by may come first.
        """
        taken: list[Piece] = []
        room = facts
        end = until if self.stop is None else min(until, self.stop)
        while len(taken) < records and room > 0 and self.place < end:
            front = self.front(policies, records)
            if front is None or (taken and front.after_bulk is not None):
                break
            piece = self._cut(front, room, end)
            if piece is None:
                break
            taken.append(piece)
            room -= len(piece.facts)
            self.place = piece.end
        return taken

    def front(self, policies: Policies, records: int = LOOK_RECORDS) -> Parsed | None:
        """Return the record that the next piece comes from, reading on when nothing is left.

        A policy is in force for the records after its own, so each is parsed when its turn comes.
        """
        if self._front is None and (record := self._next(records)) is not None:
            policy = policies.latest if self.lane == "live" else policies.at(record.received_at)
            said = facts(record, policy)
            self._front = Parsed(record, _quiet(record, policy), said, slice_due(record))
            for fact in said if record.kind == "policy" else ():
                if isinstance(fact, PolicyPublished):
                    policies.publish(fact.policy, record.received_at)
        return self._front

    def waiting(self, records: int = LOOK_RECORDS) -> Record | None:
        """Return the record that is to be parsed next, without parsing it."""
        if self._front is not None:
            return self._front.record
        self._fill(records)
        return self._read[0] if self._read else None

    def reach(self, size: int, before: int) -> Place:
        """Return up to where a slice of about `size` facts reaches beyond the front.

        Whole records as far as they fit, by what a fact usually takes, and so many facts of the
        next one as there is room for then. Only what was read already is looked at.
        """
        position, room = self.place[0] + 1, size
        for record in islice(self._read, size):
            if room <= 0 or record.received_at > before:
                break
            said = len(record.body) // (LINE_BYTES if record.kind == "import" else FACT_BYTES)
            if said > room:
                return (position, room)
            room -= max(1, said)
            position = record.position
        return (position, 0)

    def _next(self, records: int) -> Record | None:
        self._fill(records)
        return self._read.popleft() if self._read else None

    def _fill(self, records: int) -> None:
        if not self._read:
            self._read.extend(
                self.journal.read(
                    self.business,
                    self.lane,
                    after=self.place[0],
                    limit=records,
                    max_bytes=READ_BYTES_MAX,
                )
            )

    def _cut(self, front: Parsed, room: int, end: Place) -> Piece | None:
        """Take the next piece of the first parsed record, as far as `end` allows.

        A record may have fewer facts than `end` says, or none: then it is over.
        """
        part = self.place[1]
        last = min(len(front.facts), part + room)
        if front.record.position > end[0]:
            within = end[1] if front.record.position == end[0] + 1 else 0
            if within <= part:
                return None
            last = min(last, within)
        whole = last == len(front.facts) and end != (front.record.position - 1, last)
        if whole:
            self._front = None
        return Piece(front.record, front.policy, front.facts[part:last], part, whole)


def _quiet(record: Record, policy: Policy) -> Policy:
    """A delivery that was claimed later wakes no bot."""
    return replace(policy, automations=()) if record.copy_of else policy
