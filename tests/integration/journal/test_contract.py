"""What every journal promises, held against each of them."""

import threading

import pytest

from saath.journal import Fenced, HeadMoved, Journal, JournalError, LaneHead, Record
from tests.integration.journal.entries import NOON, bodies, entries, entry


def test_positions_count_from_one_in_every_lane(journal: Journal) -> None:
    assert journal.append(entries(3)) == [1, 2, 3]
    assert journal.append([entry(lane="bulk"), entry(), entry(business="florist")]) == [1, 4, 1]


def test_what_was_appended_is_read_back_whole(journal: Journal) -> None:
    journal.append([entry(b"\x00\xff not text", kind="import", lane="bulk")])
    (record,) = journal.read("bakery", "bulk", after=0, limit=10)
    assert record == Record(
        business="bakery",
        lane="bulk",
        position=1,
        kind="import",
        version=1,
        source="meta",
        received_at=NOON,
        body=b"\x00\xff not text",
        copy_of="",
        redacted=False,
        digest=record.digest,
    )
    assert len(record.digest) == 16


def test_an_empty_body_is_a_body(journal: Journal) -> None:
    journal.append([entry(b"")])
    assert bodies(journal.read("bakery", "live", after=0, limit=1)) == [b""]


def test_reading_goes_on_after_a_position(journal: Journal) -> None:
    journal.append(entries(5))
    assert [r.position for r in journal.read("bakery", "live", after=2, limit=2)] == [3, 4]
    assert [r.position for r in journal.read("bakery", "live", after=4, limit=2)] == [5]
    assert journal.read("bakery", "live", after=5, limit=2) == []
    assert journal.read("bakery", "live", after=99, limit=2) == []


def test_lanes_and_businesses_do_not_see_each_other(journal: Journal) -> None:
    journal.append([entry(b"a"), entry(b"b", lane="bulk"), entry(b"c", business="florist")])
    assert bodies(journal.read("bakery", "live", after=0, limit=9)) == [b"a"]
    assert bodies(journal.read("bakery", "bulk", after=0, limit=9)) == [b"b"]
    assert bodies(journal.read("florist", "live", after=0, limit=9)) == [b"c"]
    assert journal.read("florist", "bulk", after=0, limit=9) == []


def test_a_read_stops_before_the_bytes_but_never_before_the_first_record(
    journal: Journal,
) -> None:
    journal.append([entry(b"x" * size) for size in (60, 40, 1, 300, 1)])

    def positions(after: int) -> list[int]:
        return [
            r.position for r in journal.read("bakery", "live", after=after, limit=9, max_bytes=100)
        ]

    assert positions(0) == [1, 2]
    assert positions(2) == [3]
    assert positions(3) == [4]
    assert positions(4) == [5]


def test_bodies_of_three_megabytes_come_back(journal: Journal) -> None:
    big = bytes(range(256)) * 12_000
    journal.append([entry(big), entry(big)])
    (record,) = journal.read("bakery", "live", after=0, limit=9, max_bytes=4_000_000)
    assert record.body == big


def test_an_unknown_lane_stands_at_zero(journal: Journal) -> None:
    assert journal.head("bakery", "live") == LaneHead("bakery", "live", 0, 0)
    assert journal.heads() == []


def test_heads_name_every_lane_in_order(journal: Journal) -> None:
    journal.append([entry(), entry(business="aviary"), entry(lane="bulk"), entry()])
    assert journal.heads() == [
        LaneHead("aviary", "live", 1, 0),
        LaneHead("bakery", "bulk", 1, 0),
        LaneHead("bakery", "live", 2, 0),
    ]


def test_appending_nothing_changes_nothing(journal: Journal) -> None:
    assert journal.append([]) == []
    assert journal.append([], if_head=7, epoch=7) == []
    assert journal.heads() == []


def test_taking_a_business_raises_the_epoch_of_both_lanes(journal: Journal) -> None:
    journal.append(entries(2))
    assert journal.take("bakery") == 1
    assert journal.take("bakery") == 2
    assert journal.take("florist") == 1
    assert journal.heads() == [
        LaneHead("bakery", "bulk", 0, 2),
        LaneHead("bakery", "live", 2, 2),
        LaneHead("florist", "bulk", 0, 1),
        LaneHead("florist", "live", 0, 1),
    ]


def test_appending_keeps_the_epoch(journal: Journal) -> None:
    epoch = journal.take("bakery")
    journal.append([*entries(2), *entries(2, lane="bulk")])
    assert {head.epoch for head in journal.heads()} == {epoch}


def test_a_conditional_append_holds_when_nothing_happened(journal: Journal) -> None:
    journal.append(entries(2))
    epoch = journal.take("bakery")
    assert journal.append(entries(2), if_head=2, epoch=epoch) == [3, 4]
    assert journal.append(entries(1, business="florist"), if_head=0) == [1]


def test_a_conditional_append_is_refused_whole_when_the_head_moved(journal: Journal) -> None:
    journal.append(entries(2))
    with pytest.raises(HeadMoved, match="is at 2, not at 1"):
        journal.append(entries(2), if_head=1)
    with pytest.raises(HeadMoved):
        journal.append(entries(2), if_head=3)
    assert journal.head("bakery", "live").head == 2


def test_the_condition_speaks_of_the_live_lane(journal: Journal) -> None:
    journal.append([*entries(2), *entries(5, lane="bulk")])
    assert journal.append(entries(1, lane="bulk"), if_head=2) == [6]
    with pytest.raises(HeadMoved):
        journal.append(entries(1, lane="bulk"), if_head=6)


def test_a_fenced_writer_appends_nothing(journal: Journal) -> None:
    epoch = journal.take("bakery")
    journal.take("bakery")
    with pytest.raises(Fenced, match="epoch 1"):
        journal.append(entries(1), if_head=0, epoch=epoch)
    assert journal.head("bakery", "live").head == 0


def test_evidence_needs_no_epoch(journal: Journal) -> None:
    journal.take("bakery")
    assert journal.append([entry(kind="outcome")]) == [1]


def test_a_condition_on_two_businesses_is_a_mistake(journal: Journal) -> None:
    with pytest.raises(ValueError, match="one business"):
        journal.append([entry(), entry(business="florist")], if_head=0)


def test_redaction_rewrites_the_body_and_nothing_else(journal: Journal) -> None:
    journal.append([entry(b"one"), entry(b"secret"), entry(b"three")])
    before = journal.read("bakery", "live", after=0, limit=9)
    journal.redact("bakery", "live", 2, b"erased")
    after = journal.read("bakery", "live", after=0, limit=9)
    assert [after[0], after[2]] == [before[0], before[2]]
    assert (after[1].body, after[1].redacted) == (b"erased", True)
    assert after[1].digest != before[1].digest
    journal.redact("bakery", "live", 2, b"erased again")
    assert bodies(journal.read("bakery", "live", after=1, limit=1)) == [b"erased again"]
    assert journal.append([entry()]) == [4]


def test_what_is_not_there_cannot_be_redacted(journal: Journal) -> None:
    with pytest.raises(JournalError, match="no record 1"):
        journal.redact("bakery", "live", 1, b"")


def test_many_threads_leave_no_gap_and_no_double(journal: Journal) -> None:
    taken: list[int] = []

    def write() -> None:
        for n in range(20):
            taken.extend(journal.append([entry(b"%d" % n), entry(lane="bulk")])[:1])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))
    assert len(journal.read("bakery", "live", after=0, limit=200)) == 80
    assert journal.head("bakery", "bulk").head == 80


def test_of_many_writers_at_one_head_one_wins(journal: Journal) -> None:
    epoch = journal.take("bakery")
    lost: list[HeadMoved] = []

    def write() -> None:
        try:
            journal.append([entry(kind="attempt")], if_head=0, epoch=epoch)
        except HeadMoved as refusal:
            lost.append(refusal)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(lost), journal.head("bakery", "live").head) == (3, 1)


def test_a_closed_journal_refuses(journal: Journal) -> None:
    journal.close()
    journal.close()
    with pytest.raises(JournalError):
        journal.append([entry()])
