from dataclasses import replace

import pytest

from saath.journal.checks import JOURNAL_FORMAT, check_format, last_wanted, verified
from saath.journal.errors import FormatTooNew, JournalCorrupt, JournalError
from saath.journal.records import LaneHead, Record
from tests.unit.journal.records import lane_of

SOUND = lane_of(4)


def check(records: list[Record], *, max_bytes: int = 100) -> list[Record]:
    return verified(records, ("bakery", "live"), after=0, until=4, max_bytes=max_bytes)


def test_a_sound_lane_passes() -> None:
    assert check(SOUND) == SOUND


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a_missing_record_is_named(position: int) -> None:
    left = [record for record in SOUND if record.position != position]
    with pytest.raises(JournalCorrupt, match=f"position {position}: the record is missing"):
        check(left)


def test_an_empty_lane_with_a_head_is_damaged() -> None:
    with pytest.raises(JournalCorrupt, match="position 1"):
        check([])


def test_a_flipped_bit_is_named() -> None:
    flipped = [*SOUND[:2], replace(SOUND[2], body=b"12344"), SOUND[3]]
    with pytest.raises(JournalCorrupt) as raised:
        check(flipped)
    error = raised.value
    assert (error.business, error.lane, error.position) == ("bakery", "live", 3)


def test_a_record_of_another_lane_is_not_ours() -> None:
    with pytest.raises(JournalCorrupt, match="not what was written"):
        check([replace(SOUND[0], business="florist")])


def test_reading_ends_where_the_bytes_end() -> None:
    assert check(SOUND, max_bytes=10) == SOUND[:2]
    assert check(SOUND, max_bytes=9) == SOUND[:1]
    assert check(SOUND, max_bytes=0) == SOUND[:1]


def test_what_lies_beyond_the_head_is_not_wanted_yet() -> None:
    lane = LaneHead("bakery", "live", 10, 0)
    assert last_wanted(lane, after=4, limit=3) == 7
    assert last_wanted(lane, after=9, limit=3) == 10
    assert last_wanted(lane, after=12, limit=3) == 10


def test_a_journal_of_a_later_release_is_refused() -> None:
    check_format(JOURNAL_FORMAT, "here")
    with pytest.raises(FormatTooNew, match="format 2"):
        check_format(JOURNAL_FORMAT + 1, "here")


def test_a_place_without_a_journal_says_what_to_do() -> None:
    with pytest.raises(JournalError, match="saath init"):
        check_format(None, "here")
