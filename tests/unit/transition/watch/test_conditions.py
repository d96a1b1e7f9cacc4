"""Conditions that others list become signs; what nobody judged yet is looked at, not passed over."""

from dataclasses import dataclass

import tests.stores  # noqa: F401  # sets Django up
from saath.domain.alerts import Change, Mended, Opened, Standing, changes
from saath.domain.evidence import Evidence
from saath.domain.lights import ABSENT, Sign, lights
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
    signs = list(signs_of(map(Listed, JUDGED), ["7001"]))
    assert len(signs) == len(JUDGED)
    assert all(is_known(sign.said) for sign in signs)


def test_what_the_lights_measure_themselves_is_not_said_twice() -> None:
    assert list(signs_of([Listed("quality_low"), Listed("phone_away")], [])) == []


def test_what_the_other_watcher_found_stands_in_the_lights_too() -> None:
    found = list(signs_of([Listed("subscription_lost"), Listed("token_refused")], []))
    assert [(sign.id, sign.light, sign.state) for sign in found] == [
        ("subscription_lost", "number", "act"),
        ("token_refused", "number", "act"),
    ]


def test_an_unheard_of_condition_is_looked_at() -> None:
    (sign,) = signs_of([Listed("moon_full")], [])
    assert (sign.light, sign.state, sign.said) == ("number", "check", "condition.other")


def test_an_alert_of_a_condition_closes_when_it_is_gone_and_is_told_when_it_comes_back() -> None:
    def signs(*conditions: Listed) -> list[Sign]:
        return list(signs_of(conditions, ["7001"]))

    def looked(alerts: list[Standing], found: list[Sign]) -> list[Change]:
        return changes(alerts, found, present={"7001"}, now=NOW)

    (opened,) = looked([], signs(Listed("sending_blocked")))
    assert isinstance(opened, Opened)
    standing = Standing("a", opened.sign.key, opened.sign.state, NOW, seen=False)
    assert looked([standing], signs()) == [Mended(standing)]
    assert looked([], signs()) == []
    assert isinstance(looked([], signs(Listed("sending_blocked")))[0], Opened)


def test_a_condition_of_one_number_says_nothing_of_another() -> None:
    found = signs_of([Listed("history_silent")], ["7001", "7002"])
    silent = {sign.subject: sign.state for sign in found if sign.id == "history_silent"}
    assert silent == {"7001": "act", "7002": "quiet"}


def test_what_is_absent_is_known_in_words_and_shown_on_no_page() -> None:
    (kept, *_rest) = lights(Evidence(), now=NOW, also=signs_of([], ["7001"]))
    assert any(sign.said == ABSENT for sign in kept.signs)
    assert not any(sign.said == ABSENT for sign in kept.shown)
    assert is_known(ABSENT)


def test_what_was_not_known_is_replaced_by_who_knows() -> None:
    whole = Sign("ledger", "kept", "green", "ledger.whole")
    (kept, *_rest) = lights(Evidence(), now=NOW, also=[whole])
    assert [s.said for s in kept.signs if s.id == "ledger"] == ["ledger.whole"]
