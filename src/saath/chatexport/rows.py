"""From blocks to rows (date, clock, author, body), whole messages only, doubtful heads put back.

A head whose date or time cannot be, or that jumps back in time and is followed by a return, is text
somebody pasted: it goes back into the message it stands in, and is counted. Nothing is dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from saath.chatexport.blocks import Block, blocks
from saath.chatexport.headers import Columns
from saath.chatexport.records import Coverage, Unparsed, Unreadable
from saath.chatexport.survey import Survey, lookalikes

SHOWN = 10
MAX_BODY = 1 << 23
PASTE_ROWS = 200
PASTE_BACK = timedelta(days=1)

type Row = tuple[str, str, str | None, str]


@dataclass(slots=True)
class Rows:
    """The rows of a chat, segment by segment; counts what it could not place."""

    survey: Survey
    coverage: Coverage
    _waiting: Row | None = None
    _last: date = date.min

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
        part, strange = self.survey.parts[segment], set[int]()
        if part.strange:
            both = enumerate(zip(dates, map(part.style.minute, times), strict=True))
            strange = {i for i, pair in both if not part.strange.isdisjoint(pair)}
        days = part.days
        start = 0
        for text, group in groupby(dates):
            day, end = days.get(text), start + len(list(group))
            if day is not None and day < self._back_from():
                strange.update(self._paste(days, dates, start))
            if day is not None and start not in strange:
                self._last = day
            start = end
        return strange

    def _back_from(self) -> date:
        return self._last - PASTE_BACK if self._last > date.min else date.min

    def _paste(self, days: Mapping[str, date], dates: list[str], start: int) -> range:
        """The rows from here up to the return to where time stood; none without a return."""
        for index in range(start, min(start + PASTE_ROWS, len(dates))):
            day = days.get(dates[index])
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
