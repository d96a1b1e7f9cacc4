"""Where a file changes its style: the phone's language or clock was changed while it was written.

A head in another style inside a message is a pasted text, not a change. A change is a long run, or
one that lasts to the end of the file, on the same kind of phone.
"""

from dataclasses import dataclass

from saath.chatexport.blocks import blocks
from saath.chatexport.headers import Style, find_head
from saath.chatexport.records import Source, Unreadable

LONG_RUN = 50
RUN_AT_END = 2
MOST_SEGMENTS = 50


@dataclass(frozen=True, slots=True)
class Segment:
    """A style, and the line from which it holds."""

    style: Style
    line: int


@dataclass(slots=True)
class _Run:
    style: Style
    line: int
    heads: int


def find_segments(source: Source, style: Style) -> list[Segment]:
    """Read line by line (slow: only for files where another style was seen) and find changes."""
    runs: list[_Run] = []
    for block in blocks(source):
        for number, line in enumerate(block.text[1:].split("\n"), block.line):
            head = find_head(line) if line[:40].strip() else None
            if head and head.style.bracketed == style.bracketed:
                _add(runs, head.style, number)
    return _segments(runs, style)


def _add(runs: list[_Run], style: Style, line: int) -> None:
    if runs and runs[-1].style == style:
        runs[-1].heads += 1
        return
    runs.append(_Run(style, line, 1))
    if len(runs) > 100_000:
        raise Unreadable("The lines of this file are written in too many ways to be sure of them.")


def _segments(runs: list[_Run], style: Style) -> list[Segment]:
    kept: list[Segment] = []
    for index, run in enumerate(runs):
        at_end = index == len(runs) - 1 and run.heads >= RUN_AT_END
        at_start = index == 0 and run.heads >= RUN_AT_END
        real = run.style == style or run.heads >= LONG_RUN or at_end or at_start
        if real and not (kept and kept[-1].style == run.style):
            kept.append(Segment(run.style, run.line))
    if len(kept) > MOST_SEGMENTS:
        raise Unreadable("This file changes its way of writing dates too often to be sure of it.")
    first, *rest = kept or [Segment(style, 1)]
    return [Segment(first.style, 1), *rest]
