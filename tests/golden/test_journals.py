"""A journal of every release is still read, and folds to what it folded to then."""

import pytest
from msgspec.json import decode

from saath.domain.outgoing import Outgoing
from saath.journal import Entry, Journal
from saath.journal.records import KINDS
from saath.project import live, open_writer
from saath.store.bodies import ACTIONS
from saath.store.hash import state_hash
from saath.store.models import Outbox, Result
from saath.store.tenancy import across_businesses, as_business
from tests.deliveries import BUSINESS
from tests.golden.journal_story import JOURNALS

FOLDED = {
    "0.1": "5b9381560763ff4f1305a9b1a9287c457696b6d3dcaf2b60793ef584a22d08da",
}
"""The state hash of each release's journal. A line changes only with a decision record."""


def entries(release: str) -> list[Entry]:
    """The records of a golden journal as they were appended, lane after lane."""
    lines = (JOURNALS / f"{release}.jsonl").read_bytes().splitlines()
    return [_entry(*decode(line)) for line in lines]


def _entry(*said: object) -> Entry:
    lane, kind, version, source, received_at, body, copy_of = said
    header = (lane, kind, version, source, received_at)
    return Entry(BUSINESS, *header, str(body).encode(), copy_of)  # type: ignore[arg-type]  # as written


@pytest.mark.parametrize("release", FOLDED)
def test_a_journal_folds_to_what_it_folded_to_in_its_release(
    journal: Journal, release: str
) -> None:
    journal.append(entries(release))
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    while live(writer).moved:
        pass
    with across_businesses():
        assert state_hash() == FOLDED[release]
    with as_business(BUSINESS, reads=True):
        assert Outbox.objects.count() == 0
        assert Result.objects.exclude(refusal="").count() == 0


def test_every_journal_has_its_hash() -> None:
    assert {path.stem for path in JOURNALS.glob("*.jsonl")} == set(FOLDED)


def test_the_newest_journal_holds_everything_that_is_ever_appended() -> None:
    told = entries(list(FOLDED)[-1])
    bodies = [decode(one.body) for one in told if one.source == "saath"]
    assert {one.kind for one in told} == KINDS
    asked = {body["action"]["type"] for body in bodies if "action" in body}
    assert asked == set(ACTIONS)
    outcomes = {body["outcome"] for body in bodies if "outcome" in body}
    assert outcomes == {"accepted", "rejected", "deferred", "unconfirmed", "cancelled"}
    timers = {
        body.get("kind", body["type"]) for body in bodies if body.get("type") in {"fell", "slice"}
    }
    assert timers == {"release", "doubt", "slice"}
    assert {one.lane for one in told} == {"live", "bulk"}


def test_an_outgoing_of_then_is_an_outgoing_of_now() -> None:
    told = entries(next(iter(FOLDED)))
    attempts = [decode(one.body) for one in told if one.kind == "attempt"]
    assert {*attempts[0]["intention"]["outgoing"]} <= {*Outgoing.__slots__}
