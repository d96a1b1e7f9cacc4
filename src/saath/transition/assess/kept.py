"""What is kept of chats after they were read: counts, and the wording of questions asked again and again.

The texts, and the names beyond a first letter, stay behind: `keep` cannot write them.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from saath.chatexport import Coverage
from saath.transition.assess.assessment import Measured, Refused
from saath.transition.assess.audit import Audit, Chat, Grid
from saath.transition.assess.carry import NotCarried
from saath.transition.assess.chores import Chore, Said
from saath.transition.assess.facts import SIGNED_AT_LEAST, signers_in
from saath.transition.assess.figures import covered
from saath.transition.assess.repeats import Question
from saath.transition.assess.waits import Wait

FORMAT = 1
EPOCH = datetime(2009, 1, 1)  # noqa: DTZ001  (wall clock, like the chats)


class KeptTooNew(Exception):
    """Written by a newer version than this."""


class Waits(msgspec.Struct):
    """All waits as columns: a fifth of what they take one by one. `took` is None for never answered."""

    chats: list[int]
    since: list[int]  # seconds since `EPOCH`, on the phone's wall clock
    took: list[int | None]  # less than nothing where the clock went back
    first: list[bool]


class Counts(msgspec.Struct):
    """The counts of an audit, without anybody's words."""

    chats: list[Chat]
    received: dict[str, int]
    sent: dict[str, int]
    languages: dict[str, int]
    scripts: dict[str, int]
    asked_at: Grid
    written_at: Grid
    days: dict[int, int]
    chats_by_day: dict[int, int]
    waits: Waits
    resolutions: list[float]
    asked: int
    prices: int
    dates: int
    signers: int
    missed_calls: int
    media_at: dict[int, int]


class Kept(msgspec.Struct):
    """The file."""

    format: int
    counts: Counts
    coverage: list[Coverage]
    refused: list[Refused]
    questions: list[Question]
    chores: list[Chore]
    carried: NotCarried
    exported_at: datetime
    first_day: date
    last_day: date


def keep(measured: Measured, *, lines: bool = False) -> bytes:
    """Write it down. With `lines` also the lines that belong to no message, for the report."""
    kept = Kept(
        FORMAT,
        _counts(measured.audit),
        [_nameless(each, number, lines=lines) for number, each in enumerate(measured.coverage)],
        measured.refused,
        measured.questions,
        measured.chores,
        measured.carried,
        measured.exported_at,
        measured.first_day,
        measured.last_day,
    )
    return msgspec.json.encode(kept)


def _nameless(coverage: Coverage, number: int, *, lines: bool) -> Coverage:
    name = covered(coverage.title or coverage.file, number)
    unparsed = coverage.unparsed if lines else []
    return replace(coverage, file=name, title=coverage.title[:1], unparsed=unparsed)


def _counts(audit: Audit) -> Counts:
    return Counts(
        chats=[replace(chat, name=chat.name[:1]) for chat in audit.chats],
        received=audit.kinds["received"],
        sent=audit.kinds["sent"],
        languages=audit.languages,
        scripts=audit.scripts,
        asked_at=audit.asked_at,
        written_at=audit.written_at,
        days=audit.days,
        chats_by_day=audit.chats_by_day,
        waits=_columns(audit.waits),
        resolutions=audit.resolutions,
        asked=audit.asked_times,
        prices=audit.said.prices,
        dates=audit.said.dates,
        signers=signers_in(audit),
        missed_calls=audit.missed_calls,
        media_at=audit.media_at,
    )


def _columns(waits: list[Wait]) -> Waits:
    return Waits(
        chats=[wait.chat for wait in waits],
        since=[_seconds(EPOCH, wait.since) for wait in waits],
        took=[_seconds(wait.since, wait.until) if wait.until else None for wait in waits],
        first=[wait.first for wait in waits],
    )


def _waits(kept: Waits) -> list[Wait]:
    return [
        Wait(chat, at := EPOCH + timedelta(seconds=since), _after(at, took), first)
        for chat, since, took, first in zip(
            kept.chats, kept.since, kept.took, kept.first, strict=True
        )
    ]


def _seconds(start: datetime, end: datetime) -> int:
    """Exports know no part of a second."""
    return round((end - start).total_seconds())


def _after(at: datetime, took: int | None) -> datetime | None:
    return None if took is None else at + timedelta(seconds=took)


def recall(kept: bytes) -> Measured:
    """What was kept, ready to be judged again."""
    seen: dict[str, Any] = msgspec.json.decode(kept)
    if seen.get("format", 0) > FORMAT:
        raise KeptTooNew("This assessment was kept by a newer version of Saath. Update Saath.")
    read = msgspec.json.decode(kept, type=Kept)
    return Measured(
        coverage=read.coverage,
        refused=read.refused,
        audit=_audit(read.counts),
        questions=read.questions,
        chores=read.chores,
        carried=read.carried,
        exported_at=read.exported_at,
        first_day=read.first_day,
        last_day=read.last_day,
    )


def _audit(counts: Counts) -> Audit:
    audit = Audit(
        frozenset(),
        chats=counts.chats,
        languages=Counter(counts.languages),
        scripts=Counter(counts.scripts),
        asked_at=counts.asked_at,
        written_at=counts.written_at,
        days=Counter(counts.days),
        chats_by_day=Counter(counts.chats_by_day),
        waits=_waits(counts.waits),
        resolutions=counts.resolutions,
        asked_forgotten=counts.asked,
        said=Said(prices=counts.prices, dates=counts.dates),
        signers=Counter({str(who): SIGNED_AT_LEAST for who in range(counts.signers)}),
        missed_calls=counts.missed_calls,
        media_at=Counter(counts.media_at),
    )
    audit.kinds["received"], audit.kinds["sent"] = Counter(counts.received), Counter(counts.sent)
    return audit
