"""The words WhatsApp itself writes into an export, by purpose; read from `data/phrases.tsv`.

Only look-ups here. Deciding what a body is belongs to `bodies`.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from importlib.resources import files

from saath.chatexport.marks import without_marks

_FILE = files("saath.chatexport") / "data" / "phrases.tsv"


def plain(text: str) -> str:
    """Compare phrases NFC, caseless, without marks, spaces at the ends and a final stop."""
    bare = unicodedata.normalize("NFC", without_marks(text)).replace("\u00a0", " ")
    return bare.strip().rstrip(".").rstrip().casefold().replace("’", "'")


@cache
def phrases(purpose: str) -> tuple[str, ...]:
    """The phrases of one purpose as written."""
    return tuple(_table()[purpose])


@cache
def plain_phrases(purpose: str) -> frozenset[str]:
    """The phrases of one purpose, made plain for comparison."""
    return frozenset(_bare(phrase) for phrase in phrases(purpose))


@cache
def plain_starts(purpose: str) -> tuple[str, ...]:
    """The same as a tuple, for `str.startswith`."""
    return tuple(plain_phrases(purpose))


@cache
def titles() -> tuple[re.Pattern[str], ...]:
    """Patterns of file names, the chat's name as their group."""
    return tuple(
        re.compile(re.escape(each).replace("%", "(.+)"), re.IGNORECASE) for each in phrases("title")
    )


def _bare(phrase: str) -> str:
    text = plain(phrase)
    if text.startswith("<") and text.endswith(">"):
        return "<" + text[1:-1].strip().rstrip(".") + ">"
    return text


def angled(text: str) -> str:
    """A plain phrase in angle brackets without inner spaces and stop; other text unchanged."""
    return _bare(text)


@cache
def _table() -> dict[str, list[str]]:
    table: defaultdict[str, list[str]] = defaultdict(list)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#") and line.count("\t") == 2:
            purpose, _, phrase = line.split("\t")
            table[purpose].append(phrase)
    return dict(table)
