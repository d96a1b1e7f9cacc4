"""The fetching half of a turn: what waits, what WhatsApp has no more, and how often to look.

Fetching is not an effect: nobody outside sees it, so a pause does not stop it. A number that is
not connected, or speaks nowhere, is left alone; its attachments are declared lost when WhatsApp's
ids have died.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from saath.deliver import Errands, Surroundings, lost
from saath.domain.policy import Number
from saath.project import Writer
from saath.store.bodies import encode_errand, entry
from saath.store.kinds import TABLES
from saath.store.media import list_due, list_expired
from saath.store.tenancy import as_business
from saath.whatsapp.graph import Line

LOOK_MS, LOOK_SELDOM_MS = 1_000, 10_000
EXPIRED_AT_ONCE = 100
DISCONNECTED = frozenset({"removed", "banned"})


@dataclass(slots=True)
class Fetcher:
    """Everything the worker's fetching shares between businesses."""

    around: Surroundings
    lines: Callable[[str, str], Line | None]
    errands: Errands
    looks: dict[str, int] = field(default_factory=dict)
    """When each business is looked at again."""

    def is_due(self, business: str) -> bool:
        """Whether it is time to look."""
        at = self.looks.get(business, 0)
        now = self.around.clock()
        return not now < at <= now + LOOK_SELDOM_MS

    def moved(self, business: str) -> None:
        """An attachment was named, or something became of one: look at the next turn."""
        self.looks.pop(business, None)

    def turn(self, writer: Writer) -> bool:
        """Start what may be fetched; say whether anything was appended."""
        business, now = writer.business, self.around.clock()
        if not self.is_due(business):
            return False
        waiting = False
        for number in self._speaking(writer, now):
            waiting |= self._start(writer, *number, now)
        self.looks[business] = now + (LOOK_MS if waiting else LOOK_SELDOM_MS)
        return self._give_up(business, now)

    def _speaking(self, writer: Writer, now: int) -> Iterator[tuple[Number, Line]]:
        for number in writer.policies.latest.numbers:
            state = writer.known.numbers.get(number.waba_id)
            line = self.lines(writer.business, number.phone_number_id)
            connected = state is None or state.life not in DISCONNECTED
            if line is not None and connected and not self.errands.waits(line.phone_number_id, now):
                yield number, line

    def _start(self, writer: Writer, number: Number, line: Line, now: int) -> bool:
        """Start as many as there is room for; whether more wait."""
        running = self.errands.running
        # Those that rest must not hide older ones.
        limit = self.errands.free + len(running) + self.errands.resting
        with as_business(writer.business, TABLES, reads=True):
            due = list_due(writer.business, number.phone_number_id, now, limit + 1)
        new = [w for w in due if w.state.id not in running and not self._rests(w.state.id, now)]
        for wanted in new[: self.errands.free]:
            self.errands.fetch(writer.business, wanted, line)
        return bool(due)

    def _rests(self, key: str, now: int) -> bool:
        return self.errands.waits(key, now)

    def _give_up(self, business: str, now: int) -> bool:
        """Declare lost what WhatsApp has no more by now."""
        with as_business(business, TABLES, reads=True):
            gone = list_expired(business, now, EXPIRED_AT_ONCE)
        running = self.errands.running
        ended = [lost(wanted, "expired") for wanted in gone if wanted.state.id not in running]
        bodies = map(encode_errand, ended)
        entries = [entry(business, "outcome", body, now=now) for body in bodies]
        if entries:
            self.around.journal.append(entries)
            self.moved(business)
        return bool(entries)
