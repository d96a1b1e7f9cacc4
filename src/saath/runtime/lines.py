"""Where each number speaks, kept in memory and read anew every few seconds."""

from collections.abc import Callable, Iterable

from saath.store.lines import GraphLine
from saath.whatsapp.graph import Line

RELOAD_S = 2.0


class KnownLines:
    """Reads all lines when first asked and when they are old. For one thread."""

    def __init__(self, read: Callable[[], Iterable[GraphLine]], ticks: Callable[[], float]) -> None:
        """Read nothing yet."""
        self._read = read
        self._ticks = ticks
        self._known: dict[tuple[str, str], Line] = {}
        self._read_at = float("-inf")

    def __call__(self, business: str, phone_number_id: str) -> Line | None:
        """Where this number speaks, or None for nowhere."""
        if self._ticks() - self._read_at > RELOAD_S:
            self._known = {
                (line.business, line.phone_number_id): Line(
                    line.url, line.phone_number_id, line.token, provider=line.provider
                )
                for line in self._read()
            }
            self._read_at = self._ticks()
        return self._known.get((business, phone_number_id))
