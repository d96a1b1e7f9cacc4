"""What the command line is given by whoever composes the program. No behavior of its own."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Its drivers take a moment to load, and some commands need no journal.
    from saath.journal import Journal


class Timed(Protocol):
    """Somebody who knows what time it is."""

    @property
    def now(self) -> Callable[[], int]:
        """The clock."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What is given to commands that need no installation."""

    now: Callable[[], int]


class Installation(Protocol):
    """An opened installation: its folder, its engine, its key."""

    @property
    def path(self) -> Path:
        """The data folder."""

    @property
    def engine(self) -> str:
        """ "sqlite" or "postgresql"."""

    @property
    def key(self) -> bytes:
        """The master key."""

    @property
    def journal_place(self) -> Path | str:
        """What `open_journal` is given."""


@dataclass(frozen=True, slots=True)
class Doors[I: Installation]:
    """Everything outside a command's own reach.

    `create`, `scratch` (always SQLite) and `open` answer with an installation whose database
    settings are in force. `up`, `serve` and `work` run until told to stop and return the exit
    code; `running` runs everything on a port beside the caller, `address` is where it runs
    already ("" if it does not). `face_outside` lets
    pages answer under the address of a reverse proxy. `refusals` are the exceptions
    that are one sentence for the caller, with their exit codes.
    """

    now: Callable[[], int]
    new_id: Callable[[], str]
    new_secret: Callable[[], str]
    new_bytes: Callable[[int], bytes]
    create: Callable[[Path], I]
    scratch: Callable[[Path], I]
    create_with: Callable[[Path, bytes | None], I]
    open: Callable[[Path], I]
    journal: "Callable[[I], Journal]"
    face_outside: Callable[[str], None]
    up: Callable[[I, str, int, bool], int]
    running: Callable[[I, int], AbstractContextManager[str]]
    address: Callable[[I], str]
    serve: Callable[[I, str, int, bool], int]
    work: Callable[[I], int]
    refusals: Mapping[type[Exception], int]
