"""Read exported chats for certain: who wrote, and on which day. What is not certain is refused."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from saath.chatexport import (
    DateOrder,
    Kind,
    Reading,
    Record,
    Source,
    Unreadable,
    open_exports,
    read,
)
from saath.store.imports import MINUTE_MS, Line
from saath.transition.assess.identity import UnsureWho, find_me, same_name
from saath.transition.chats.naming import Unplaced, other_side

ZONE = ZoneInfo("Asia/Kolkata")  # an export names no zone; the shop's phone shows India's time
FILES_LEFT_OUT = "media_placeholder"
"""Attachments are not brought: what they showed is still on the phone."""
KINDS: dict[Kind, str] = {
    "text": "text",
    "location": "location",
    "contact": "contacts",
    "poll": "poll",
    "call": "system",
    "deleted": "deleted",
}
NO_ORDER = (
    "Nothing in it tells whether 05/03 is 5 March or 3 May: say so with --date-order dmy or mdy."
)
NO_ME = "It cannot be told which name is the business: give it with --me NAME."


@dataclass(frozen=True, slots=True)
class ChatRead:
    """One chat: the name of the other side, and what was said, the oldest first."""

    file: str
    name: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Found:
    """What the files hold, and which of them are not used, each with the reason."""

    chats: list[ChatRead] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def read_chats(
    files: Sequence[Path], me: Sequence[str] = (), date_order: DateOrder | None = None
) -> Found:
    """Read every chat in these files."""
    found = Found()
    readings = list(_opened(files, date_order, found))
    for reading in readings:
        try:
            found.chats.append(_chat(reading, _mine(reading, readings, me)))
        except (Unreadable, Unplaced) as refused:
            found.refused.append((reading.coverage.file, str(refused)))
    return found


def _opened(files: Sequence[Path], date_order: DateOrder | None, found: Found) -> Iterator[Reading]:
    for path in files:
        try:
            sources = open_exports(path)
        except Unreadable as refused:
            found.refused.append((path.name, str(refused)))
            continue
        for source in sources:
            try:
                yield _certain(source, date_order)
            except Unreadable as refused:
                found.refused.append((source.name, str(refused)))


def _certain(source: Source, date_order: DateOrder | None) -> Reading:
    reading = read(source, date_order)
    if not (reading.coverage.proven or reading.coverage.order_told):
        raise Unreadable(NO_ORDER)
    if reading.survey.is_group:
        raise Unreadable("More than two people wrote: groups stay on the phone.")
    return reading


def _mine(reading: Reading, all_: Sequence[Reading], me: Sequence[str]) -> frozenset[str]:
    """The business's names: as told, as this chat's title leaves over, or as all chats agree."""
    if me:
        return frozenset(same_name(name) for name in me)
    names = {same_name(name) for name in reading.survey.authors}
    title = same_name(reading.coverage.title)
    if title in names:
        return frozenset(names - {title})
    try:
        return find_me(all_)
    except UnsureWho:
        raise Unplaced(NO_ME) from None


def _chat(reading: Reading, me: frozenset[str]) -> ChatRead:
    name = other_side(reading.survey.authors, reading.coverage.title, me)
    return ChatRead(reading.coverage.file, name, tuple(_lines(reading, me)))


def _lines(reading: Reading, me: frozenset[str]) -> Iterator[Line]:
    """What the two said. Lines of one minute keep their order; an export shows no more of it."""
    minute, place = -1, 0
    equal: Counter[tuple[int, bool, str, str]] = Counter()
    for record in (one for batch in reading.batches() for one in batch if one.author):
        at = _moment(record.at)
        if at // MINUTE_MS != minute:
            minute, place = at // MINUTE_MS, 0
        said = (same_name(record.author or "") in me, *_content(record))
        nth = equal[minute, *said]
        equal[minute, *said] += 1
        yield Line(at + place, *said, nth)
        place += 1


def _content(record: Record) -> tuple[str, str]:
    return KINDS.get(record.kind, FILES_LEFT_OUT), record.text


def _moment(at: datetime) -> int:
    return int(at.replace(tzinfo=ZONE).timestamp()) * 1000
