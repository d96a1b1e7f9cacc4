"""Cursors: what goes in comes out, and nothing else comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saath.queries.cursors import InvalidCursor, decode, encode

marks = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
)


@given(marks)
def test_a_cursor_gives_back_the_place_it_stands_for(mark: tuple[int, str]) -> None:
    assert decode(encode(mark)) == mark


@given(st.text())
def test_anything_else_is_an_invalid_cursor_or_a_place(text: str) -> None:
    try:
        at, key = decode(text)
    except InvalidCursor:
        return
    assert isinstance(at, int)
    assert isinstance(key, str)


@pytest.mark.parametrize("mark", [(2**63, "a"), (1, "a\x00b")])
def test_what_no_database_holds_is_refused(mark: tuple[int, str]) -> None:
    with pytest.raises(InvalidCursor):
        decode(encode(mark))
