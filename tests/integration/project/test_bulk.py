"""The bulk lane is projected in slices, and never overtakes the live lane's policies."""

from dataclasses import replace

from saath.domain.policy import Number
from saath.journal import Entry, Journal
from saath.project import bulk, live, open_writer, verify
from saath.project.ahead import FACT_BYTES
from saath.store.imports import Brought, Contacts, RefusedLine, import_entry
from saath.store.models import Cursor, Message
from saath.store.tenancy import as_business
from tests.deliveries import (
    BUSINESS,
    DAY,
    NUMBER,
    REGISTERED,
    delivery,
    entry,
    policy_entry,
    remembered,
)


def test_a_chunk_is_projected_slice_by_slice(journal: Journal) -> None:
    thread = [(f"wamid.{n}", n, f"message {n}", "in") for n in range(25)]
    journal.append([policy_entry(), entry(delivery(remembered("919000000002", thread)), "bulk")])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    seen = []
    while (progress := bulk(writer, 10)).moved:
        with as_business(BUSINESS, reads=True):
            at = Cursor.objects.get(lane="bulk")
            seen.append((progress.records, at.position, at.part, Message.objects.count()))
    # The chunk holds 25 messages and the fact that it arrived. Each slice is a record by itself.
    assert [(records, position, part) for records, position, part, _ in seen] == [
        (1, 0, 10),
        (1, 0, 20),
        (2, 1, 0),
    ]
    assert seen[-1][3] == 25


def test_a_slice_is_filled_with_the_beginning_of_the_next_chunk(journal: Journal) -> None:
    said = "x" * FACT_BYTES
    chunks = [[(f"wamid.{c}.{n}", c * 20 + n, said, "in") for n in range(15)] for c in range(4)]
    bodies = [delivery(remembered("919000000002", chunk)) for chunk in chunks]
    journal.append([policy_entry(), *(entry(body, "bulk") for body in bodies)])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    slices = []
    while (progress := bulk(writer, 20)).moved:
        slices.append(progress.facts)
    assert slices == [20, 20, 20, 4]  # of 15 messages, and the fact that they arrived, each
    with as_business(BUSINESS, reads=True):
        assert Message.objects.count() == 60
    verdict = verify(journal, scratch=901)
    assert verdict.equal


def brought(contacts: int, refused: int) -> Entry:
    """A file of contacts in which so many lines could not be used."""
    people = [Brought(n, f"Customer {n}", f"9190000{n:05}") for n in range(contacts)]
    lines = [RefusedLine(n, "no phone", "x" * FACT_BYTES) for n in range(refused)]
    body = Contacts(NUMBER, "book.vcf", "asha", DAY * 1000, tuple(people), tuple(lines))
    return import_entry(BUSINESS, body, source="vcard")


def test_a_long_file_that_says_nothing_ends_the_slice_that_reaches_into_it(
    journal: Journal,
) -> None:
    chunk = delivery(remembered("919000000002", [("wamid.1", 5, "old", "in")]))
    journal.append([policy_entry(), entry(chunk, "bulk"), brought(0, refused=9)])
    journal.append(
        [entry(delivery(remembered("919000000002", [("wamid.2", 6, "x", "in")])), "bulk")]
    )
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    while bulk(writer, 10).moved:
        pass
    with as_business(BUSINESS, reads=True):
        assert Message.objects.count() == 2
        assert Cursor.objects.get(lane="bulk").position == 3
    assert verify(journal, scratch=902).equal


def test_a_slice_of_a_file_is_no_longer_than_one_of_a_history(journal: Journal) -> None:
    chunk = delivery(remembered("919000000002", [("wamid.1", 5, "old", "in")]))
    journal.append([policy_entry(), entry(chunk, "bulk"), brought(200, refused=0)])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(writer)
    slices = []
    while (progress := bulk(writer, 50)).moved:
        slices.append(progress.facts)
    assert slices == [50, 50, 50, 50, 2]


def test_a_new_writer_goes_on_inside_a_chunk(journal: Journal) -> None:
    thread = [(f"wamid.{n}", n, f"message {n}", "in") for n in range(25)]
    journal.append([policy_entry(), entry(delivery(remembered("919000000002", thread)), "bulk")])
    first = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    live(first)
    bulk(first, 10)
    second = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    assert bulk(second, 100).facts == 16
    with as_business(BUSINESS, reads=True):
        assert Message.objects.count() == 25
        assert Cursor.objects.get(lane="bulk").facts == 26


def test_bulk_waits_for_live_records_received_before_it(journal: Journal) -> None:
    other = Number("700100200300499", "800100200300400", "900100200300400")
    grown = replace(REGISTERED, version=2, numbers=(*REGISTERED.numbers, other))
    chunk = delivery(remembered("919000000002", [("wamid.1", 5, "old", "in")]))
    moment = DAY * 1000
    journal.append([policy_entry(), entry(chunk, "bulk", moment + 9)])
    journal.append([policy_entry(grown, moment + 5), policy_entry(grown, moment + 10)])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    assert bulk(writer).moved is False
    live(writer, 1)
    assert bulk(writer).moved is False
    live(writer, 1)
    assert bulk(writer).moved is True
