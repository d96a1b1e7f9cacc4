"""The reader against exports it has never been shown: every style exact or refused."""

from collections import Counter

import pytest

from saath.chatexport import Unreadable
from tests.golden.chatexport.corpus import INDIAN, Style, records_of, styles

# 12-hour patterns without any word for the half of the day, times before dates (vi), and
# Korean iOS at 24 hours, which writes its numbers with words between.
REFUSED_AT_MOST = 8


def outcome(style: Style) -> str:
    try:
        found = [(record.at, record.author, record.text) for record in records_of(style.written())]
    except Unreadable:
        return "refused"
    return "exact" if found == style.truth() else "wrong"


def test_every_style_of_a_hundred_locales_is_exact_or_refused() -> None:
    outcomes = {style: outcome(style) for style in styles()}
    wrong = [style for style, what in outcomes.items() if what == "wrong"]
    refused = [style for style, what in outcomes.items() if what == "refused"]
    assert not wrong
    assert len(refused) <= REFUSED_AT_MOST, refused
    assert Counter(outcomes.values())["exact"] > 600


@pytest.mark.parametrize("locale", INDIAN)
def test_every_indian_locale_is_exact_on_both_phones_and_clocks(locale: str) -> None:
    for style in styles():
        if style.locale == locale:
            assert outcome(style) == "exact", style
