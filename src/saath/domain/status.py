"""Which of all reported statuses a message shows. A lattice, never a sequence.

sent < delivered < read < played; Meta leaves out steps and reports in any order. A failure shows
only while nothing says that the message arrived (multi-device: a failure may be followed by
delivery; reliability I5).
"""

from collections.abc import Iterable

from saath.domain.facts.messages import Status
from saath.domain.message import Receipt

RANK: dict[Status, int] = {
    "pending": 0,
    "sent": 1,
    "failed": 2,
    "delivered": 3,
    "read": 4,
    "played": 5,
}


def shown(receipts: Iterable[Receipt]) -> Receipt | None:
    """The receipt that a screen shows, or None when nothing was reported."""
    return max(receipts, key=lambda r: RANK[r.status], default=None)
