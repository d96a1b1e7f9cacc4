"""Scripts and languages of short messages."""

import pytest

from saath.domain.writing import language_of, script_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("order kab tak aayega bhai", "hi-Latn"),
        ("When will the order reach?", "en"),
        ("मेरा पार्सल कब मिलेगा", "hi"),
        ("पार्सल आहे का", "mr"),
        ("ભાવ શું છે", "gu"),
        ("விலை என்ன", "ta"),
        ("combien pour une commande", "fr"),
        ("quan teniu la comanda", "ca"),
        ("xyz", "und"),
        ("𝒳ʘ", "und"),
        ("12 👍", "zxx"),
        ("👍🏽", "zxx"),
        ("COD available hai?", "hi-Latn"),
        ("ok 订单", "zh"),
        ("ᚠᚢᚦ", "und"),
    ],
)
def test_the_language_of_a_short_message(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_script_is_that_of_most_letters() -> None:
    assert script_of("GST बिल भेज दीजिए") == "Deva"
    assert script_of("please send the bill जी") == "Latn"
    assert script_of("é") == "Latn"
