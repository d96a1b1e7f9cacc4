"""Times at the edge: milliseconds inside, ISO 8601 in UTC outside."""

from datetime import UTC, datetime


def iso(at: int) -> str:
    """This instant, for programs."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
