"""Second pass: records, in batches, with memory flat however long the chat is.

Hot path: a million messages go through `Reading.batches`. Everything that can be decided once for a
file was decided by `survey`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from saath.chatexport.bodies import WHOLE, Body, read_body
from saath.chatexport.headers import Columns
from saath.chatexport.marks import LRM, trimmed, without_marks
from saath.chatexport.phrases import plain, plain_starts
from saath.chatexport.records import Coverage, DateOrder, Record, Source
from saath.chatexport.rows import Rows
from saath.chatexport.survey import Survey, survey


@dataclass(slots=True)
class Reading:
    """A chat being read: `coverage` is complete when `batches` is exhausted."""

    survey: Survey
    coverage: Coverage

    def batches(self) -> Iterator[list[Record]]:
        """All records of the chat in the order of the file, some thousands at a time."""
        rows = Rows(self.survey, self.coverage)
        for segment, fresh in rows:
            if fresh[0]:
                yield self._records(rows, segment, fresh)

    def _records(self, rows: Rows, segment: int, fresh: Columns) -> list[Record]:
        days, clocks = rows.tables[segment]
        names, joined = self.survey.people.names, self.survey.people.joined
        file, combine, whole = self.coverage.file, datetime.combine, WHOLE
        records: list[Record] = []
        add = records.append
        for day, clock, author, body in zip(*fresh, strict=True):
            date, time = days[day], clocks[clock]
            assert date is not None and time is not None  # noqa: S101, PT018  # Rows put others back
            at = combine(date, time)
            name = names[author] if author is not None else None
            odd = "<" in body or LRM in body or "." in body or ":" in body or body in whole
            if odd or name is None or joined or not body:
                add(self._considered(at, author, body))
            else:
                add(Record(file, at, name, "text", body, False, None))  # noqa: FBT003  # hot
        self.coverage.messages += len(records)
        return records

    def _considered(self, at: datetime, author: str | None, body: str) -> Record:
        people = self.survey.people
        name = people.names[author] if author is not None else None
        if author is not None and name is None:
            body = f"{author}: {body}"
        elif author is not None and author in people.joined:
            body = body.removeprefix(people.joined[author] + ":").removeprefix(" ")
        read = self._read(body, name)
        if read.kind == "system":
            name = None
            self._note_system(body)
        text = trimmed(read.text) if read.kind == "poll" else read.text
        return Record(self.coverage.file, at, name, read.kind, text, read.edited, read.attachment)

    def _read(self, body: str, name: str | None) -> Body:
        if name is None:
            read = read_body(body) if body else None
            if read and read.kind == "call":
                return read
            return Body("system", trimmed(without_marks(body)))
        if self._is_system(body, name):
            return Body("system", trimmed(without_marks(body)))
        read = read_body(body)
        if read.kind == "text" and body in self.survey.stubs and not self.survey.marked_text:
            shaped = body[0] == LRM or (body[0] == "<" and body[-1] == ">" and "://" not in body)
            return Body("media", "") if shaped else read
        return read

    def _is_system(self, body: str, name: str) -> bool:
        """WhatsApp's own sentence under somebody's name, as iOS and groups write it."""
        if body[:1] != LRM and self.coverage.messages:
            return False
        bare = plain(body)
        if bare.startswith(plain_starts("system")):
            return True
        if self.survey.marked_text or body[:1] != LRM:
            return False
        grouped = any(mark in bare for mark in plain_starts("groupmark"))
        return grouped or (name == self.coverage.title and self.survey.is_group)

    def _note_system(self, body: str) -> None:
        if plain(body).startswith(plain_starts("api")):
            self.coverage.on_api = True


def read(source: Source, date_order: DateOrder | None = None) -> Reading:
    """Survey a chat and make it ready to be read; refuses what cannot be read for certain."""
    found = survey(source, date_order)
    coverage = Coverage(
        file=source.name,
        title=source.title,
        date_order=found.dates.order,
        proven=found.dates.proven,
        has_seconds=found.parts[0].style.seconds,
    )
    return Reading(found, coverage)
