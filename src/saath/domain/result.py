"""What became of a request, kept for ever, so that asking twice is asking once."""

from dataclasses import dataclass

from saath.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Result:
    """`message` is the id of what was made (a message or a note), if anything was."""

    id: str
    at: int
    message: str = ""
    refusal: Refusal | None = None
