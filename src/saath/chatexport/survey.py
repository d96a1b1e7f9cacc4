"""First pass over a chat: styles, date order, authors, stubs. Nothing is handed out yet.

The second pass (`reader`) then knows everything it needs and never has to change its mind.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import groupby, pairwise

from saath.chatexport.blocks import blocks
from saath.chatexport.dates import NO_FIT, STRAY_SHARE, DateReading, date_reading, day_of
from saath.chatexport.day_words import sides_of
from saath.chatexport.headers import (
    Columns,
    Style,
    find_head,
    generic_match,
    read_clock,
    styles_in,
    word_of,
)
from saath.chatexport.marks import LRM, MARK, SPACE
from saath.chatexport.people import People, decide_people
from saath.chatexport.records import DateOrder, Source, Unreadable
from saath.chatexport.segments import Segment, find_segments

SAMPLE_HEADS = 200
SAMPLE_LINES = 200_000
PAIRED_HEADS = 20_000
LAST_NIGHT_HOUR = 5
MOST_AUTHORS = 50_000
MOST_RUNS = 1_000_000
LIKE_A_HEAD = re.compile(rf"\n{SPACE}*{MARK}*\[?{MARK}*\d{{1,4}}{MARK}*{SPACE}?[/.:\-][^\n]*")

type Clocks = Mapping[str, time | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the file in one style, and how its dates and clocks read."""

    style: Style
    dates: DateReading
    days: Mapping[str, date]
    clocks: Mapping[str, time]
    strange: frozenset[str]  # dates and clocks that cannot be


@dataclass(frozen=True, slots=True)
class Survey:
    """All that the second pass needs to know of a chat."""

    source: Source
    parts: tuple[Part, ...]
    breaks: tuple[int, ...]
    people: People
    stubs: frozenset[str]
    marked_text: bool  # every body starts with a mark: then a mark tells nothing
    authors: Mapping[str, int]  # how often each person wrote

    @property
    def is_group(self) -> bool:
        """Three people or more wrote."""
        return len(self.authors) > 2

    @property
    def dates(self) -> DateReading:
        """The order of the dates in the whole file."""
        proven = all(part.dates.proven for part in self.parts)
        return replace(self.parts[0].dates, proven=proven)


@dataclass(slots=True)
class _Count:
    """What one segment's heads say, gathered block by block."""

    runs: list[tuple[str, int]] = field(default_factory=list)
    clocks: set[str] = field(default_factory=set)
    authors: Counter[str | None] = field(default_factory=Counter)
    paired: Counter[str | None] = field(default_factory=Counter)
    pairs: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    stubs: Counter[str] = field(default_factory=Counter)
    heads: int = 0
    marked: int = 0
    lookalikes: int = 0


def survey(source: Source, wanted: DateOrder | None = None) -> Survey:
    """Read a chat once to learn how it is written; refuse what cannot be read for certain."""
    style = _first_style(source)
    segments = [Segment(style, 1)]
    counts = _count(source, segments)
    if counts[0].lookalikes:
        segments = find_segments(source, style)
        counts = _count(source, segments) if len(segments) > 1 else counts
    return _conclude(source, segments, counts, wanted)


def _first_style(source: Source) -> Style:
    lines = _sample(source)
    found = styles_in(lines)
    if found:
        return found.most_common(1)[0][0]
    if any(generic_match(line) for line in lines):
        raise Unreadable(
            "The times carry a word for the half of the day that is not known here. Set the phone"
            " to a 24-hour clock and export the chat again."
        )
    raise Unreadable(
        "No line starts the way WhatsApp starts a message. Give the .txt or .zip that"
        " 'Export chat' made."
    )


def _sample(source: Source) -> list[str]:
    """Lines from the start, as many as it takes to see enough heads."""
    lines: list[str] = []
    heads = 0
    for block in blocks(source):
        for line in block.text[1:].split("\n"):
            heads += generic_match(line) is not None
            lines.append(line)
            if heads >= SAMPLE_HEADS or len(lines) >= SAMPLE_LINES:
                return lines
    return lines


def _count(source: Source, segments: list[Segment]) -> list[_Count]:
    counts = [_Count() for _ in segments]
    splitters = [segment.style.splitter for segment in segments]
    for block in blocks(source, [segment.line for segment in segments[1:]]):
        count, style = counts[block.segment], segments[block.segment].style
        cells = splitters[block.segment].split(block.text)
        columns = style.columns(cells)
        if count.heads < PAIRED_HEADS:
            _count_pairs(count, columns)
        _count_block(count, cells[0], columns, style)
    return counts


def _count_pairs(count: _Count, columns: Columns) -> None:
    """Whose every message goes on with the same word and a colon: part of the name."""
    for author, body in zip(columns[2], columns[3], strict=True):
        before, colon, _ = body[:40].partition(": ")
        if colon:
            count.pairs[author, before] += 1
    count.paired.update(columns[2])


def _count_block(count: _Count, before: str, columns: Columns, style: Style) -> None:
    dates, clocks, authors, bodies = columns
    count.heads += len(dates)
    _add_runs(count.runs, dates)
    count.clocks.update([clock[: -style.cut] for clock in clocks] if style.cut else clocks)
    count.authors.update(authors)
    odd = [body for body in bodies if body.startswith(("<", LRM))]
    count.marked += sum(1 for body in odd if body[0] == LRM)
    count.stubs.update(body for body in odd if len(body) <= 60 and "\n" not in body)
    tails = [before, *(body for body in bodies if "\n" in body)]
    count.lookalikes += sum(1 for tail in tails for _ in lookalikes(tail, style))
    if max(len(count.authors), len(count.stubs)) > MOST_AUTHORS or len(count.runs) > MOST_RUNS:
        raise Unreadable("This does not look like one chat: too many names or dates in it.")


def _add_runs(runs: list[tuple[str, int]], dates: list[str]) -> None:
    for text, group in groupby(dates):
        length = len(list(group))
        if runs and runs[-1][0] == text:
            runs[-1] = (text, runs[-1][1] + length)
        else:
            runs.append((text, length))


def lookalikes(text: str, style: Style) -> Iterator[str]:
    """Lines of a text that start like a message on the same kind of phone, in another style."""
    for found in LIKE_A_HEAD.finditer(text):
        head = find_head(found[0][1:])
        if head and head.style.bracketed == style.bracketed:
            yield found[0][1:]


def _conclude(
    source: Source, segments: list[Segment], counts: list[_Count], wanted: DateOrder | None
) -> Survey:
    parts = [
        _part(source, segment.style, count, wanted)
        for segment, count in zip(segments, counts, strict=True)
        if count.heads
    ]
    authors: Counter[str | None] = sum((count.authors for count in counts), Counter())
    stubs: Counter[str] = sum((count.stubs for count in counts), Counter())
    if not parts:
        raise Unreadable("No message was found in this file.")
    if wanted and all(part.dates.proven and part.dates.order != wanted for part in parts):
        raise Unreadable(NO_FIT.format(wanted=wanted))
    people = _people(authors, counts)
    heads, marked = sum(c.heads for c in counts), sum(c.marked for c in counts)
    return Survey(
        source,
        tuple(parts),
        tuple(segment.line for segment in segments[1:]),
        people,
        frozenset(stub for stub, times in stubs.items() if times > 1),
        marked_text=heads > 2 and marked * 10 > heads * 9,
        authors=_authors(people, authors),
    )


def _refuse_lost_halves(source: Source, style: Style, count: _Count, clocks: Clocks) -> None:
    """Refuse a 12-hour clock whose words got lost: no hour above 12, and afternoons jump back."""
    hours = {clock.hour for clock in clocks.values() if clock}
    if style.worded or not hours or min(hours) < 1 or max(hours) > 12:
        return
    many = count.heads >= SAMPLE_HEADS and min(hours) <= LAST_NIGHT_HOUR
    if many or _jumps_back(source, style, clocks):
        raise Unreadable(
            "No time is later than 12 o'clock: the words for morning and afternoon seem to be"
            " missing. Set the phone to a 24-hour clock and export the chat again."
        )


def _jumps_back(source: Source, style: Style, clocks: Clocks) -> bool:
    for block in blocks(source):
        days, times, _, _ = style.columns(style.splitter.split(block.text))
        for (day, next_day), (clock, after) in zip(pairwise(days), pairwise(times), strict=True):
            first, second = clocks.get(style.minute(clock)), clocks.get(style.minute(after))
            if day == next_day and first and second and second.hour < first.hour - 1:
                return True
    return False


def _people(authors: Counter[str | None], counts: list[_Count]) -> People:
    paired: Counter[str | None] = sum((count.paired for count in counts), Counter())
    pairs: Counter[tuple[str | None, str]] = sum((count.pairs for count in counts), Counter())
    constant = {
        author: word for (author, word), times in pairs.items() if 3 <= times == paired[author]
    }
    return decide_people(authors, constant)


def _authors(people: People, counts: Counter[str | None]) -> Mapping[str, int]:
    authors: Counter[str] = Counter()
    for raw, times in counts.items():
        name = people.names[raw] if raw is not None else None
        if name:
            authors[name] += times
    return authors


def _part(source: Source, style: Style, count: _Count, wanted: DateOrder | None) -> Part:
    clocks = _clocks(style, count.clocks)
    bad = frozenset(clock for clock, read in clocks.items() if read is None)
    if bad and _times_of(source, style, bad) > count.heads * STRAY_SHARE:
        raise Unreadable(
            "Some times carry a word for the half of the day that is not known here, or none."
            " Set the phone to a 24-hour clock and export the chat again."
        )
    _refuse_lost_halves(source, style, count, clocks)
    dates = date_reading(count.runs)
    if wanted and not dates.proven:  # what the file proves nobody has to tell
        dates = date_reading(count.runs, wanted)
    days = {text: day_of(text, dates.order) for text, _ in count.runs}
    return Part(
        style,
        dates,
        {text: day for text, day in days.items() if day is not None},
        {text: clock for text, clock in clocks.items() if clock is not None},
        bad | {text for text, day in days.items() if day is None},
    )


def _times_of(source: Source, style: Style, wanted: frozenset[str]) -> int:
    """How often some clocks stand in the file: read again only where one is strange."""
    split, columns = style.splitter.split, style.columns
    return sum(
        sum(style.minute(clock) in wanted for clock in columns(split(block.text))[1])
        for block in blocks(source)
    )


def _clocks(style: Style, written: Iterable[str]) -> Clocks:
    """Every time of day as written, read once; one with a day word among others without is none."""
    if not style.worded:  # the style's pattern leaves no room for a word
        return {clock: read_clock(clock, {}) for clock in written}
    words = {clock: word_of(clock) for clock in written}
    sides = sides_of(set(words.values()))
    return {clock: read_clock(clock, sides) if word else None for clock, word in words.items()}
