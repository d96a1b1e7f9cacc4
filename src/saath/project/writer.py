"""One business's writer in this process: what it remembers between turns, and one transaction.

Everything remembered is only read from the tables again after a failure: nobody else writes them
while this writer's epoch is in the cursor, and every transaction checks that it still is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from saath.domain.states import ConversationKey, States
from saath.journal import Journal, Lane
from saath.project.ahead import Ahead, Piece, Place
from saath.project.fold import Failure, Folded, count_unrecognized, fold, policies_in, wanted
from saath.store import cursors
from saath.store.cursors import Advance, advance
from saath.store.kinds import TABLES
from saath.store.load import load
from saath.store.parked import Parked, list_parked, park
from saath.store.policies import Policies, load_policies, save_policy
from saath.store.save import save
from saath.store.tenancy import as_business

PEOPLE_KNOWN_MAX = 10_000  # about 2 kB each


class TablesAhead(Exception):
    """The tables know more than the journal: they belong to another journal, or it lost its end."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a turn projected. `touched` names conversations by person and number."""

    records: int = 0
    facts: int = 0
    touched: frozenset[ConversationKey] = frozenset()
    moved: bool = False


@dataclass(slots=True)
class Writer:
    """Made by `open_writer`. Not to be shared between threads."""

    journal: Journal
    business: str
    epoch: int
    using: str
    stops: Mapping[Lane, Place] = field(default_factory=dict)
    policies: Policies = field(init=False)
    lanes: dict[Lane, Ahead] = field(init=False)
    parked: set[ConversationKey] = field(init=False)
    known: States = field(init=False)
    """People met lately, whole: every alias and every conversation."""

    def remember(self) -> None:
        """Read from the tables where the writer stands. Within `as_business`."""
        self.known = States()
        self.policies = load_policies(self.business, self.using)
        self.parked = {one.key for one in list_parked(self.business, self.using) if one.person}
        self.lanes = {lane: self._ahead(lane) for lane in cursors.LANES}

    def _ahead(self, lane: Lane) -> Ahead:
        at = cursors.cursor(self.business, lane, self.using)
        place = (at.position, at.part)
        return Ahead(self.journal, self.business, lane, place, self.stops.get(lane))

    def project(self, lane: Lane, pieces: Sequence[Piece], *, refused: str = "") -> Progress:
        """Fold pieces and write what they changed, with the cursor, in one transaction.

        With `refused`, a reason, the facts are parked instead of folded.
        """
        try:
            with as_business(self.business, self.using):
                folded = self._write(lane, pieces, refused)
        except BaseException:
            self.recover()
            raise
        self.parked = folded.parked
        self._forget_most()
        said = sum(len(piece.facts) for piece in pieces)
        records = sum(piece.whole for piece in pieces)
        return Progress(records, said, folded.touched, moved=True)

    def _forget_most(self) -> None:
        """Keep the people who are talking now, if they are not too many; nothing else."""
        people = self.known if len(self.known.people) <= PEOPLE_KNOWN_MAX else States()
        self.known = States(people.aliases, people.people, people.conversations)

    def recover(self) -> None:
        """Forget everything a failed transaction may have spoilt."""
        with as_business(self.business, self.using, reads=True):
            self.remember()

    def _write(self, lane: Lane, pieces: Sequence[Piece], refused: str) -> Folded:
        load(self.business, wanted(pieces), self.known, self.using)
        folded = fold(self.known, pieces, self.parked, refused)
        save(self.business, folded.changes, self.using)
        park(self.business, [self._parked(lane, one) for one in folded.failures], self.using)
        for piece, policy in policies_in(pieces):
            record = piece.record
            save_policy(self.business, record.position, record.received_at, policy, self.using)
        position, part = pieces[-1].end
        said = sum(len(piece.facts) for piece in pieces)
        to = Advance(lane, position, part, said, count_unrecognized(pieces))
        advance(self.business, self.epoch, to, self.using)
        return folded

    def _parked(self, lane: Lane, failure: Failure) -> Parked:
        record = failure.piece.record
        starts = {name: ahead.place[0] for name, ahead in self.lanes.items()}
        starts[lane] = record.position - 1
        return Parked(
            *failure.key,
            lane,
            record.position,
            failure.part,
            starts["live"],
            starts["bulk"],
            failure.reason,
            record.received_at,
        )


def open_writer(
    journal: Journal,
    business: str,
    epoch: int,
    using: str = TABLES,
    *,
    stops: Mapping[Lane, Place] | None = None,
) -> Writer:
    """Become the writer of a business's tables. `epoch` is what `journal.take` returned.

    Raises `Fenced` when somebody took the business later, `TablesAhead` when the tables were
    folded from another journal. With `stops` it projects no further than these places.
    """
    writer = Writer(journal, business, epoch, using, stops or {})
    with as_business(business, using):
        cursors.take(business, epoch, using)
        writer.remember()
    for lane, ahead in writer.lanes.items():
        head = journal.head(business, lane).head
        if ahead.place > (head, 0):
            raise TablesAhead(
                f"The tables of {business!r} are at {ahead.place[0]} in lane {lane!r}, the journal"
                f" ends at {head}. Restore the journal that belongs to them, or run `saath rebuild`."
            )
    return writer
