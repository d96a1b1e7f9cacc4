"""What a verdict page is about: the case of this browser, or what is kept for the business.

Both can be judged, answered again and given other objectives; where that is written differs.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import msgspec

from saath.transition import keeping
from saath.transition.assess import Answers, Assessment, conclude, recall
from saath.transition.assess.cases import Cases
from saath.transition.assess.objectives import edited
from saath.web.assess.visit import Visiting, found, keeper


@dataclass(frozen=True, slots=True)
class Edits:
    """Other targets and baselines, as they were typed."""

    targets: dict[str, str]
    baselines: dict[str, str]
    until: date | None


class Subject(Protocol):
    """What can be judged."""

    @property
    def is_kept(self) -> bool:
        """It is the business's, and stays."""

    @property
    def answers(self) -> Answers:
        """What was answered."""

    def judged(self) -> Assessment:
        """The assessment now."""

    def answer(self, answers: Answers) -> None:
        """Answer otherwise."""

    def aim(self, edits: Edits) -> None:
        """Set other objectives; raises `BadObjective`."""


@dataclass(frozen=True, slots=True)
class OfCase:
    """Somebody's without an account."""

    cases: Cases
    id: str
    now: int

    is_kept = False

    @property
    def answers(self) -> Answers:
        """What was answered."""
        return self.cases.get(self.id).answers

    def judged(self) -> Assessment:
        """The assessment now."""
        case = self.cases.get(self.id)
        fresh = conclude(recall(self.cases.kept(self.id)), case.answers)
        return replace(fresh, objectives=keeping.with_edits(fresh.objectives, case))

    def answer(self, answers: Answers) -> None:
        """Answer otherwise."""
        self.cases.change(
            self.id,
            lambda case: msgspec.structs.replace(case, answers=answers, touched_at=self.now),
        )

    def aim(self, edits: Edits) -> None:
        """Set other objectives; raises `BadObjective`."""
        edited(self.judged().objectives, edits.targets, edits.baselines, edits.until)
        self.cases.change(
            self.id,
            lambda case: msgspec.structs.replace(
                case,
                targets=case.targets | edits.targets,
                baselines=case.baselines | edits.baselines,
                until=edits.until or case.until,
            ),
        )


@dataclass(frozen=True, slots=True)
class OfBusiness:
    """The business's own."""

    business: str
    by: str
    now: int
    kept: keeping.KeptAssessment

    is_kept = True

    @property
    def answers(self) -> Answers:
        """What was answered."""
        return self.kept.answers

    def judged(self) -> Assessment:
        """The assessment now."""
        return keeping.judged(self.kept, self.business, self.now)

    def answer(self, answers: Answers) -> None:
        """Answer otherwise."""
        keeping.answer_again(self.business, answers, by=self.by, now=self.now)

    def aim(self, edits: Edits) -> None:
        """Set other objectives; raises `BadObjective`."""
        keeping.edit_objectives(
            self.business, edits.targets, edits.baselines, edits.until, by=self.by, now=self.now
        )


def subject_of(request: Visiting) -> Subject | None:
    """What this visitor may see, or nothing when nothing was read yet."""
    user, has = keeper(request), found(request)
    if has and has[1].stage != "done":
        has = None
    if has and not has[1].business:
        return OfCase(request.assessing.cases, has[0], request.now)
    if user and (kept := keeping.find_assessment(user.business)):
        return OfBusiness(user.business, user.username, request.now, kept)
    return None
