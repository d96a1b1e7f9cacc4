"""The sending half of a turn: timers that fell, the guard at the head, attempts, posts.

An attempt is appended only if the head has not moved since the tables were folded up to it, and
only under this writer's epoch: so no answer of a bot follows a person's words in the journal.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from saath import deliver, project
from saath.deliver import Errands, Pace, Pool, Question, Surroundings, Verdicts
from saath.domain.reaching import NOT_TOLD, Tier
from saath.journal import Entry, HeadMoved
from saath.media import Shelf
from saath.outbox import hold, list_open
from saath.project import Writer
from saath.runtime.fetching import Fetcher
from saath.store.bodies import encode_attempt, encode_outcome, entry
from saath.store.kinds import TABLES
from saath.store.tenancy import as_business
from saath.whatsapp.graph import Line

AT_ONCE_MAX = 16

type Lines = Callable[[str, str], Line | None]
"""Where a number of a business speaks, or None."""
type Tiers = Callable[[str, str], Tier]
"""What WhatsApp told of the messaging limit of a number of a business."""


@dataclass(slots=True)
class Sending:
    """Everything the worker's sending shares between businesses."""

    around: Surroundings
    lines: Lines
    shelf: Shelf
    tiers: Tiers = lambda _business, _number: NOT_TOLD
    pace: Pace = field(default_factory=Pace)
    pool: Pool = field(init=False)
    errands: Errands = field(init=False)
    fetcher: Fetcher = field(init=False)

    def __post_init__(self) -> None:
        """Start the pools."""
        self.pool = Pool(self.around, self.pace)
        self.errands = Errands(self.around, self.shelf)
        self.fetcher = Fetcher(self.around, self.lines, self.errands)

    def settle(self, writer: Writer) -> bool:
        """Doubt every attempt of those who wrote before; False when the head moved meanwhile."""
        with as_business(writer.business, TABLES, reads=True):
            left = list_open(writer.business)
        doubts = [deliver.doubt(one, one.attempts, "the sender was gone") for one in left]
        now = self.around.clock()
        return self._append(
            writer,
            [entry(writer.business, "outcome", encode_outcome(d), now=now) for d in doubts],
        )

    def turn(self, writer: Writer) -> bool:
        """Send what may be sent now; say whether anything was appended, so that it is folded."""
        now, born = self.around.clock(), self.around.ticks()
        if self.fetcher.turn(writer):
            return True
        timers = project.due_timers(writer.business, now)
        if timers:
            self.around.passing("due")
            self.around.journal.append(timers)
            return True
        limit = min(self.pool.free, AT_ONCE_MAX)
        if not limit:
            return False
        self.around.passing("asking")
        verdicts = deliver.ask(self._question(writer), now=now, limit=limit)
        return self._carry_out(writer, verdicts, now, born)

    def _question(self, writer: Writer) -> Question:
        business = writer.business
        return Question(
            business,
            writer.policies.latest,
            writer.parked,
            self.pace,
            lambda number: self.lines(business, number),
            lambda number: self.tiers(business, number),
        )

    def _carry_out(self, writer: Writer, verdicts: Verdicts, now: int, born: float) -> bool:
        """Attempts and ends into the journal, in one append; only then the posts."""
        business, passing = writer.business, self.around.passing
        if verdicts.held:
            with as_business(business, TABLES):
                hold(business, verdicts.held, writer.epoch)
        self._upload(business, verdicts, now)
        entries = _entries(business, verdicts, now)
        if not entries:
            return False
        passing("asked")
        if not self._append(writer, entries):
            return True
        passing("attempted")
        for parcel in verdicts.yes:
            self.pace.sent(parcel.attempt.intention.phone_number_id, now)
            self.pool.start(business, parcel, born=born)
        return True

    def _upload(self, business: str, verdicts: Verdicts, now: int) -> None:
        """Start the uploads that messages wait for; an attempt waits for none of them."""
        for wish in verdicts.uploads:
            names = (wish.key, wish.line.phone_number_id)
            if not any(self.errands.waits(name, now) for name in names):
                self.errands.upload(business, wish)

    def _append(self, writer: Writer, entries: list[Entry]) -> bool:
        """Append under this writer's epoch if its tables are at the head; False when not."""
        if not entries:
            return True
        head = writer.lanes["live"].place[0]
        try:
            self.around.journal.append(entries, if_head=head, epoch=writer.epoch)
        except HeadMoved:
            return False
        return True

    def close(self) -> None:
        """Let what is being sent come to its end."""
        self.pool.close()
        self.errands.close()


def _entries(business: str, verdicts: Verdicts, now: int) -> list[Entry]:
    made = [encode_attempt(parcel.attempt) for parcel in verdicts.yes]
    ended = [encode_outcome(outcome) for outcome in verdicts.no]
    attempts = [entry(business, "attempt", body, now=now) for body in made]
    return attempts + [entry(business, "outcome", body, now=now) for body in ended]
