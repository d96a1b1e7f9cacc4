"""Laws of the journal that hold for any entries in any grouping."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from saath.journal import Append, Entry, JournalError, LaneHead, Record
from saath.journal.arrange import Result, arrange, lanes_of
from saath.journal.records import LaneKey, digest_of, place

IDENTIFIERS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
ENTRIES = st.builds(
    Entry,
    business=st.sampled_from(["bakery", "florist", "garage"]),
    lane=st.sampled_from(["live", "bulk"]),
    kind=st.sampled_from(["delivery", "request", "outcome"]),
    version=st.integers(1, 3),
    source=IDENTIFIERS,
    received_at=st.integers(0, 2**40),
    body=st.binary(max_size=20),
    copy_of=IDENTIFIERS,
)


@st.composite
def _appends(draw: st.DrawFn) -> Append:
    entries = draw(st.lists(ENTRIES, max_size=4))
    if len({entry.business for entry in entries}) > 1:
        return Append(entries)
    return Append(entries, draw(st.none() | st.integers(0, 6)), draw(st.none() | st.integers(0, 1)))


APPENDS = st.lists(_appends(), max_size=10)


class _Memory:
    """The simplest journal there is."""

    def __init__(self) -> None:
        self.heads: dict[LaneKey, int] = defaultdict(int)
        self.records: list[Record] = []

    def commit(self, appends: Sequence[Append]) -> list[Result]:
        lanes = {key: LaneHead(*key, self.heads[key], 0) for key in lanes_of(appends)}
        arrangement = arrange(appends, lanes)
        self.heads.update(arrangement.heads)
        self.records += arrangement.records
        return arrangement.results


@given(APPENDS, st.data())
def test_how_appends_are_grouped_into_commits_changes_nothing(
    appends: list[Append], data: st.DataObject
) -> None:
    alone, grouped = _Memory(), _Memory()
    one_by_one = [result for append in appends for result in alone.commit([append])]
    results: list[Result] = []
    left = appends
    while left:
        size = data.draw(st.integers(1, len(left)))
        results += grouped.commit(left[:size])
        left = left[size:]
    assert [_plain(result) for result in results] == [_plain(result) for result in one_by_one]
    assert grouped.records == alone.records


@given(APPENDS)
def test_every_lane_counts_from_one_without_a_gap(appends: list[Append]) -> None:
    memory = _Memory()
    memory.commit(appends)
    lanes: dict[LaneKey, list[int]] = defaultdict(list)
    for record in memory.records:
        lanes[record.business, record.lane].append(record.position)
    assert all(positions == list(range(1, len(positions) + 1)) for positions in lanes.values())


@given(ENTRIES, st.integers(1, 99), ENTRIES, st.integers(1, 99))
@settings(max_examples=300)
def test_two_records_agree_in_their_digest_only_if_they_agree(
    entry: Entry, position: int, other: Entry, other_position: int
) -> None:
    one, two = place(entry, position), place(other, other_position)
    are_equal = (asdict(entry), position) == (asdict(other), other_position)
    assert (digest_of(one) == digest_of(two)) is are_equal


def _plain(result: Result) -> list[int] | str:
    return type(result).__name__ if isinstance(result, JournalError) else result
