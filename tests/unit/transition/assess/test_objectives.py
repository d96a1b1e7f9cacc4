"""Objectives: what may be typed, and what follows from what."""

from datetime import date

import pytest

from saath.transition.assess.objectives import (
    BadObjective,
    Objective,
    default_objectives,
    edited,
    measured_anew,
)

TODAY = date(2026, 11, 22)
PROPOSED = default_objectives(1200.0, 60.0, TODAY)


def one(name: str, targets: dict[str, str], baselines: dict[str, str] | None = None) -> Objective:
    changed = edited(PROPOSED, targets, baselines or {})
    return next(each for each in changed.objectives if each.name == name)


def test_what_is_proposed() -> None:
    reply, conversion, manual = PROPOSED.objectives
    assert (reply.baseline, reply.target) == (1200, 180)
    assert (conversion.baseline, conversion.target, conversion.change) == (None, None, 0.15)
    assert (manual.baseline, manual.target) == (60, 42)
    assert PROPOSED.until == date(2027, 2, 22)


def test_a_relative_target_follows_its_baseline() -> None:
    assert one("conversion", {}, {"conversion": "10%"}).target == 0.115
    assert one("manual_messages_a_week", {"manual_messages_a_week": "−50%"}).target == 30
    unknown = one("manual_messages_a_week", {}, {"manual_messages_a_week": ""})
    assert (unknown.baseline, unknown.target, unknown.change) == (None, None, -0.30)


def test_an_absolute_target_stays_when_the_baseline_moves() -> None:
    reply = one("first_reply_s", {"first_reply_s": "90"}, {"first_reply_s": "2000"})
    assert (reply.baseline, reply.target, reply.change) == (2000, 90, None)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("first_reply_s", "soon"),
        ("first_reply_s", "-5"),
        ("first_reply_s", "nan"),
        ("first_reply_s", "1e99"),
        ("conversion", "12"),
        ("conversion", "-150%"),
        ("happiness", "1"),
    ],
)
def test_what_cannot_be_an_objective_is_refused(name: str, typed: str) -> None:
    with pytest.raises(BadObjective):
        edited(PROPOSED, {name: typed}, {})


def test_the_day_to_reach_them_by_comes_after_the_day_of_measuring() -> None:
    assert edited(PROPOSED, {}, {}, date(2026, 12, 1)).until == date(2026, 12, 1)
    with pytest.raises(BadObjective):
        edited(PROPOSED, {}, {}, TODAY)


def test_a_new_measurement_moves_baselines_and_leaves_choices_alone() -> None:
    chosen = edited(PROPOSED, {"first_reply_s": "60"}, {"conversion": "20%"}).objectives
    reply, conversion, manual = measured_anew(chosen, default_objectives(600.0, 100.0, TODAY))
    assert (reply.baseline, reply.target) == (600, 60)
    assert (conversion.baseline, conversion.target) == (0.2, 0.23)
    assert (manual.baseline, manual.target) == (100, 70)
