"""Who asks for something: a person of the team, a program, or Saath itself."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the user's or the key's; `name` is what the thread shows beside the message."""

    kind: Literal["agent", "api", "saath"]
    id: str
    name: str = ""
