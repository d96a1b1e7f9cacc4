"""Which refusals of Meta's are tried again, when, and how often."""

import pytest

from saath.whatsapp.error_codes import ATTEMPTS_MAX, FINAL, RULES, retry_at, rule_of

NOW = 1_700_000_000_000


@pytest.mark.parametrize("code", [131026, 131047, 131050, 131051, 132001, 132015, 368, 131031])
def test_what_is_final_is_never_repeated(code: int) -> None:
    assert retry_at(rule_of(code), attempts=1, now=NOW) == 0


def test_an_unknown_code_is_final() -> None:
    assert rule_of(424_242) is FINAL


@pytest.mark.parametrize("code", [1, 2, 131000, 131016, 133004])
def test_a_probable_refusal_waits_a_minute_for_a_status_that_says_otherwise(code: int) -> None:
    assert retry_at(rule_of(code), attempts=1, now=NOW) == NOW + 60_000


def test_the_pair_limit_backs_off_by_powers_of_four() -> None:
    waits = [retry_at(rule_of(131056), attempts=number, now=NOW) - NOW for number in (1, 2, 3, 4)]
    assert waits == [1_000, 4_000, 16_000, 64_000]


def test_the_rate_of_a_number_backs_off_by_doubling() -> None:
    waits = [retry_at(rule_of(130429), attempts=number, now=NOW) - NOW for number in (1, 2, 3)]
    assert waits == [2_000, 4_000, 8_000]


def test_waiting_for_an_account_or_a_number_takes_minutes_each_time() -> None:
    assert [retry_at(rule_of(131057), attempts=n, now=NOW) - NOW for n in (1, 3)] == [120_000] * 2


@pytest.mark.parametrize("code", sorted(RULES))
def test_nothing_is_tried_for_ever(code: int) -> None:
    rule = rule_of(code)
    assert retry_at(rule, attempts=rule.attempts_max, now=NOW) == 0
    assert rule.attempts_max <= ATTEMPTS_MAX + 2


def test_an_attempt_that_was_never_counted_waits_no_less() -> None:
    assert retry_at(rule_of(2), attempts=0, now=NOW) == NOW + 60_000
