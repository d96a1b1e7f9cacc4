"""Second pass: records, in batches, with memory flat however long the chat is.

Hot path: a million messages go through `Reading.batches`. Everything that can be decided once for a
file was decided by `survey`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from saath.chatexport.bodies import WHOLE, Body, read_body
from saath.chatexport.headers import Columns
from saath.chatexport.marks import LRM, trimmed, without_marks
from saath.chatexport.phrases import plain, plain_starts
from saath.chatexport.records import Coverage, DateOrder, Record, Source
from saath.chatexport.rows import Rows
from saath.chatexport.survey import Part, Survey, survey


@dataclass(slots=True)
class Reading:
    """A chat being read: `coverage` is complete when `batches` is exhausted."""

    survey: Survey
    coverage: Coverage

    def batches(self) -> Iterator[list[Record]]:
        """All records of the chat in the order of the file, some thousands at a time."""
        for segment, fresh in Rows(self.survey, self.coverage):
            if fresh[0]:
                yield self._records(segment, fresh)

    def _records(self, segment: int, fresh: Columns) -> list[Record]:
        moments = _moments(self.survey.parts[segment], fresh)
        names, joined = self.survey.people.names, self.survey.people.joined
        file, whole = self.coverage.file, WHOLE
        considered, simple = self._considered, not joined
        # A comprehension, and the checks in it: this line runs once for each message.
        records = [
            Record(file, at, name, "text", body, False, None)  # noqa: FBT003
            if simple
            and (name := names.get(author))  # type: ignore[arg-type]  # None is no key: no name
            and body
            and not ("<" in body or LRM in body or "." in body or ":" in body or body in whole)
            else considered(at, author, body)
            for at, author, body in zip(moments, fresh[2], fresh[3], strict=True)
        ]
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


def _moments(part: Part, fresh: Columns) -> Iterable[datetime]:
    """When each row was written; with seconds by ISO text, which beats a table of 86,400 clocks."""
    days, clocks, cut = part.days, part.clocks, part.style.cut
    if not cut:
        return map(
            datetime.combine, map(days.__getitem__, fresh[0]), map(clocks.__getitem__, fresh[1])
        )
    iso_days = {text: f"{days[text].isoformat()}T" for text in set(fresh[0])}
    minutes = {
        text: clocks[text].isoformat("minutes") + ":" for text in {clock[:-3] for clock in fresh[1]}
    }
    parse = datetime.fromisoformat
    return [
        parse(iso_days[day] + minutes[clock[:-3]] + clock[-2:])
        for day, clock in zip(fresh[0], fresh[1], strict=True)
    ]


def read(source: Source, date_order: DateOrder | None = None) -> Reading:
    """Survey a chat and make it ready to be read; refuses what cannot be read for certain."""
    found = survey(source, date_order)
    coverage = Coverage(
        file=source.name,
        title=source.title,
        date_order=found.dates.order,
        proven=found.dates.proven,
        has_seconds=found.parts[0].style.seconds,
        order_told=date_order is not None and not found.dates.proven,
    )
    return Reading(found, coverage)
