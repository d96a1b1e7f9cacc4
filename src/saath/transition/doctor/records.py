"""Checks of journal and tables: readable, in step, complete, and nobody's deliveries."""

from collections.abc import Iterator

from saath.journal import UNCLAIMED, Journal, JournalCorrupt, LaneHead
from saath.requests import list_unclaimed
from saath.store.cursors import all_cursors
from saath.store.generation import left_over, pending, sweep
from saath.store.tenancy import across_businesses
from saath.transition.doctor.checks import Check, Finding, Ward
from saath.transition.doctor.running import is_held

TAIL_RECORDS = 50
UNCLAIMED_MAX = 5_000
CLOCK_BACK_MS = 5 * 60_000


def _journal(ward: Ward) -> Journal:
    if ward.journal is None:
        raise OSError("The journal is not open.")
    return ward.journal


def _readable(ward: Ward) -> Iterator[Finding]:
    journal = _journal(ward)
    count = 0
    try:
        for head in journal.heads():
            after = max(0, head.head - TAIL_RECORDS)
            count += len(journal.read(head.business, head.lane, after=after, limit=TAIL_RECORDS))
    except JournalCorrupt as damaged:
        impact = "Messages after it are kept, but not shown."
        mend = "Restore the last verified backup into another folder: saath restore --verify"
        yield Finding("journal.readable", "act", str(damaged), impact, mend)
        return
    said = f"What was written last is what is there (looked at: {count})."
    yield Finding("journal.readable", "ok", said)


def _clock(ward: Ward) -> Iterator[Finding]:
    ahead = [record for head in _journal(ward).heads() for record in _last(ward, head)]
    newest = max(ahead, default=0)
    if newest > ward.now + CLOCK_BACK_MS:
        minutes = (newest - ward.now) // 60_000
        said = f"The newest record is {minutes} minutes in the future: the clock was set back."
        impact = "What waits to be sent may be judged too old or too new."
        yield Finding("journal.clock", "act", said, impact, "Set the clock, by NTP: timedatectl")
    else:
        yield Finding("journal.clock", "ok", "No record is from the future.")


def _last(ward: Ward, head: LaneHead) -> list[int]:
    after = max(0, head.head - 1)
    read = _journal(ward).read(head.business, head.lane, after=after, limit=1)
    return [record.received_at for record in read]


def _lock(ward: Ward) -> Iterator[Finding]:
    if ward.engine != "sqlite":
        yield Finding("journal.lock", "none", "PostgreSQL has any number of writers.")
        return
    writes, runs = is_held(ward.folder / "journal.lock"), is_held(ward.folder / "up.lock")
    if runs and not writes:
        said = "Saath runs, but nobody holds the journal."
        impact = "WhatsApp's messages are refused, and come later."
        yield Finding("journal.lock", "act", said, impact, "Restart it: saath up --data DIR")
    else:
        said = "One process writes the journal." if writes else "Nobody writes just now."
        yield Finding("journal.lock", "ok", said)


def _unclaimed(ward: Ward) -> Iterator[Finding]:
    journal = _journal(ward)
    if journal.head(UNCLAIMED, "live").head > UNCLAIMED_MAX:
        said = f"More than {UNCLAIMED_MAX} deliveries belonged to nobody when they came."
        left = UNCLAIMED_MAX
    else:
        left = sum(not one.claimed_by for one in list_unclaimed(journal))
        said = f"{left} deliveries are for a number that no business here has."
    if left:
        mend = "See whose they are: saath unclaimed list --data DIR"
        impact = "If one is yours, its messages are not shown."
        yield Finding("journal.unclaimed", "check", said, impact, mend)
    else:
        yield Finding("journal.unclaimed", "ok", "Every delivery belongs to somebody.")


def _in_step(ward: Ward) -> Iterator[Finding]:
    """Whatever the tables know, the journal knows."""
    heads = {(h.business, h.lane): h.head for h in _journal(ward).heads()}
    with across_businesses():
        cursors = all_cursors()
    ahead = [key for key, at in cursors.items() if at.position > heads.get(key, 0)]
    if ahead:
        said = "The journal ends before the tables: it was exchanged, or lost records."
        impact = "What comes in is not shown, and a rebuild would delete what only the tables know."
        mend = "Restore the whole backup: saath restore FILE --data NEW_DIR"
        yield Finding("tables.step", "act", said, impact, mend)
    else:
        yield Finding("tables.step", "ok", "The journal knows whatever the tables know.")
    lost = sum(at.unrecognized for at in cursors.values())
    if lost:
        said = f"{lost} things that WhatsApp sent could not be read by this release."
        mend = "They are kept, under Unplaced. Upgrade Saath, then: saath rebuild --data DIR"
        yield Finding("tables.unrecognized", "check", said, "They are not in any chat.", mend)
    else:
        yield Finding("tables.unrecognized", "ok", "Everything that arrived could be read.")


def _generations(ward: Ward) -> Iterator[Finding]:
    left = left_over()
    if not left:
        yield Finding("tables.generation", "ok", "No old tables lie about.")
        return
    said = f"{len(left)} old copies of the tables take room."
    runs = is_held(ward.folder / "up.lock")
    mend = "They go at the next start." if runs else "saath doctor --fix --only tables.generation"
    yield Finding("tables.generation", "check", said, "None.", mend, fixable=not runs)


def _sweep_generations(ward: Ward) -> None:
    if not is_held(ward.folder / "up.lock"):
        sweep()


def migrations() -> Finding:
    """Whether the tables are those of this release; nothing else can be asked before."""
    waiting = pending()
    if waiting:
        said = f"{len(waiting.primary) + len(waiting.tables)} steps of this release are not done."
        impact = "Saath does not start."
        return Finding("tables.migrated", "act", said, impact, "saath migrate --data DIR")
    return Finding("tables.migrated", "ok", "The tables are those of this release.")


def _migrated(_ward: Ward) -> Iterator[Finding]:
    yield migrations()


CHECKS = (
    Check("tables", _migrated),
    Check("journal", _readable),
    Check("journal", _clock),
    Check("journal", _lock),
    Check("journal", _unclaimed),
    Check("tables", _in_step),
    Check("tables", _generations, _sweep_generations),
)
