"""What was measured: a value, its reference from the same run, and the goal it is held to.

Not here: how anything is measured.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, override


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A share of the reference that is wanted, and the one that is hoped for."""

    share: float
    hoped: float | None = None

    def is_met(self, figure: "Figure") -> bool:
        """Say whether the figure is good enough."""
        return figure.ratio is not None and figure.ratio >= self.share

    @override
    def __str__(self) -> str:
        """As it is printed."""
        return f">= {self.share:.2f}x" + (f" (hoped {self.hoped:.2f}x)" if self.hoped else "")


@dataclass(frozen=True, slots=True)
class AtMost:
    """The most a value may be, in its own unit."""

    limit: float

    def is_met(self, figure: "Figure") -> bool:
        """Say whether the figure is good enough."""
        return figure.value <= self.limit

    @override
    def __str__(self) -> str:
        """As it is printed."""
        return f"<= {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing. `runs` and `references` were taken in turns, a pair at a time."""

    name: str
    engine: str
    unit: str
    runs: Sequence[float]
    references: Sequence[float] = ()
    reference_name: str = ""
    goal: AtLeast | AtMost | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> float:
        """The median of the runs."""
        return median(self.runs)

    @property
    def ratio(self) -> float | None:
        """The median of each run's share of the reference beside it: drift hits both of a pair."""
        if not self.references:
            return None
        pairs = zip(self.runs, self.references, strict=True)
        return median(run / reference for run, reference in pairs)

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        return self.goal.is_met(self) if self.goal else None


def tell(figure: Figure) -> None:
    """Print one figure as one JSON object on one line of stdout."""
    ratio = figure.ratio
    told = {
        "figure": figure.name,
        "engine": figure.engine,
        "value": _rounded(figure.value),
        "unit": figure.unit,
        "runs": [_rounded(run) for run in figure.runs],
        "reference": _rounded(median(figure.references)) if figure.references else None,
        "reference_name": figure.reference_name or None,
        "reference_runs": [_rounded(run) for run in figure.references],
        "ratio": None if ratio is None else round(ratio, 3),
        "goal": str(figure.goal) if figure.goal else None,
        "met": figure.is_met,
        **figure.details,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def table(figures: Sequence[Figure]) -> str:
    """All figures for a person, as a table in Markdown."""
    head = ("figure", "engine", "measured", "reference", "ratio", "goal", "")
    rows = [head, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    ratio, reference = figure.ratio, ""
    if figure.references:
        reference = f"{_short(median(figure.references))} ({figure.reference_name})"
    return (
        figure.name,
        figure.engine,
        f"{_short(figure.value)} {figure.unit} [{_short(min(figure.runs))}-{_short(max(figure.runs))}]",
        reference,
        "" if ratio is None else f"{ratio:.2f}x",
        str(figure.goal) if figure.goal else "",
        {True: "met", False: "MISSED", None: ""}[figure.is_met],
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _rounded(value: float) -> float:
    return round(value, 1 if value >= 100 else 4)


def percentile(values: Sequence[float], share: float) -> float:
    """The value beneath which such a share of them lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
