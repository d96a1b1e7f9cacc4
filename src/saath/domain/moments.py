"""How an instant is written for programs: milliseconds inside, ISO 8601 in UTC outside.

How people are told one (their zone, their language) is the web's.
"""

from datetime import UTC, datetime


def iso(at: int) -> str:
    """This instant, given in milliseconds since the epoch."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
