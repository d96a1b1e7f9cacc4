"""Hold an intention back while a passing refusal stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass

from saath.store.dialect import dialect
from saath.store.kinds import TABLES

# The fence: a writer that was replaced must not hold back what another one is to send.
HOLD = """UPDATE outbox SET not_before = ?, held = ?
    WHERE business = ? AND key = ? AND stage = 'queued' AND EXISTS (
        SELECT 1 FROM cursor WHERE business = ? AND lane = 'live' AND epoch = ?)"""


@dataclass(frozen=True, slots=True)
class Hold:
    """One intention, the moment from which it may be asked about again, and why (a `Reason`)."""

    key: str
    not_before: int
    reason: str


def hold(business: str, holds: Sequence[Hold], epoch: int, using: str = TABLES) -> int:
    """Hold intentions back; return how many. A writer that was replaced holds none.

    A hold ends when the intention is folded again, a policy is published or what an account may
    do has changed.
    """
    database = dialect(using)
    return sum(
        database.run(HOLD, (one.not_before, one.reason, business, one.key, business, epoch))
        for one in holds
    )
