"""Read the files of one case and leave counts in their place. Run in a process of its own.

Texts are deleted when nothing has to be asked any more, whether it went well or not.
"""

from collections.abc import Callable, Sequence

import msgspec

from saath.chatexport import Reading, Source, Unreadable, meanings, open_exports, watched
from saath.transition.assess.assessment import (
    NothingRead,
    Refused,
    audited,
    measure,
    open_chats,
)
from saath.transition.assess.cases.case import Case, Doubt
from saath.transition.assess.cases.folder import Cases
from saath.transition.assess.identity import UnsureWho, find_me
from saath.transition.assess.kept import keep

TELL_EVERY = 0.01  # of the whole
PASSES = 2  # over each file
replace = msgspec.structs.replace


def read_case(cases: Cases, id_: str) -> None:
    """Take a case from `waiting` to `done`, `failed` or `asking`."""
    case = cases.change(id_, lambda case: replace(case, stage="reading"))
    try:
        kept = _kept(cases, id_, case)
    except NothingRead as nothing:
        refused = tuple(nothing.refused)
        cases.forget_texts(id_)
        cases.place(id_, "").mkdir(exist_ok=True)
        cases.change(id_, lambda c: replace(c, stage="failed", files=(), refused=refused))
        return
    except _Asking as asking:
        asked = (asking.who, asking.doubt)
        cases.change(id_, lambda c: replace(c, stage="asking", who=asked[0], doubt=asked[1]))
        return
    cases.keep(id_, kept)
    cases.forget_texts(id_)
    cases.change(id_, lambda c: replace(c, stage="done", files=(), who=(), doubt=None, me=()))


class _Asking(Exception):
    """Somebody has to say whose business it is, or which is the day."""

    def __init__(self, who: Sequence[str], doubt: Doubt | None) -> None:
        super().__init__()
        self.who = tuple(who)
        self.doubt = doubt


def _kept(cases: Cases, id_: str, case: Case) -> bytes:
    sources, refused = _sources(cases, id_, case)
    try:
        readings, more = open_chats(sources, case.date_order)
    except NothingRead as nothing:
        raise NothingRead([*refused, *nothing.refused]) from None
    _ask(readings, case)
    audit = audited(readings, case.me)
    coverage = [reading.coverage for reading in readings]
    return keep(measure(audit, coverage, [*refused, *more]), lines=case.keep_lines)


def _sources(cases: Cases, id_: str, case: Case) -> tuple[list[Source], list[Refused]]:
    sources: list[Source] = []
    refused: list[Refused] = []
    for file in case.files:
        try:
            sources += open_exports(cases.place(id_, file.kept_as), file.name)
        except Unreadable as refusal:
            refused.append(Refused(file.name, str(refusal)))
    if not sources:
        raise NothingRead(refused)
    total = PASSES * sum(source.size for source in sources)
    tell = _telling(cases, id_, total)
    return [watched(source, tell) for source in sources], refused


def _ask(readings: Sequence[Reading], case: Case) -> None:
    who: Sequence[str] = ()
    try:
        find_me(readings, case.me)
    except UnsureWho as unsure:
        who = unsure.candidates
    doubt = None if case.order_asked or case.date_order else doubt_in(readings)
    if who or doubt:
        raise _Asking(who, doubt)


def doubt_in(readings: Sequence[Reading]) -> Doubt | None:
    """The first date that nobody can tell apart, in the first file that proves no order."""
    for reading in readings:
        if reading.coverage.proven or reading.coverage.order_told:
            continue
        for part in reading.survey.parts:
            if part.dates.proven:
                continue
            for written in part.days:
                means = meanings(written)
                if len(set(means.values())) > 1:
                    return Doubt(reading.coverage.file, written, means)
    return None


def _telling(cases: Cases, id_: str, total: int) -> Callable[[int], None]:
    done, told = 0, 0.0

    def tell(size: int) -> None:
        nonlocal done, told
        done += size
        share = min(done / max(total, 1), 1.0)
        if share - told >= TELL_EVERY:
            told = share
            cases.tell_progress(id_, share)

    return tell
