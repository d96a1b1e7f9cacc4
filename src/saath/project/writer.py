"""One business's writer in this process: what it remembers between turns, and one transaction.

Everything remembered is only read from the tables again after a failure: nobody else writes them
while this writer's epoch is in the cursor, and every transaction checks that it still is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from saath.domain.states import ConversationKey, States
from saath.journal import Journal, Lane
from saath.project.ahead import Ahead, Piece, Place
from saath.project.fold import (
    Failure,
    Folded,
    asked_in,
    count_inbound,
    count_unrecognized,
    fold,
    policies_in,
    wanted,
)
from saath.project.order import starts
from saath.store import cursors
from saath.store.bodies import SliceDue, encode_timer, entry
from saath.store.cursors import Advance, advance
from saath.store.kinds import TABLES
from saath.store.load import load, load_accounts
from saath.store.parked import Parked, list_parked, park
from saath.store.policies import Policies, load_policies, save_policy
from saath.store.save import release_holds, save
from saath.store.tenancy import as_business

PEOPLE_KNOWN_MAX = 10_000  # about 2 kB each


class TablesAhead(Exception):
    """The tables know more than the journal: they belong to another journal, or it lost its end."""

    @classmethod
    def of(cls, business: str, lane: Lane, at: int, head: int) -> "TablesAhead":
        """Name the place. To fold anew would delete for good what only the tables know."""
        return cls(
            f"The tables of {business!r} are at {at} in lane {lane!r}, the journal ends at {head}:"
            " records were lost. Nothing was changed. Restore the whole backup."
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """What a turn projected. `touched` names conversations by person and number.

    `inbound` counts the live messages of people by the number that got them; `media` says that an
    attachment was named, or something became of one.
    """

    records: int = 0
    facts: int = 0
    touched: frozenset[ConversationKey] = frozenset()
    moved: bool = False
    inbound: Mapping[str, int] = field(default_factory=dict)
    media: bool = False


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
    """People met lately, whole: every alias, every conversation, everything that waits for them."""
    places: dict[Lane, Place] = field(init=False)
    """Where the cursors stand."""
    announced: Place = (0, 0)
    """Up to where the bulk lane was announced by this writer."""

    def remember(self) -> None:
        """Read from the tables where the writer stands. Within `as_business`."""
        self.known = States(numbers=load_accounts(self.business, self.using))
        self.policies = load_policies(self.business, self.using)
        self.parked = {one.key for one in list_parked(self.business, self.using) if one.person}
        self.lanes = {lane: self._ahead(lane) for lane in cursors.LANES}
        self.places = {lane: ahead.place for lane, ahead in self.lanes.items()}

    def _ahead(self, lane: Lane) -> Ahead:
        at = cursors.cursor(self.business, lane, self.using)
        place = (at.position, at.part)
        return Ahead(self.journal, self.business, lane, place, self.stops.get(lane))

    def announce(self, due: SliceDue, *, now: int) -> None:
        """Say in the live lane that bulk is folded up to here before whatever comes later."""
        body = encode_timer(due)
        self.journal.append([entry(self.business, "timer", body, now=now)], epoch=self.epoch)
        self.announced = (due.position, due.part)

    def project(self, pieces: Sequence[Piece], *, refused: str = "") -> Progress:
        """Fold pieces and write what they changed, with the cursors, in one transaction.

        With `refused`, a reason, the facts are parked instead of folded.
        """
        try:
            with as_business(self.business, self.using):
                folded = self._write(pieces, refused)
        except BaseException:
            self.recover()
            raise
        self.parked = folded.parked
        self.places.update((piece.record.lane, piece.end) for piece in pieces)
        self._forget_most()
        said = sum(len(piece.facts) for piece in pieces)
        records = sum(piece.whole for piece in pieces)
        inbound = count_inbound(pieces)
        media = bool(folded.changes.media)
        return Progress(records, said, folded.touched, moved=True, inbound=inbound, media=media)

    def _forget_most(self) -> None:
        """Keep the people who are talking now, if they are not too many; nothing else."""
        known = self.known
        people = known if len(known.people) <= PEOPLE_KNOWN_MAX else States()
        waiting = {key: i for key, i in people.intentions.items() if i.stage != "gone"}
        self.known = States(
            people.aliases,
            people.people,
            people.conversations,
            numbers=known.numbers,
            intentions=waiting,
        )

    def recover(self) -> None:
        """Forget everything a failed transaction may have spoilt."""
        with as_business(self.business, self.using, reads=True):
            self.remember()

    def _write(self, pieces: Sequence[Piece], refused: str) -> Folded:
        load(self.business, wanted(pieces), self.known, self.using)
        folded = fold(self.known, pieces, self.parked, refused)
        save(self.business, folded.changes, self.known.find, asked_in(pieces), self.using)
        park(self.business, [self._parked(pieces, one) for one in folded.failures], self.using)
        published = list(policies_in(pieces))
        for piece, policy in published:
            record = piece.record
            save_policy(self.business, record.position, record.received_at, policy, self.using)
        if published or folded.changes.numbers:
            release_holds(self.business, self.using)
        self._advance(pieces)
        return folded

    def _advance(self, pieces: Sequence[Piece]) -> None:
        for lane in cursors.LANES:
            own = [piece for piece in pieces if piece.record.lane == lane]
            if own:
                said = sum(len(piece.facts) for piece in own)
                to = Advance(lane, *own[-1].end, said, count_unrecognized(own))
                advance(self.business, self.epoch, to, self.using)

    def _parked(self, pieces: Sequence[Piece], failure: Failure) -> Parked:
        record = failure.piece.record
        folded = starts(pieces, failure.piece, self.places)
        return Parked(
            *failure.key,
            record.lane,
            record.position,
            failure.part,
            folded["live"],
            folded["bulk"],
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
            raise TablesAhead.of(business, lane, ahead.place[0], head)
    return writer
