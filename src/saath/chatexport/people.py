"""Who wrote: the author in a head, told from a sentence of WhatsApp's that holds a colon.

Decided once for a file from how often each candidate stands there. Which of the authors is *me* is
not decided here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from saath.chatexport.marks import trimmed
from saath.chatexport.phrases import plain, plain_starts

LONGEST_NAME = 100
_QUOTED = re.compile(r"[\"“”„«»]")
_PUSH_NAME = re.compile(r"^~[\s\u00a0\u202f]*")


@dataclass(frozen=True, slots=True)
class People:
    """What each candidate before a colon is: a name, nothing (a sentence), or part of a name."""

    names: Mapping[str, str | None]
    joined: Mapping[str, str]  # "Dr" -> "Mehta": the contact is saved as "Dr: Mehta"


def clean_name(raw: str) -> str:
    """A name without direction marks and without the `~` iOS puts before strangers' names."""
    return _PUSH_NAME.sub("", trimmed(raw))


def decide_people(counts: Mapping[str | None, int], constant: Mapping[str | None, str]) -> People:
    """Decide from the candidates of a file, and from the word each always puts before a colon."""
    names: dict[str, str | None] = {}
    joined: dict[str, str] = {}
    for raw, times in counts.items():
        if raw is not None:
            names[raw] = None if _is_sentence(raw, times) else clean_name(raw) or None
    for raw, second in constant.items():
        if raw is not None and names[raw] and second[:1].isalpha():
            names[raw] = f"{clean_name(raw)}: {second}"
            joined[raw] = second
    return People(names, joined)


def _is_sentence(raw: str, times: int) -> bool:
    """A system line with a colon in it, not a name: it is long, quoted or a known sentence."""
    bare = plain(raw)
    if len(raw) > LONGEST_NAME or bare.startswith(plain_starts("system")):
        return True
    if times > 2:
        return False
    verbs = any(f" {verb} " in f"{bare} " for verb in plain_starts("sentence"))
    return bool(_QUOTED.search(raw)) or (verbs and len(bare.split()) > 2) or len(bare.split()) > 8
