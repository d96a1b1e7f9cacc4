"""The messaging limit of each number as WhatsApp told it last, read anew every minute."""

from collections.abc import Callable

from saath.domain.reaching import NOT_TOLD, Tier

RELOAD_S = 60.0


class KnownTiers:
    """Reads those of a business when first asked and when they are old. For one thread."""

    def __init__(self, read: Callable[[str], dict[str, Tier]], ticks: Callable[[], float]) -> None:
        """Read nothing yet."""
        self._read = read
        self._ticks = ticks
        self._known: dict[str, tuple[float, dict[str, Tier]]] = {}

    def __call__(self, business: str, phone_number_id: str) -> Tier:
        """The name of the limit and when it was told; no name when nobody did."""
        read_at, tiers = self._known.get(business, (float("-inf"), {}))
        if self._ticks() - read_at > RELOAD_S:
            tiers = self._read(business)
            self._known[business] = (self._ticks(), tiers)
        return tiers.get(phone_number_id, NOT_TOLD)
