"""Which intentions may be asked about now: at most one of each conversation, in the right order."""

from saath.domain.intention import Intention
from saath.domain.limits import CLOCK_BACK_MS
from saath.store.dialect import dialect
from saath.store.kinds import TABLES
from saath.store.sending_rows import intention_state

# What expired is listed although it is held: only then is it cancelled, and a person told. So is
# what was asked for before the clock was set back: it would be due again in a day.
READY = """(({o}.due_at <= ? AND ({o}.not_before <= ? OR {o}.expires_at < ?))
    OR {o}.created_at > ?)"""
UPLOADING = "uploading"
# Of one conversation the first that was asked for goes first. One that was tried and waits for
# its next try, or for its file, keeps its place; one that a refusal holds back lets the others pass.
DUE = f"""SELECT person, body FROM outbox AS mine
    WHERE business = ? AND stage = 'queued' AND {READY.format(o="mine")}
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS other
        WHERE other.business = mine.business AND other.person = mine.person
        AND other.phone_number_id = mine.phone_number_id AND other.key <> mine.key
        AND (other.stage = 'open' OR (
            other.stage = 'queued'
            AND (other.created_at < mine.created_at
                OR (other.created_at = mine.created_at AND other.key < mine.key))
            AND ((other.attempts > 0 AND other.held = '') OR other.held = '{UPLOADING}'
                OR {READY.format(o="other")}))))
    ORDER BY due_at, key LIMIT ?"""  # noqa: S608 - put together from constants above


def list_due(business: str, now: int, limit: int, using: str = TABLES) -> list[Intention]:
    """Return what may go now, the oldest first. None of a conversation with an open attempt."""
    moments = (now, now, now, now + CLOCK_BACK_MS.value)
    rows = dialect(using).select(DUE, (business, *moments, *moments, limit))
    return [intention_state(person, body) for person, body in rows]
