"""Conditions that others list become signs; what nobody judged yet is looked at, not passed over."""

from dataclasses import dataclass

from saath.domain.evidence import Evidence
from saath.domain.lights import Sign, lights
from saath.queries.signs import is_known
from saath.transition.watch.conditions import JUDGED, signs_of

NOW = 1_795_250_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A condition as somebody lists it."""

    kind: str
    since: int = NOW
    evidence: str = "12 messages"
    number: str = "7001"


def test_each_has_a_light_a_state_and_a_sentence() -> None:
    signs = list(signs_of(map(Listed, JUDGED)))
    assert len(signs) == len(JUDGED)
    assert all(is_known(sign.said) for sign in signs)


def test_what_the_lights_measure_themselves_is_not_said_twice() -> None:
    assert list(signs_of([Listed("quality_low"), Listed("phone_away")])) == []


def test_what_the_other_watcher_found_stands_in_the_lights_too() -> None:
    found = list(signs_of([Listed("subscription_lost"), Listed("token_refused")]))
    assert [(sign.id, sign.light, sign.state) for sign in found] == [
        ("subscription_lost", "number", "act"),
        ("token_refused", "number", "act"),
    ]


def test_an_unheard_of_condition_is_looked_at() -> None:
    (sign,) = signs_of([Listed("moon_full")])
    assert (sign.light, sign.state, sign.said) == ("number", "check", "condition.other")


def test_what_was_not_known_is_replaced_by_who_knows() -> None:
    whole = Sign("ledger", "kept", "green", "ledger.whole")
    (kept, *_rest) = lights(Evidence(), now=NOW, also=[whole])
    assert [s.said for s in kept.signs if s.id == "ledger"] == ["ledger.whole"]
