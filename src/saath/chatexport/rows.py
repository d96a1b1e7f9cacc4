"""From blocks to rows (date, clock, author, body), whole messages only, doubtful heads put back.

A head whose date or time cannot be, or that jumps back in time and is followed by a return, is text
somebody pasted: it goes back into the message it stands in, and is counted. Nothing is dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby

from saath.chatexport.blocks import Block, blocks
from saath.chatexport.dates import day_of
from saath.chatexport.headers import Columns
from saath.chatexport.records import Coverage, Unparsed, Unreadable
from saath.chatexport.survey import Part, Survey, lookalikes

SHOWN = 10
MAX_BODY = 1 << 23
PASTE_ROWS = 200
PASTE_BACK = timedelta(days=1)

type Row = tuple[str, str, str | None, str]


class Days(dict[str, date | None]):
    """Written dates to days, each read once."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._order = part.dates.order

    def __missing__(self, text: str) -> date | None:
        self[text] = day = day_of(text, self._order)
        return day


@dataclass(slots=True)
class Rows:
    """The rows of a chat, segment by segment; counts what it could not place."""

    survey: Survey
    coverage: Coverage
    tables: list[tuple[Days, Mapping[str, time | None]]] = field(init=False)
    _waiting: Row | None = None
    _last: date = date.min

    def __post_init__(self) -> None:
        self.tables = [(Days(part), part.clocks) for part in self.survey.parts]

    def __iter__(self) -> Iterator[tuple[int, Columns]]:
        splitters = [part.style.splitter for part in self.survey.parts]
        segment = 0
        for block in blocks(self.survey.source, self.survey.breaks):
            if block.segment != segment:
                yield segment, self._rest()
            segment = block.segment
            yield segment, self._take(block, splitters[segment].split(block.text))
            self.coverage.lines += block.text.count("\n")
        yield segment, self._rest()

    def _rest(self) -> Columns:
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return [], [], [], []
        day, clock, author, body = waiting
        return [day], [clock], [author], [body]

    def _take(self, block: Block, cells: list[str]) -> Columns:
        """The whole rows so far; the last one waits for what the next block adds to it."""
        if cells[0]:
            self._continue(block, cells[0])
        fresh = self.survey.parts[block.segment].style.columns(cells)
        self._doubt(block, fresh[3])
        strange = self._strange(block.segment, fresh[0], fresh[1])
        whole = self._rest()
        if strange:
            self._put_back(block, whole, fresh, strange)
        else:
            whole = _joined(whole, fresh)
        if whole[0]:
            self._waiting = (whole[0].pop(), whole[1].pop(), whole[2].pop(), whole[3].pop())
        return whole

    def _continue(self, block: Block, text: str) -> None:
        if self._waiting is None:
            for number, line in enumerate(text[1:].split("\n"), block.line):
                if line.strip("\ufeff\u200e\u200f \t"):
                    self._unparsed(number, line)
            return
        day, clock, author, body = self._waiting
        if len(body) + len(text) > MAX_BODY:
            raise Unreadable("A message is longer than 8 million letters; this is not a chat.")
        self._waiting = (day, clock, author, body + text)

    def _doubt(self, block: Block, bodies: list[str]) -> None:
        """Count lines inside messages that look like heads in another style."""
        style = self.survey.parts[block.segment].style
        for body in [each for each in bodies if "\n" in each]:
            for line in lookalikes(body, style):
                self._unparsed(self._line_of(block, line), line)

    def _strange(self, segment: int, dates: list[str], times: list[str]) -> set[int]:
        """Rows that are no messages: impossible date or time, or a short way back in time."""
        days, clocks = self.tables[segment]
        no_day = {text for text in set(dates) if days[text] is None}
        no_clock = {text for text in set(times) if clocks[text] is None}
        strange: set[int] = set()
        if no_day or no_clock:
            both = enumerate(zip(dates, times, strict=True))
            strange = {i for i, (d, c) in both if d in no_day or c in no_clock}
        start = 0
        for text, group in groupby(dates):
            day, end = days[text], start + len(list(group))
            if day is not None and day < self._back_from():
                strange.update(self._paste(days, dates, start))
            if day is not None and start not in strange:
                self._last = day
            start = end
        return strange

    def _back_from(self) -> date:
        return self._last - PASTE_BACK if self._last > date.min else date.min

    def _paste(self, days: Days, dates: list[str], start: int) -> range:
        """The rows from here up to the return to where time stood; none without a return."""
        for index in range(start, min(start + PASTE_ROWS, len(dates))):
            day = days[dates[index]]
            if day is not None and day >= self._last:
                return range(start, index)
        return range(0)

    def _put_back(self, block: Block, whole: Columns, fresh: Columns, strange: set[int]) -> None:
        style = self.survey.parts[block.segment].style
        for index, (day, clock, author, body) in enumerate(zip(*fresh, strict=True)):
            if index not in strange:
                whole[0].append(day)
                whole[1].append(clock)
                whole[2].append(author)
                whole[3].append(body)
                continue
            head = clock + day if style.time_first else day + clock
            line = head + style.close + ("" if author is None else f"{author}: ") + body
            self._unparsed(self._line_of(block, head), line)
            if whole[3]:
                whole[3][-1] += f"\n{line}"

    def _line_of(self, block: Block, line: str) -> int:
        if len(self.coverage.unparsed) >= SHOWN:
            return 0
        return block.line + block.text.count("\n", 0, max(block.text.find(line), 1)) - 1

    def _unparsed(self, number: int, line: str) -> None:
        self.coverage.unparsed_lines += 1
        if len(self.coverage.unparsed) < SHOWN:
            self.coverage.unparsed.append(Unparsed(number, line[:120]))


def _joined(first: Columns, then: Columns) -> Columns:
    return first[0] + then[0], first[1] + then[1], first[2] + then[2], first[3] + then[3]
