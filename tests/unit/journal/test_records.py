from dataclasses import fields, replace

import pytest

from saath.journal.records import DIGEST_BYTES, Record, digest_of, digest_redacted, place
from tests.unit.journal.records import ENTRY, RECORD


def test_a_placed_entry_carries_its_digest() -> None:
    assert RECORD.position == 7
    assert RECORD.digest == digest_of(RECORD)
    assert len(RECORD.digest) == DIGEST_BYTES


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECORD, business="baker"),
        replace(RECORD, lane="bulk"),
        replace(RECORD, position=8),
        replace(RECORD, kind="policy"),
        replace(RECORD, version=2),
        replace(RECORD, source="meta"),
        replace(RECORD, received_at=0),
        replace(RECORD, body=b'{"reply": 2}'),
        replace(RECORD, copy_of="unclaimed:live:1"),
        replace(RECORD, redacted=True),
    ],
)
def test_the_digest_covers_every_field(changed: Record) -> None:
    assert digest_of(changed) != RECORD.digest


def test_every_field_was_tried_above() -> None:
    assert len(fields(Record)) == 11


def test_bytes_cannot_move_from_one_field_to_the_next() -> None:
    one = place(replace(ENTRY, source="sa", copy_of="b"), 1)
    other = place(replace(ENTRY, source="s", copy_of="ab"), 1)
    assert one.digest != other.digest


def test_a_redacted_record_has_the_digest_of_its_new_body() -> None:
    redacted = replace(RECORD, body=b"{}", redacted=True)
    assert digest_redacted(RECORD, b"{}") == digest_of(redacted)


@pytest.mark.parametrize(
    "wrong",
    [
        {"business": ""},
        {"business": "bäckerei"},
        {"business": "bakery\n"},
        {"source": "me\x00ta"},
        {"copy_of": "\ud800"},
        {"lane": "fast"},
        {"kind": "gossip"},
        {"version": 0},
        {"received_at": -1},
        {"received_at": 2**63},
    ],
)
def test_an_entry_no_engine_could_keep_cannot_exist(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        replace(ENTRY, **wrong)  # type: ignore[arg-type]  # wrong on purpose
