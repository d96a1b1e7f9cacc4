"""What people say: dialogues in several languages, kept as data beside this module.

`phrases/*.toml`: one file a language. A dialogue is a list of lines; `c` is the customer, `o` the
owner; a line may be media (`c image`, `o document`, `c audio`), its text then is the caption.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("hindi", "hinglish", "gujarati", "tamil", "english")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said by one side."""

    by: str  # customer, owner
    kind: str  # text, image, audio, video, document, sticker
    text: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Lines that belong together."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """All dialogues and small words of one language."""

    name: str
    code: str
    dialogues: tuple[Dialogue, ...]
    nudges: tuple[str, ...]
    thanks: tuple[str, ...]
    holding: tuple[str, ...]


def _line(text: str) -> Line:
    head, _, body = text.partition(":")
    who, _, kind = head.strip().partition(" ")
    by = {"c": "customer", "o": "owner"}[who]
    return Line(by, kind or "text", body.strip())


@cache
def language(name: str) -> Language:
    """Read one language."""
    raw = (files("saath.simulator") / "phrases" / f"{name}.toml").read_text("utf-8")
    data = tomllib.loads(raw)
    dialogues = tuple(
        Dialogue(key, tuple(_line(text) for text in lines))
        for key, lines in data["dialogues"].items()
    )
    return Language(
        name=name,
        code=data["code"],
        dialogues=dialogues,
        nudges=tuple(data["nudges"]),
        thanks=tuple(data["thanks"]),
        holding=tuple(data["holding"]),
    )
