"""The rules as data: readable, complete, and doing what the file says."""

from datetime import date

import pytest

from saath.transition.assess.answers import QUESTIONS, BadAnswers, read_answers, skipped
from saath.transition.assess.forecast import RULES, rate_on
from saath.transition.assess.objectives import months_later
from saath.transition.assess.report.words import LANGUAGES, words_of
from saath.transition.assess.verdict import CHOICES, judge, rules


def test_nothing_known_means_the_smallest_change() -> None:
    verdict = judge({})
    assert verdict.choice == "app"
    assert verdict.scores == dict(rules().start)
    assert verdict.reasons == []


def test_a_reason_points_to_the_fact_and_what_it_was() -> None:
    verdict = judge({"people": 1.0, "missed_share": 0.0})
    first = verdict.reasons[0]
    assert (first.rule, first.fact, first.value) == ("one_person", "people", 1.0)
    assert all(each.points > 0 for each in verdict.reasons)
    assert len(verdict.reasons) <= 3


def test_what_speaks_against_the_choice_is_no_reason_for_it() -> None:
    verdict = judge({"people": 4.0, "chats_a_day": 10.0})
    assert verdict.choice == "coexistence"
    assert [each.rule for each in verdict.reasons] == ["several_people"]


def test_what_would_change_it_really_does() -> None:
    facts: dict[str, float | bool | None] = {"people": 4.0, "missed_share": 0.1, "uses_crm": False}
    verdict = judge(facts)
    assert verdict.choice == "coexistence"
    assert verdict.would_change
    for change in verdict.would_change:
        assert judge({**facts, change.fact: change.value}).choice == change.choice != verdict.choice


def test_every_rule_can_fire_and_moves_a_score() -> None:
    for rule in rules().rules:
        bound = rule.at_least if rule.at_least is not None else rule.at_most
        value = rule.truth if rule.truth is not None else bound
        assert value is not None, rule.id
        assert rule.fires({rule.fact: value}), rule.id
        assert not rule.fires({rule.fact: None})
        assert any(rule.points[choice] for choice in CHOICES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_lever_and_word_is_told_in_every_language(language: str) -> None:
    words = words_of(language)
    assert set(words) == set(words_of("en"))
    assert {f"why_{rule.id}" for rule in rules().rules} <= set(words)
    assert {f"change_{lever.id}" for lever in rules().levers} <= set(words)
    for key, text in words_of("en").items():
        assert sorted(_values(text)) == sorted(_values(words[key])), key


def _values(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_there_are_ten_cards_and_each_may_be_skipped() -> None:
    assert [card.number for card in QUESTIONS] == list(range(1, 11))
    assert skipped(read_answers({})) == list(range(1, 11))
    assert skipped(read_answers({"people": 2, "tools": ["tally"]})) == [2, 3, 5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    "given",
    [
        {"peple": 2},
        {"people": 0},
        {"people": "many"},
        {"opens": 9},
        {"opens": 20, "closes": 9},
        {"broadcasts": "x"},
    ],
)
def test_a_mistake_in_the_answers_is_told(given: dict[str, object]) -> None:
    with pytest.raises(BadAnswers):
        read_answers(given)


def test_months_later_stays_within_the_month() -> None:
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 21), 3) == date(2027, 2, 21)


def test_a_rate_carries_its_day_and_source() -> None:
    rate = rate_on(date(2026, 11, 21))
    assert rate.since <= date(2026, 11, 21)
    assert rate.source
    assert rate_on(date(2020, 1, 1)) == rate_on(rate.since)


def test_the_rules_of_the_forecast_are_the_same_in_the_report_and_for_programs() -> None:
    words = words_of("en")
    assert {key: words[f"rule_{key}"] for key in RULES} == RULES
