"""Which messages ask the same, and which ask at all."""

import pytest

from saath.domain.likeness import asks, gist_of, grouped


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rate kya hai?", "कितने का है"),
        ("order kab tak aayega", "parcel kab milega"),
        ("when will my order reach?", "ऑर्डर कब आएगा"),
        ("bill bhejo", "facture svp"),
        ("dukan kab khulti hai", "what time do you open"),
    ],
)
def test_the_same_subject_is_one_group_in_any_language(one: str, other: str) -> None:
    assert len(grouped({one: 1, other: 2})) == 1


def test_what_has_no_subject_is_grouped_by_its_words() -> None:
    groups = grouped(
        {"blouse piece saath hai?": 3, "saath me blouse piece?": 2, "tailor ka naam?": 1}
    )
    assert [(group.subject, group.times) for group in groups] == [("", 5), ("", 1)]


def test_a_long_story_or_mere_fillers_have_no_gist() -> None:
    assert gist_of("ok ji please") is None
    assert gist_of("word " * 30) is None
    assert grouped({"ok": 5}) == []


def test_a_word_that_leads_too_many_groups_tells_nothing() -> None:
    many = {f"zari{'x' * i}q{i} blouse{i}y{chr(97 + i % 26)} pallu": 1 for i in range(250)}
    assert len(grouped(many | {"pallu": 1})) > 1


@pytest.mark.parametrize("text", ["bill?", "rate", "kab aayega", "Quand ouvrez vous", "फोटो भेजो"])
def test_a_question_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text", ["payment kar diya", "ghar pahunch ke phone karti hoon", "bill mila thanks"]
)
def test_a_statement_does_not(text: str) -> None:
    assert not asks(text)
