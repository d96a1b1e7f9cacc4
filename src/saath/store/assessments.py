"""Assessments and objectives of a business: the newest of each, and one more.

What they mean is decided in `transition.assess`; here are rows only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from saath.store.kinds import PRIMARY
from saath.store.models import Assessment, Objective
from saath.store.tenancy import as_business


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """What was counted and answered, when and by whom."""

    kept: bytes
    answers: bytes
    made_at: int
    made_by: str


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective as somebody set it."""

    name: str
    baseline: float | None
    target: float | None
    change: float | None
    measured_on: str
    until: str
    set_at: int
    set_by: str


def find_assessment(business: str, using: str = PRIMARY) -> AssessmentRow | None:
    """The newest assessment."""
    with as_business(business, using, reads=True):
        rows = Assessment.objects.using(using).filter(business=business).order_by("-version")
        row = rows.first()
    if row is None:
        return None
    return AssessmentRow(row.kept.encode(), row.answers.encode(), row.made_at, row.made_by)


def add_assessment(business: str, row: AssessmentRow, using: str = PRIMARY) -> None:
    """Keep one more; only the newest keeps its counts, there is no use for the others'."""
    with as_business(business, using):
        earlier = Assessment.objects.using(using).filter(business=business)
        version = earlier.aggregate(last=Max("version"))["last"] or 0
        earlier.exclude(kept="").update(kept="", answers="")
        Assessment.objects.using(using).create(
            business=business,
            version=version + 1,
            kept=row.kept.decode(),
            answers=row.answers.decode(),
            made_at=row.made_at,
            made_by=row.made_by,
        )


def list_objectives(business: str, using: str = PRIMARY) -> list[ObjectiveRow]:
    """Every objective as it was last set."""
    newest: dict[str, ObjectiveRow] = {}
    for row in list_settings(business, using):
        newest[row.name] = row
    return list(newest.values())


def list_settings(business: str, using: str = PRIMARY) -> list[ObjectiveRow]:
    """Every objective as it was ever set, the oldest first."""
    with as_business(business, using, reads=True):
        rows = Objective.objects.using(using).filter(business=business).order_by("version", "name")
        return [_row(row) for row in rows]


def add_objectives(business: str, rows: Sequence[ObjectiveRow], using: str = PRIMARY) -> None:
    """Set some objectives anew."""
    with as_business(business, using):
        earlier = Objective.objects.using(using).filter(business=business)
        version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
        for row in rows:
            Objective.objects.using(using).create(
                business=business,
                name=row.name,
                version=version,
                baseline=row.baseline,
                target=row.target,
                change=row.change,
                measured_on=row.measured_on,
                until=row.until,
                set_at=row.set_at,
                set_by=row.set_by,
            )


def _row(row: Objective) -> ObjectiveRow:
    return ObjectiveRow(
        row.name, row.baseline, row.target, row.change,
        row.measured_on, row.until, row.set_at, row.set_by,
    )  # fmt: skip
