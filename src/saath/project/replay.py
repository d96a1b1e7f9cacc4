"""Fold the journal again, from its beginning, into other tables: to prove, or to replace.

`verify` folds to exactly where the present tables stand, compares, and drops what it folded.
`rebuild` does the same for good: it goes on to the head and makes its tables the present ones.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from saath.journal import UNCLAIMED, Journal, Lane
from saath.project.ahead import Place
from saath.project.turns import bulk, live
from saath.project.writer import TablesAhead, Writer, open_writer
from saath.store.cursors import Cursor, all_cursors
from saath.store.generation import count_rows, drop, new_generation, present, sweep, switch
from saath.store.hash import state_hash
from saath.store.kinds import TABLES
from saath.store.tenancy import across_businesses

REPLAY_RECORDS = 2_000
REPLAY_FACTS = 2_000
FIRST_EPOCH = 1

type Cursors = Mapping[tuple[str, Lane], Cursor]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much the tables hold, what they are, and what the journal says they should be."""

    records: int
    facts: int
    unrecognized: int
    state_hash: str
    rebuilt_hash: str

    @property
    def equal(self) -> bool:
        """Whether the tables are what the journal says."""
        return self.state_hash == self.rebuilt_hash


def verify(journal: Journal, *, scratch: int) -> Verdict:
    """Compare the tables with the journal; safe while a writer is at work.

    `scratch` is the number of a generation that nobody else uses. Raises `TablesAhead` when the
    journal ends before the tables.
    """
    cursors, found = stand()
    _require_whole(journal, cursors)
    return _verdict(cursors, found, fold_to(journal, cursors, scratch=scratch))


def fold_to(journal: Journal, cursors: Cursors, *, scratch: int) -> str:
    """Return the hash of what the journal folds to, up to these cursors; nothing is kept.

    `scratch` is the number of a generation that nobody else uses.
    """
    using = new_generation(scratch)
    try:
        _refold(journal, cursors, dict.fromkeys(_businesses(cursors), FIRST_EPOCH), using)
        return stand(using)[1]
    finally:
        drop(scratch)


def rebuild(
    journal: Journal, rest: Callable[[], None] = lambda: None, *, accept_loss: bool = False
) -> Verdict:
    """Fold the journal into the next generation and make it the present one.

    Takes every business over: a writer that runs elsewhere is fenced, and starts anew there.
    `rest` is called before the old one is removed: who reads it comes to an end meanwhile.
    Raises `TablesAhead` when the journal ends before the tables, unless the loss is accepted:
    what only the tables know would be gone.
    """
    if not accept_loss:
        _require_whole(journal, _cursors())
    number = present() + 1
    using = new_generation(number)
    epochs = {
        lane.business: journal.take(lane.business)
        for lane in journal.heads()
        if lane.business != UNCLAIMED and lane.lane == "live"
    }
    cursors, found = stand()
    _refold(journal, cursors, epochs, using)
    verdict = _verdict(cursors, found, stand(using)[1])
    for business, epoch in epochs.items():
        _drain(open_writer(journal, business, epoch, using))
    count_rows(using)
    switch(number)
    rest()
    sweep()
    return verdict


def stand(using: str = TABLES) -> tuple[Cursors, str]:
    """Where the tables stand and what they are, in one snapshot."""
    with across_businesses(using):
        return all_cursors(using), state_hash(using)


def _cursors() -> Cursors:
    with across_businesses(TABLES):
        return all_cursors(TABLES)


def _require_whole(journal: Journal, cursors: Cursors) -> None:
    """The journal holds at least what the tables were folded from."""
    heads = {(lane.business, lane.lane): lane.head for lane in journal.heads()}
    for (business, lane), at in cursors.items():
        head = heads.get((business, lane), 0)
        if (at.position, at.part) > (head, 0):
            raise TablesAhead.of(business, lane, at.position, head)


def _refold(journal: Journal, cursors: Cursors, epochs: Mapping[str, int], using: str) -> None:
    stops: dict[str, dict[Lane, Place]] = defaultdict(dict)
    for (business, lane), at in cursors.items():
        stops[business][lane] = (at.position, at.part)
    for business in stops.keys() & epochs.keys():
        _drain(open_writer(journal, business, epochs[business], using, stops=stops[business]))


def _drain(writer: Writer) -> None:
    """Project the live lane to its end, then the bulk lane."""
    while live(writer, REPLAY_RECORDS).moved:
        pass
    while bulk(writer, REPLAY_FACTS).moved:
        pass


def _verdict(cursors: Cursors, found: str, folded: str) -> Verdict:
    return Verdict(
        records=sum(cursor.position for cursor in cursors.values()),
        facts=sum(cursor.facts for cursor in cursors.values()),
        unrecognized=sum(cursor.unrecognized for cursor in cursors.values()),
        state_hash=found,
        rebuilt_hash=folded,
    )


def _businesses(cursors: Cursors) -> set[str]:
    return {business for business, _ in cursors}
