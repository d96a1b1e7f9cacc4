"""Characters WhatsApp strews around its lines: direction marks, narrow spaces, dashes.

Only character classes live here, as fragments for regular expressions, and the two ways to take
marks away. What a line means does not.
"""

import re

LRM = "\u200e"
MARK = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
SPACE = "[ \u00a0\u202f\u2009]"

_MARKS = re.compile(MARK)
_EDGES = "".join(char for char in map(chr, range(0x10000)) if char.isspace() or _MARKS.match(char))


def without_marks(text: str) -> str:
    """Take every direction mark out: for comparing, never for what we hand on."""
    return _MARKS.sub("", text)


def trimmed(text: str) -> str:
    """Take marks and spaces from both ends; what stands inside stays as it was."""
    return text.strip(_EDGES)
