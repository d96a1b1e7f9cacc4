"""An alert is opened once, told again rarely, and closed by proof only."""

from saath.domain.alerts import (
    Change,
    Changed,
    Mended,
    Opened,
    Repeated,
    Standing,
    Steadiness,
    Worsened,
    changes,
)
from saath.domain.lights import Sign, State
from saath.domain.limits import DAY, HOUR, MINUTE

NOW = 1_795_250_000_000


def sign(state: State, name: str = "backup", subject: str = "") -> Sign:
    """A sign in this state."""
    return Sign(name, "kept", state, f"{name}.{state}", subject=subject)


def standing(
    state: str = "act", *, told: int = NOW, seen: bool = False, key: str = "backup"
) -> Standing:
    """An open alert."""
    return Standing("a1", key, state, told, seen)


def kinds(found: list[Change]) -> list[type]:
    """What is done."""
    return [type(change) for change in found]


def asked(alerts: list[Standing], *signs: Sign, present: tuple[str, ...] = ()) -> list[type]:
    """What is done now."""
    return kinds(changes(alerts, signs, present=present, now=NOW))


def test_only_what_is_bad_opens_and_only_once() -> None:
    well = [sign(s, s) for s in ("green", "quiet", "unknown")]
    assert asked([], *well) == []
    assert asked([], sign("check")) == [Opened]
    assert asked([standing()], sign("act")) == [Changed]


def test_what_is_mended_closes_and_what_is_not_known_does_not() -> None:
    assert asked([standing()], sign("green")) == [Mended]
    assert asked([standing()], sign("quiet")) == [Mended]
    assert asked([standing()], sign("unknown")) == []
    assert asked([standing()]) == []


def test_an_alert_of_a_number_that_is_gone_closes() -> None:
    assert asked([standing(key="life/7")], present=("7",)) == []
    assert asked([standing(key="life/7")], present=("8",)) == [Mended]


def test_it_is_told_again_rarely_and_never_after_somebody_took_note() -> None:
    assert asked([standing(told=NOW - 23 * HOUR)], sign("act")) == [Changed]
    assert asked([standing(told=NOW - DAY)], sign("act")) == [Repeated]
    assert asked([standing("check", told=NOW - DAY)], sign("check")) == [Changed]
    assert asked([standing("check", told=NOW - 7 * DAY)], sign("check")) == [Repeated]
    assert asked([standing(told=NOW - 9 * DAY, seen=True)], sign("act")) == [Changed]


def test_what_gets_worse_is_told_at_once_even_if_somebody_took_note() -> None:
    assert asked([standing("check", seen=True)], sign("act")) == [Worsened]


def test_what_flows_must_stand_for_a_minute_before_anybody_is_told() -> None:
    steady = Steadiness()
    bad, good = (Sign("lag", "flowing", s, "lag.behind") for s in ("act", "green"))
    assert steady.settle([bad], NOW) == []
    assert steady.settle([bad], NOW + MINUTE) == [bad]
    assert steady.settle([good], NOW + MINUTE + 1) == []
    assert steady.settle([good], NOW + 3 * MINUTE) == [good]
    assert steady.settle([sign("act")], NOW) == [sign("act")]
