"""Alerts as pages and messages show them: open ones, and those mended lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from saath.domain.lights import LightName
from saath.queries.signs import SignWords, words
from saath.store.kinds import PRIMARY
from saath.store.models import Alert
from saath.store.tenancy import as_business

SHOWN_MENDED = 50


@dataclass(frozen=True, slots=True)
class AlertView:
    """Something that needs somebody. `closed_at` is 0 while it stands; `seen_at` until noted."""

    id: str
    kind: str
    light: LightName
    state: str
    said: str
    detail: str
    opened_at: int
    closed_at: int
    seen_by: str
    seen_at: int

    @property
    def words(self) -> SignWords:
        """The sentence and the remedy, in the language of the moment."""
        return words(self.said, msgspec.json.decode(self.detail))


_COLUMNS = (
    *("id", "kind", "light", "state", "said", "detail", "opened_at", "closed_at"),
    *("seen_by", "seen_at"),
)


def list_open(business: str, *, using: str = PRIMARY) -> tuple[AlertView, ...]:
    """What stands, the worst and oldest first."""
    with as_business(business, using, reads=True):
        rows = Alert.objects.using(using).filter(business=business, closed_at=0)
        return _views(rows.order_by("state", "opened_at", "id").values_list(*_COLUMNS))


def list_mended(business: str, *, using: str = PRIMARY) -> tuple[AlertView, ...]:
    """What was mended, the latest first."""
    with as_business(business, using, reads=True):
        rows = Alert.objects.using(using).filter(business=business, closed_at__gt=0)
        return _views(rows.order_by("-closed_at", "id").values_list(*_COLUMNS)[:SHOWN_MENDED])


def _views(rows: Iterable[tuple[Any, ...]]) -> tuple[AlertView, ...]:
    return tuple(AlertView(*row) for row in rows)
