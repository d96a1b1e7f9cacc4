"""Objectives: a baseline as measured and targets by default, edited by the owner, kept for later.

Where nothing measured it, a baseline is unknown. Nothing is stored here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

type Name = Literal["first_reply_s", "conversion", "manual_messages_a_week"]

NAMES: tuple[Name, ...] = get_args(Name.__value__)
REPLY_SECONDS = 180
CONVERSION_RISE = 0.15
MANUAL_FALL = 0.30
MONTHS = 3
LARGEST = 1e9


class BadObjective(Exception):
    """An objective cannot be set so; says what is wanted."""


@dataclass(frozen=True, slots=True)
class Objective:
    """One thing to better: what it is today (None: unknown) and what it should be."""

    name: Name
    baseline: float | None
    target: float | None
    change: float | None  # relative, where the target follows from the baseline


@dataclass(frozen=True, slots=True)
class Objectives:
    """The three objectives and their day."""

    measured_on: date
    until: date
    objectives: tuple[Objective, ...]


def default_objectives(
    first_reply_s: float | None, manual_a_week: float | None, measured_on: date
) -> Objectives:
    """Reply within 3 minutes, 15 % more conversion, 30 % fewer manual messages, in three months."""
    manual = None if manual_a_week is None else round(manual_a_week, 1)
    return Objectives(
        measured_on=measured_on,
        until=months_later(measured_on, MONTHS),
        objectives=(
            Objective("first_reply_s", first_reply_s, REPLY_SECONDS, None),
            relative("conversion", None, CONVERSION_RISE),
            relative("manual_messages_a_week", manual, -MANUAL_FALL),
        ),
    )


def relative(name: Name, baseline: float | None, change: float) -> Objective:
    """An objective whose target follows from its baseline, once there is one."""
    target = None if baseline is None else round(baseline * (1 + change), 4)
    return Objective(name, baseline, target, change)


def set_target(objective: Objective, wanted: str) -> Objective:
    """The objective with another target: `120`, or `+15%` of the baseline."""
    text = wanted.strip().replace("−", "-")
    if text.endswith("%") and text[:1] in "+-":
        change = _number(objective.name, text[:-1]) / 100
        if change < -1:
            raise BadObjective(f"{objective.name}: nothing falls by more than 100%.")
        return relative(objective.name, objective.baseline, change)
    return replace(objective, target=_value(objective.name, text), change=None)


def set_baseline(objective: Objective, measured: str) -> Objective:
    """The objective with another baseline (empty: unknown); a relative target follows it."""
    text = measured.strip()
    baseline = _value(objective.name, text) if text else None
    if objective.change is not None:
        return relative(objective.name, baseline, objective.change)
    return replace(objective, baseline=baseline)


def edited(
    objectives: Objectives,
    targets: Mapping[str, str],
    baselines: Mapping[str, str],
    until: date | None = None,
) -> Objectives:
    """The objectives with some changed; raises `BadObjective`, and then nothing has changed."""
    strange = sorted((set(targets) | set(baselines)) - set(NAMES))
    if strange:
        raise BadObjective(f"Unknown objective {strange[0]!r}. Known: {', '.join(NAMES)}.")
    if until is not None and until <= objectives.measured_on:
        raise BadObjective("The day to reach them by must be after the day they were measured.")
    changed = [_edited(one, targets, baselines) for one in objectives.objectives]
    return replace(objectives, until=until or objectives.until, objectives=tuple(changed))


def _edited(
    objective: Objective, targets: Mapping[str, str], baselines: Mapping[str, str]
) -> Objective:
    if objective.name in baselines:
        objective = set_baseline(objective, baselines[objective.name])
    if objective.name in targets:
        objective = set_target(objective, targets[objective.name])
    return objective


def measured_anew(kept: Sequence[Objective], fresh: Objectives) -> tuple[Objective, ...]:
    """What an owner chose, on the baselines of a new measurement; told baselines stay."""
    chosen = {one.name: one for one in kept}
    return tuple(_on(chosen.get(one.name), one) for one in fresh.objectives)


def _on(kept: Objective | None, fresh: Objective) -> Objective:
    if kept is None:
        return fresh
    baseline = kept.baseline if fresh.baseline is None else fresh.baseline
    if kept.change is not None:
        return relative(kept.name, baseline, kept.change)
    return replace(kept, baseline=baseline)


def _value(name: Name, text: str) -> float:
    """A share may be written with a percent sign; everything else is a plain number."""
    if name == "conversion" and text.endswith("%"):
        value = _number(name, text[:-1]) / 100
    else:
        value = _number(name, text)
    if value < 0:
        raise BadObjective(f"{name}: a number of at least 0, or a change like -30%.")
    if name == "conversion" and value > 1:
        raise BadObjective("conversion: a share between 0 and 1, or in percent, like 12%.")
    return value


def _number(name: Name, text: str) -> float:
    try:
        value = float(text.strip())
    except ValueError:
        value = float("nan")
    if not -LARGEST <= value <= LARGEST:
        raise BadObjective(f"{name}: a number like 120, or a change like +15%.")
    return value


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for back in range(4):
        try:
            return date(day.year + year, month + 1, day.day - back)
        except ValueError:
            continue
    raise ValueError(day)
