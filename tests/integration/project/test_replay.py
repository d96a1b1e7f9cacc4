"""`verify` proves that the tables are what the journal says; `rebuild` makes them so."""

from pathlib import Path

from django.db import connections

from saath.journal import Journal
from saath.project import bulk, live, open_writer, rebuild, verify
from saath.store.generation import follow, present
from saath.store.hash import state_hash
from saath.store.models import Message
from saath.store.tenancy import across_businesses, as_business
from tests.deliveries import (
    BUSINESS,
    change,
    delivery,
    echoed,
    entry,
    policy_entry,
    remembered,
    said,
)
from tests.stores import installed

SCRATCH = 4711
ASHA = "919000000002"
THREAD = [(f"wamid.{n}", n, f"message {n}", "in") for n in range(20)]


def project_some(journal: Journal) -> None:
    """Project the live lane, and the bulk lane to the middle of a chunk."""
    journal.append(
        [
            policy_entry(),
            entry(delivery(said("wamid.3", 3, "message 3", phone=ASHA))),
            entry(delivery(echoed("wamid.e", 30, "Here I am", phone=ASHA))),
            entry(delivery(change("a_field_of_tomorrow", something="new"))),
            entry(delivery(remembered(ASHA, THREAD)), "bulk"),
        ]
    )
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    bulk(writer, 7)


def present_hash() -> str:
    """What the tables are."""
    with across_businesses():
        return state_hash()


def test_verify_folds_to_exactly_where_the_tables_stand(journal: Journal) -> None:
    project_some(journal)
    verdict = verify(journal, scratch=SCRATCH)
    assert verdict.equal
    assert verdict.state_hash == present_hash()
    assert (verdict.records, verdict.facts, verdict.unrecognized) == (5, 11, 1)
    assert present() == 1
    assert f"tables_{SCRATCH}" not in connections.settings


def test_verify_sees_a_row_that_nobody_said(journal: Journal) -> None:
    project_some(journal)
    with as_business(BUSINESS):
        Message.objects.filter(business=BUSINESS, wamid="wamid.3").update(text="another word")
    verdict = verify(journal, scratch=SCRATCH)
    assert not verdict.equal
    assert verdict.state_hash != verdict.rebuilt_hash


def test_rebuild_mends_the_tables_and_goes_on_to_the_head(journal: Journal) -> None:
    project_some(journal)
    before = present_hash()
    with as_business(BUSINESS):
        Message.objects.filter(business=BUSINESS, wamid="wamid.3").update(text="another word")
    verdict = rebuild(journal)
    assert verdict.rebuilt_hash == before
    assert not verdict.equal
    assert follow() == present() == 2
    with as_business(BUSINESS, reads=True):
        assert Message.objects.get(wamid="wamid.3").text == "message 3"
        assert Message.objects.filter(wamid="wamid.19").exists()
    assert rebuild(journal).equal
    assert present() == 3


def test_the_hash_is_the_same_on_both_databases(journal: Journal, tmp_path: Path) -> None:
    project_some(journal)
    found = present_hash()
    other = tmp_path / "other"
    other.mkdir()
    with installed(other, other) as elsewhere:
        project_some(elsewhere)
        assert present_hash() == found
