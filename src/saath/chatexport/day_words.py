"""Words for halves of the day: `pm`, `p. m.`, `ਬਾ.ਦੁ.`, `下午`, and which of 24 hours they allow.

The table is data from CLDR (see `cldr`). A word nobody knows stays unknown: guessing it would move
a shop's peak by twelve hours.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

DATA = files("saath.chatexport") / "data" / "day_words.tsv"

MORNING, EVENING = 0x000FFF, 0xFFF000

_DROPPED = re.compile(r"[\s_.,،;()\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff'’\"״׳/\-–]+")


def folded(word: str) -> str:
    """Compare words without dots, spaces, marks and case: `p. m.` is `PM`."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", word)).casefold()


@cache
def hours() -> dict[str, int]:
    """The table: folded word to a mask of the hours it may mean."""
    rows = (line.split("\t") for line in DATA.read_text(encoding="utf-8").splitlines())
    return {row[0]: int(row[1], 16) for row in rows if len(row) == 2 and not row[0].startswith("#")}


def is_silent(word: str) -> bool:
    """Tell a word of no meaning for the hour (`klo`, `h`, `à`)."""
    return hours().get(word) == 0


@lru_cache(maxsize=10_000)
def day_word(around: str) -> str:
    """The day word in the text around a time, folded; empty when there is none."""
    whole = folded(around)
    if whole in hours():
        return "" if is_silent(whole) else whole
    tokens = [folded(token) for token in around.split()]
    return "".join(token for token in tokens if not is_silent(token))


def hour_of(hour: int, word: str, sides: dict[str, int]) -> int | None:
    """The hour of 24, or nothing when word and number do not say which."""
    if not word:
        return hour if hour < 24 else None
    mask = sides.get(word) or hours().get(word, 0)
    options = {hour} if hour > 12 else {hour % 12, hour % 12 + 12}
    fitting = [option for option in options if mask >> option & 1]
    return fitting[0] if len(fitting) == 1 and fitting[0] < 24 else None


def sides_of(words: set[str]) -> dict[str, int]:
    """Settle a word that two languages use for different halves by the other word of the file.

    Finnish writes `ap.` and `ip.`, Inari Sami `ip.` and `ep.`: next to a word whose half is known,
    the second word is the other half.
    """
    known = {word: side for word in words if (side := hours().get(word, 0)) in (MORNING, EVENING)}
    doubtful = [word for word in words if word not in known]
    if len(words) != 2 or len(known) != 1 or hours().get(doubtful[0]) != MORNING | EVENING:
        return {}
    return {doubtful[0]: (MORNING | EVENING) ^ next(iter(known.values()))}
