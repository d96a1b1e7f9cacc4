"""The assessment as a whole: read, count, judge, and say what could not be known.

The order of things only; each part is decided in its own module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from saath.chatexport import Coverage, DateOrder, Reading, Source, Unreadable, read
from saath.transition.assess.answers import Answers
from saath.transition.assess.audit import Audit
from saath.transition.assess.carry import NotCarried, not_carried
from saath.transition.assess.chores import Chore, chores_of
from saath.transition.assess.facts import from_answers, from_chats, unknowable_in, watch_out
from saath.transition.assess.figures import Missed, Responses, missed_of, responses_of
from saath.transition.assess.forecast import Forecast, forecast
from saath.transition.assess.hours import hours_of
from saath.transition.assess.identity import find_me
from saath.transition.assess.objectives import Objectives, default_objectives
from saath.transition.assess.repeats import Question, repeated_questions
from saath.transition.assess.verdict import Fact, Verdict, judge


class NothingRead(Exception):
    """Not one of the files could be read; carries why, file by file."""

    def __init__(self, refused: Sequence["Refused"]) -> None:
        """`refused`: each file and its sentence."""
        super().__init__("None of the files could be read.")
        self.refused = list(refused)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not read, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted in the chats: enough to judge again without reading them again."""

    coverage: list[Coverage]
    refused: list[Refused]
    audit: Audit
    questions: list[Question]
    chores: list[Chore]
    carried: NotCarried
    exported_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the report shows."""

    coverage: list[Coverage]
    refused: list[Refused]
    audit: Audit
    answers: Answers
    exported_at: datetime
    first_day: date
    last_day: date
    responses: Responses
    missed: Missed
    questions: list[Question]
    chores: list[Chore]
    carried: NotCarried
    facts: dict[str, Fact]
    verdict: Verdict
    objectives: Objectives
    forecast: Forecast
    unknowable: list[str]
    watch_out: list[str]

    @property
    def days(self) -> int:
        """How many days the chats span."""
        return (self.last_day - self.first_day).days + 1


def assess(
    sources: Sequence[Source],
    *,
    answers: Answers | None = None,
    me: Sequence[str] = (),
    exported_at: datetime | None = None,
    date_order: DateOrder | None = None,
) -> Assessment:
    """Read the chats and answer: app, coexistence or API. Raises `UnsureWho` and `NothingRead`."""
    readings, refused = open_chats(sources, date_order)
    audit = audited(readings, me)
    coverage = [reading.coverage for reading in readings]
    return conclude(measure(audit, coverage, refused, exported_at), answers or Answers())


def audited(readings: Sequence[Reading], me: Sequence[str]) -> Audit:
    """Read the chats to their end and count. Raises `UnsureWho`."""
    audit = Audit(find_me(readings, me))
    for reading in readings:
        audit.take(reading)
    return audit


def open_chats(
    sources: Sequence[Source], date_order: DateOrder | None = None
) -> tuple[list[Reading], list[Refused]]:
    """Survey every chat; a told date order counts where a file proves none. May raise `NothingRead`."""
    readings: list[Reading] = []
    refused: list[Refused] = []
    for source in sources:
        try:
            reading = read(source)
            told = date_order is not None and not reading.coverage.proven
            readings.append(read(source, date_order) if told else reading)
        except Unreadable as refusal:
            refused.append(Refused(source.name, str(refusal)))
    if not readings:
        raise NothingRead(refused)
    return readings, refused


def measure(
    audit: Audit,
    coverage: list[Coverage],
    refused: list[Refused],
    exported_at: datetime | None = None,
) -> Measured:
    """Draw from the counts what needs the texts, so that nothing after this does."""
    moments = [at for chat in audit.chats for at in (chat.first, chat.last) if at]
    first, last = min(moments), max(moments)
    at = max(last, exported_at or last)
    days = (last.date() - first.date()).days + 1
    return Measured(
        coverage=coverage,
        refused=refused,
        audit=audit,
        questions=repeated_questions(audit),
        chores=chores_of(audit.said, max(days / 7, 1)),
        carried=not_carried(audit, at),
        exported_at=at,
        first_day=first.date(),
        last_day=last.date(),
    )


def conclude(measured: Measured, answers: Answers) -> Assessment:
    """Judge what was counted: also again, after the owner has changed an answer."""
    audit, coverage, at = measured.audit, measured.coverage, measured.exported_at
    questions, chores = measured.questions, measured.chores
    hours = hours_of(audit.written_at, answers.opens, answers.closes)
    responses = responses_of(audit, hours, 1 if all(c.has_seconds for c in coverage) else 60)
    missed = missed_of(audit, hours, at)
    days = (measured.last_day - measured.first_day).days + 1
    facts = from_chats(audit, responses, missed, questions, chores)
    facts |= from_answers(answers, audit, coverage)
    sent = audit.kinds["sent"].total()
    return Assessment(
        coverage=coverage,
        refused=measured.refused,
        audit=audit,
        answers=answers,
        exported_at=at,
        first_day=measured.first_day,
        last_day=measured.last_day,
        responses=responses,
        missed=missed,
        questions=questions,
        chores=chores,
        carried=measured.carried,
        facts=facts,
        verdict=judge(facts),
        objectives=default_objectives(
            responses.any_hour.median_s, sum(chore.per_week for chore in chores), at.date()
        ),
        forecast=forecast(audit.waits, questions, hours, sent / days, at.date()),
        unknowable=unknowable_in(answers, audit, responses, coverage),
        watch_out=watch_out(answers, audit, coverage, measured.carried.groups),
    )
