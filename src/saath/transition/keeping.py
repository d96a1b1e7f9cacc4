"""An assessment that belongs to a business, and its objectives: kept for later comparison.

Rows are `store`'s, meaning is `assess`'s; this brings the two together. It knows no request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import msgspec

from saath.store import assessments as rows
from saath.store.assessments import AssessmentRow, ObjectiveRow
from saath.transition.assess import Answers, Assessment, Measured, conclude, recall
from saath.transition.assess.cases import Case, Cases
from saath.transition.assess.objectives import (
    NAMES,
    Objective,
    Objectives,
    default_objectives,
    edited,
    measured_anew,
)


@dataclass(frozen=True, slots=True)
class KeptObjectives:
    """Objectives of a business; nobody has set them yet while `set_at` is 0."""

    objectives: Objectives
    set_at: int = 0
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class KeptAssessment:
    """The newest assessment of a business."""

    measured: Measured
    answers: Answers
    made_at: int
    made_by: str


def keep_for_business(cases: Cases, id_: str) -> None:
    """Keep a case that was read for its business, if it belongs to one."""
    case = cases.get(id_)
    if case.business and case.stage == "done":
        keep_assessment(case, cases.kept(id_), case.touched_at)


def keep_assessment(case: Case, kept: bytes, now: int) -> None:
    """Keep the assessment, and set its objectives: on new baselines, with the owner's targets."""
    answers = msgspec.json.encode(case.answers)
    rows.add_assessment(case.business, AssessmentRow(kept, answers, now, case.by))
    fresh = conclude(recall(kept), case.answers).objectives
    before = find_objectives(case.business, now)
    if before.set_at:
        fresh = replace(fresh, objectives=measured_anew(before.objectives.objectives, fresh))
    set_objectives(case.business, with_edits(fresh, case), by=case.by, now=now)


def with_edits(objectives: Objectives, case: Case) -> Objectives:
    """Objectives as the owner of this case changed them."""
    return edited(objectives, case.targets, case.baselines, case.until)


def find_assessment(business: str) -> KeptAssessment | None:
    """The newest assessment, to be judged again."""
    row = rows.find_assessment(business)
    if row is None:
        return None
    answers = msgspec.json.decode(row.answers, type=Answers)
    return KeptAssessment(recall(row.kept), answers, row.made_at, row.made_by)


def answer_again(business: str, answers: Answers, *, by: str, now: int) -> None:
    """Other answers to the questions, on the same counts."""
    row = rows.find_assessment(business)
    if row is not None:
        encoded = msgspec.json.encode(answers)
        rows.add_assessment(business, AssessmentRow(row.kept, encoded, now, by))


def judged(kept: KeptAssessment, business: str, now: int) -> Assessment:
    """The assessment as its report shows it, with the objectives as they are now."""
    fresh = conclude(kept.measured, kept.answers)
    chosen = find_objectives(business, now)
    return replace(fresh, objectives=chosen.objectives) if chosen.set_at else fresh


def judged_case(cases: Cases, id_: str, now: int) -> Assessment:
    """The same of a case that was read for a business."""
    case = cases.get(id_)
    kept = KeptAssessment(recall(cases.kept(id_)), case.answers, case.touched_at, case.by)
    return judged(kept, case.business, now)


def find_objectives(business: str, now: int) -> KeptObjectives:
    """The objectives, or what is proposed while nobody set any."""
    found = {row.name: row for row in rows.list_objectives(business)}
    if set(found) != set(NAMES):
        return KeptObjectives(default_objectives(None, None, _day(now)))
    objectives = tuple(
        Objective(name, found[name].baseline, found[name].target, found[name].change)
        for name in NAMES
    )
    newest = max(found.values(), key=lambda row: row.set_at)
    whole = Objectives(
        date.fromisoformat(newest.measured_on), date.fromisoformat(newest.until), objectives
    )
    return KeptObjectives(whole, newest.set_at, newest.set_by)


def edit_objectives(
    business: str,
    targets: Mapping[str, str],
    baselines: Mapping[str, str],
    until: date | None,
    *,
    by: str,
    now: int,
) -> KeptObjectives:
    """Change some and keep them all; raises `BadObjective`, and then nothing has changed."""
    before = find_objectives(business, now).objectives
    set_objectives(business, edited(before, targets, baselines, until), by=by, now=now)
    return find_objectives(business, now)


def set_objectives(business: str, objectives: Objectives, *, by: str, now: int) -> None:
    """Keep them as somebody's choice."""
    rows.add_objectives(
        business,
        [
            ObjectiveRow(
                one.name, one.baseline, one.target, one.change,
                objectives.measured_on.isoformat(), objectives.until.isoformat(), now, by,
            )
            for one in objectives.objectives
        ],
    )  # fmt: skip


def _day(now: int) -> date:
    return datetime.fromtimestamp(now / 1000, UTC).date()
