"""What whoever asked is told: done, refused, not yet, or that the key was used before."""

from dataclasses import dataclass

from saath.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Done:
    """It was carried out. `message` is the id of what was made, if anything was."""

    id: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not carried out, and why."""

    id: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Pending:
    """It is in the journal and will be answered; asking again with the same key tells."""

    id: str


@dataclass(frozen=True, slots=True)
class KeyReused:
    """The same key was used before, for something else. Nothing was appended."""

    id: str


type Answer = Done | Refused | Pending | KeyReused
