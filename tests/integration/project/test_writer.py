"""One writer per business: the second fences the first, and nothing half-written stays."""

from dataclasses import replace

import pytest

from saath.journal import Fenced, Journal, JournalCorrupt
from saath.project import TablesAhead, Writer, live, open_writer, rebuild, verify, writer
from saath.store.generation import present
from saath.store.hash import state_hash
from saath.store.models import Cursor, Message
from saath.store.tenancy import across_businesses, as_business
from tests.deliveries import (
    BUSINESS,
    REGISTERED,
    became,
    delivery,
    echoed,
    entry,
    policy_entry,
    reported,
    said,
)

FIRST = said("wamid.1", 1, "one", phone="919000000002")
SECOND = said("wamid.2", 2, "two", phone="919000000002")


def writer_of(journal: Journal) -> Writer:
    """A writer with one delivery before it."""
    journal.append([policy_entry(), entry(delivery(FIRST))])
    return open_writer(journal, BUSINESS, journal.take(BUSINESS))


def count_messages() -> int:
    """How many messages the tables hold."""
    with as_business(BUSINESS, reads=True):
        return Message.objects.count()


def test_the_second_writer_fences_the_first(journal: Journal) -> None:
    first = writer_of(journal)
    second = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    with pytest.raises(Fenced):
        live(first)
    assert count_messages() == 0
    assert live(second).records == 2
    assert count_messages() == 1
    with pytest.raises(Fenced):
        open_writer(journal, BUSINESS, first.epoch)


def test_a_failed_transaction_leaves_nothing_and_is_done_again(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = writer_of(journal)

    def interrupted(*_given: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(writer, "advance", interrupted)
        with pytest.raises(InterruptedError):
            live(at_work)
    assert count_messages() == 0
    assert live(at_work).records == 2
    assert count_messages() == 1


def test_a_damaged_record_stops_the_writer_with_a_sentence(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = writer_of(journal)
    live(at_work)

    def damaged(*_given: object, **_named: object) -> None:
        raise JournalCorrupt(BUSINESS, "live", 3, "the record is missing")

    with monkeypatch.context() as patched:
        patched.setattr(journal, "read", damaged)
        with pytest.raises(JournalCorrupt, match="position 3"):
            live(at_work)
    journal.append([entry(delivery(SECOND))])
    assert live(at_work).records == 1


def test_tables_that_know_more_than_the_journal_are_refused(journal: Journal) -> None:
    live(writer_of(journal))
    with as_business(BUSINESS):
        Cursor.objects.filter(business=BUSINESS, lane="live").update(position=99)
    with pytest.raises(TablesAhead, match="whole backup"):
        open_writer(journal, BUSINESS, journal.take(BUSINESS))


def test_a_rebuild_never_deletes_what_the_journal_lost_unless_that_is_accepted(
    journal: Journal,
) -> None:
    live(writer_of(journal))
    with as_business(BUSINESS):
        Cursor.objects.filter(business=BUSINESS, lane="live").update(position=99)
    before = present()
    with pytest.raises(TablesAhead, match="records were lost"):
        rebuild(journal)
    with pytest.raises(TablesAhead, match="records were lost"):
        verify(journal, scratch=4711)
    assert present() == before
    rebuild(journal, accept_loss=True)
    assert present() == before + 1
    assert verify(journal, scratch=4711).equal


def test_a_writer_that_knows_its_people_comes_to_what_a_forgetful_one_does(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = set()
    for most in (0, 10_000):
        monkeypatch.setattr(writer, "PEOPLE_KNOWN_MAX", most)
        business = f"business-{most}"
        tell(journal, business)
        at_work = open_writer(journal, business, journal.take(business))
        while live(at_work, 1).moved:
            pass
        with across_businesses():
            hashes.add(state_hash(business=business))
    assert len(hashes) == 1


def tell(journal: Journal, business: str) -> None:
    """Say the same to a business of another name."""
    asha, later = "919000000002", "919000000003"
    journal.append([policy_entry(replace(REGISTERED, business=business))])
    for change in (
        FIRST,
        said("wamid.2", 2, "two", phone=later, name="Asha D"),
        echoed("wamid.3", 3, "three", phone=later),
        became(asha, later, 4, "wamid.4"),
        reported("wamid.3", 5, "read", phone=asha),
        said("wamid.5", 6, "five", bsuid="IN.1111111111111111", phone=later),
    ):
        journal.append([entry(delivery(change), business=business)])
