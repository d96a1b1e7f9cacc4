"""The last thing that was seen of something outside the tables, for each business. Primary rows.

What a body says is its writer's business (`transition.watch`); here it is kept and found.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from saath.store.kinds import PRIMARY
from saath.store.models import Sighting
from saath.store.tenancy import as_business

BACKUP = "backup"
SWEEP = "sweep"
NUMBER = "number/"


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation as it was kept."""

    subject: str
    at: int
    body: str


def keep(business: str, seen: Seen, using: str = PRIMARY) -> None:
    """Keep a sighting in place of the last of its subject; an older one replaces nothing."""
    with as_business(business, using):
        rows = Sighting.objects.using(using).filter(business=business, subject=seen.subject)
        if rows.filter(at__lte=seen.at).update(at=seen.at, body=seen.body) or rows.exists():
            return
        made = Sighting(business=business, subject=seen.subject, at=seen.at, body=seen.body)
        Sighting.objects.using(using).bulk_create([made], ignore_conflicts=True)


def keep_for_all(businesses: Iterable[str], seen: Seen) -> None:
    """Keep for each business what was seen of the whole installation."""
    for business in businesses:
        keep(business, seen)


def list_seen(business: str, using: str = PRIMARY) -> dict[str, Seen]:
    """Return the last sightings of a business by their subject. Within `as_business`."""
    rows = Sighting.objects.using(using).filter(business=business)
    return {row.subject: Seen(row.subject, row.at, row.body) for row in rows}
