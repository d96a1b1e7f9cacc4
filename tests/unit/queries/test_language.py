"""Guessing the language of a line."""

import pytest

from saath.queries.language import guess


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Is the parcel on its way?", "en"),
        ("mera order kahan hai", "hi-Latn"),
        ("50 pcs ka final?", "hi-Latn"),
        ("₹410 per pc, dispatch kal.", "hi-Latn"),
        ("शादी के लिए 40 पीस", "hi"),
        ("माझी ऑर्डर कुठे आहे?", "mr"),
        ("நாளைக்குள் கிடைக்குமா?", "ta"),
        ("రేపు వస్తుందా?", "te"),
        ("কাল আসবে?", "bn"),
        ("કાલે મોકલશો?", "gu"),
        ("ನಾಳೆ ಬರುತ್ತಾ?", "kn"),
        ("ਕੀ ਦੁਕਾਨ ਖੁੱਲ੍ਹੀ ਹੈ?", "pa"),
        ("🙏 123 !", ""),
        ("", ""),
    ],
)
def test_a_line_is_tagged_by_its_script_or_its_words(text: str, tag: str) -> None:
    assert guess(text) == tag


def test_one_hindi_particle_does_not_make_an_english_sentence_hinglish() -> None:
    assert guess("Please tell me the price of the blue one to be sent on Monday") == "en"


def test_the_script_of_most_letters_wins() -> None:
    assert guess("OK ठीक है भाई") == "hi"
