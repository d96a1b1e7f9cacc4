"""One assessment under way: what was given, how far it is, what has to be asked. A value only."""

from datetime import date
from typing import Literal

import msgspec

from saath.chatexport import DateOrder
from saath.transition.assess.answers import Answers
from saath.transition.assess.assessment import Refused

type Stage = Literal["gathering", "waiting", "reading", "asking", "done", "failed"]


class File(msgspec.Struct, frozen=True):
    """A file as its owner named it; `kept_as` is its name in the case's folder."""

    name: str
    size: int
    kept_as: str


class Doubt(msgspec.Struct, frozen=True):
    """A date whose day and month nobody can tell apart, and what it could mean."""

    file: str
    written: str
    meanings: dict[DateOrder, date]


class Case(msgspec.Struct, kw_only=True, frozen=True):
    """Times are milliseconds since the epoch. `business` is empty for somebody without an account.

    `who` lists the names to choose from, `doubt` a date to explain: both are asked in the stage
    `asking`. `order_asked` is true once somebody was asked, also when they did not know.
    """

    made_at: int
    touched_at: int
    stage: Stage = "gathering"
    business: str = ""
    by: str = ""
    files: tuple[File, ...] = ()
    keep_lines: bool = False
    me: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    order_asked: bool = False
    who: tuple[str, ...] = ()
    doubt: Doubt | None = None
    refused: tuple[Refused, ...] = ()
    answers: Answers = Answers()
    targets: dict[str, str] = {}
    baselines: dict[str, str] = {}
    until: date | None = None

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)
