"""Day words: the table is what CLDR says today, and nothing is guessed."""

from datetime import time

import pytest

from saath.chatexport.cldr import table
from saath.chatexport.day_words import DATA, sides_of
from saath.chatexport.headers import read_clock


def test_the_table_is_what_the_maker_would_write() -> None:
    assert DATA.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (", 12:10 am", time(0, 10)),
        (", 12:10\u202fPM", time(12, 10)),
        (" 下午3:05", time(15, 5)),
        (" 凌晨3:05", time(3, 5)),
        (" 中午12:20", time(12, 20)),
        (", 午後0:20", time(12, 20)),
        (", 3:05 p.\u202fm.", time(15, 5)),
        (", 3:05 ਬਾ.ਦੁ.", time(15, 5)),
        (", PM 3.05", time(15, 5)),
        (" klo 15.05.08", time(15, 5, 8)),
        (", 15 h 05 min 08 s", time(15, 5, 8)),
        (", 24:10", None),
        (", 15:05 am", None),
        (", 3:05 zz", None),
        (", 3:05 ip.", None),
    ],
)
def test_a_clock_is_read_or_refused(written: str, read: time | None) -> None:
    assert read_clock(written, {}) == read


def test_a_doubtful_word_is_settled_by_the_other_one() -> None:
    assert read_clock(", 3:05 ip.", sides_of({"ap", "ip"})) == time(15, 5)
    assert read_clock(", 3:05 ip.", sides_of({"ip", "ep"})) == time(3, 5)
    assert sides_of({"ip"}) == {}
