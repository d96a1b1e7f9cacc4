"""Charts as inline SVG, each with the same numbers as a table: nothing by colour alone.

Ink and a number: the darker, the more. On screen the page's style sets the colours.
"""

from collections.abc import Sequence

from saath.transition.assess.report.markup import Markup, tag, together

CELL, CELL_HIGH = 28, 22
BAR, BAR_HIGH = 26, 120
ON_SCREEN = 1.2  # how much larger than drawn, where there is room
# Colours for paper, where the page's style does not reach into drawings; on screen the style wins.
PAPER = {
    "bar": "#0B6B4F", "plain": "#7C8881", "track": "#ECEFEA", "miss": "#B3261E", "high": "#FFFFFF", "ink0": "#FFFFFF",
    "ink1": "#F1F3F0", "ink2": "#DCE2DD", "ink3": "#B9C5BD", "ink4": "#5E6E65", "ink5": "#26332C", "low": "#16201A",
}  # fmt: skip
STEPS = (5 * 60, 15 * 60, 60 * 60, 180 * 60)  # where the ink of a wait grows darker, in seconds


def shown_hours(*grids: Sequence[Sequence[float | None]]) -> range:
    """The hours in which anything happened, so that empty nights take no room."""
    used = [
        hour for hour in range(24) if any(day[hour] not in (None, 0) for g in grids for day in g)
    ]
    return range(min(used), max(used) + 1) if used else range(9, 21)


def heat_map(
    waits: Sequence[Sequence[float | None]],
    missed: Sequence[Sequence[int]],
    weekdays: Sequence[str],
    label: str,
) -> Markup:
    """Median wait by weekday and hour; a red corner marks hours with chats nobody answered.

    The weekdays stand outside the drawing: on paper, text in SVG is set letter by letter, which
    breaks Indian scripts.
    """
    hours = shown_hours(waits, missed)
    width = CELL * len(hours)
    heads = [_text(f"{hour}", CELL * i + CELL / 2 - 1, 14) for i, hour in enumerate(hours)]
    rows = [_heat_row("", _strip(width, heads))]
    for day, name in enumerate(weekdays):
        cells = [
            _cell(waits[day][hour], missed[day][hour], CELL * i) for i, hour in enumerate(hours)
        ]
        rows.append(_heat_row(name, _strip(width, cells)))
    return tag("div", *rows, role="img", aria_label=label, class_="chart heat")


def _heat_row(name: str, strip: Markup) -> Markup:
    return tag("div", tag("span", name, class_="d"), strip, class_="heat-row")


def _strip(width: float, parts: Sequence[Markup]) -> Markup:
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {width} {CELL_HIGH}",
        width=f"{width * ON_SCREEN:.0f}",
        aria_hidden="true",
    )


def _cell(wait: float | None, missed: int, x: float) -> Markup:
    ink = 0 if wait is None else 1 + sum(wait >= step for step in STEPS)
    square = _rect(f"ink{ink}", x, 0, CELL - 2, CELL_HIGH - 2)
    text = _text(short(wait), x + CELL / 2 - 1, 14, look="high" if ink > 3 else "low")
    mark = _rect("miss", x + CELL - 8, 1, 5, 5) if missed else None
    return together(square, None if wait is None else text, mark)


def short(seconds: float | None) -> str:
    """A wait for a small cell: minutes, or hours with an h."""
    if seconds is None:
        return ""
    minutes = seconds / 60
    if minutes < 99.5:
        return f"{minutes:.0f}"
    return f"{min(minutes / 60, 99):.0f}h"


def bars(values: Sequence[tuple[str, float]], label: str) -> Markup:
    """Upright bars with their value above and their name below."""
    top = max((value for _, value in values), default=0) or 1
    parts = []
    for i, (name, value) in enumerate(values):
        high = round(BAR_HIGH * value / top, 1)
        middle, floor = i * BAR + BAR / 2, 16 + BAR_HIGH
        parts += [
            _rect("bar", i * BAR + 2, floor - high, BAR - 4, high),
            _text(f"{value:.0f}" if value else "", middle, floor - high - 4),
            _text(name, middle, BAR_HIGH + 30),
        ]
    return _svg(BAR * len(values), BAR_HIGH + 36, label, *parts)


def meter(share: float, *, best: bool = False) -> Markup:
    """A short bar for a share of one; its number stands beside it."""
    filled = round(min(max(share, 0), 1) * 100, 1)
    return tag(
        "svg",
        _rect("track", 0, 0, 100, 8),
        _rect("bar" if best else "plain", 0, 0, filled, 8),
        viewBox="0 0 100 8",
        preserveAspectRatio="none",
        class_="meter",
        aria_hidden="true",
    )


def _rect(look: str, x: float, y: float, width: float, height: float) -> Markup:
    return tag("rect", x=x, y=y, width=width, height=height, class_=look, fill=PAPER[look])


def _svg(width: float, height: float, label: str, *parts: Markup) -> Markup:
    return tag(
        "svg",
        tag("title", label),
        *parts,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=label,
        class_="chart bars",
        width=f"{width * ON_SCREEN:.0f}",
    )


def _text(text: str, x: float, y: float, anchor: str = "middle", *, look: str = "low") -> Markup:
    return tag(
        "text", text, x=x, y=y, text_anchor=anchor, class_=look, fill=PAPER[look], font_size="13"
    )
