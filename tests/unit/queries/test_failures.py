"""Failure sentences."""

import pytest

from saath.domain.facts.messages import Failure
from saath.queries.failures import explain


def test_a_known_code_says_what_happened_and_what_to_do() -> None:
    failure = explain(Failure(131047))
    assert failure.code == 131047
    assert failure.sentence == (
        "The customer wrote more than 24 hours ago. Answer from the phone, or call."
    )


def test_an_unknown_code_asks_to_be_reported() -> None:
    assert explain(Failure(987654)).remedy == "Report it with its code."


def test_a_failure_without_a_reason_has_no_code() -> None:
    assert explain(None).code == 0


@pytest.mark.parametrize("code", [200, 250, 299])
def test_all_permission_codes_read_the_same(code: int) -> None:
    assert explain(Failure(code)).cause == explain(Failure(10)).cause


def test_the_title_of_meta_is_never_shown() -> None:
    assert "secret" not in explain(Failure(131053, "secret", "secret")).sentence
