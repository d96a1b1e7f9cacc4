"""Questions that come again and again, with the usual answer and whether it could be automatic.

Grouping is `domain.likeness`; here the groups get counts, an answer and a careful word.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from saath.domain.likeness import Group, gist_of, grouped
from saath.domain.writing import language_of
from saath.transition.assess.audit import Audit

ASKED_AT_LEAST = 3
SHOWN = 12
SAME_ANSWER, LIKE_ANSWER = 0.6, 0.3
# Prices change and people bargain; a machine may answer, but a person should have checked it.
WITH_CARE = frozenset({"price", "discount", "payment", "stock", "return"})
_LONG_NUMBER = re.compile(r"\d(?:[\s-]?\d){5,}")


@dataclass(frozen=True, slots=True)
class Question:
    """One repeated question."""

    question: str
    subject: str
    language: str
    count: int
    usual_answer: str | None
    answer_share: float
    automatic: Literal["yes", "with_care", "person"]


def repeated_questions(audit: Audit) -> list[Question]:
    """The questions asked at least three times, the most frequent first."""
    groups = [group for group in grouped(audit.asked) if group.times >= ASKED_AT_LEAST]
    return [_question(audit, group) for group in groups[:SHOWN]]


def _question(audit: Audit, group: Group) -> Question:
    wording = max(group.said, key=lambda text: (group.said[text], -len(text)))
    answers: Counter[str] = Counter()
    for text in group.said:
        answers.update(audit.answers.get(text, {}))
    answer, share = _usual(answers)
    return Question(
        question=masked(wording),
        subject=group.subject,
        language=language_of(wording),
        count=group.times,
        usual_answer=masked(answer) if answer else None,
        answer_share=round(share, 2),
        automatic=_automatic(group.subject, share),
    )


def _usual(answers: Counter[str]) -> tuple[str | None, float]:
    """The answer given most, answers of one gist counted together."""
    together: Counter[str] = Counter()
    wording: dict[str, str] = {}
    for text, times in answers.most_common(200):
        gist = gist_of(text)
        key = (gist.subject or " ".join(sorted(gist.words))) if gist else text.casefold()
        wording.setdefault(key, text)
        together[key] += times
    if not together:
        return None, 0.0
    key, times = together.most_common(1)[0]
    return wording[key], times / together.total()


def _automatic(subject: str, share: float) -> Literal["yes", "with_care", "person"]:
    if share >= SAME_ANSWER:
        return "with_care" if subject in WITH_CARE else "yes"
    return "with_care" if share >= LIKE_ANSWER else "person"


def masked(text: str) -> str:
    """Long numbers (phones, accounts) covered: the report may be shown to others."""
    return _LONG_NUMBER.sub("••••", text)
