"""Whatever the order, the copies and the batches, the tables come to the same.

Every example is a business of its own in one shared installation: ids are salted with the
business, so equal hashes also show that no id of ours is in the hash.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saath.journal import Journal, Lane
from saath.project import Writer, bulk, live, open_writer
from saath.store.hash import state_hash
from saath.store.tenancy import across_businesses
from tests.deliveries import (
    REGISTERED,
    became,
    delivery,
    echoed,
    edited,
    entry,
    in_book,
    policy_entry,
    reacted,
    remembered,
    reported,
    said,
)
from tests.stores import shared_journal as journal

__all__ = ["journal"]

ASHA, ASHA_LATER, ASHA_ID = "919000000002", "919000000003", "IN.1111111111111111"
RAVI = "919000000004"

LIVE = [
    said("wamid.1", 10, "Is the blue one there?", phone=ASHA),
    said("wamid.2", 20, "Or the green?", bsuid=ASHA_ID, name="Asha D"),
    said("wamid.3", 90, "I have a new phone", phone=ASHA_LATER, bsuid=ASHA_ID),
    became(ASHA, ASHA_LATER, 80, "wamid.4"),
    echoed("wamid.5", 20, "Both are here.", phone=ASHA),
    reported("wamid.5", 22, "read", phone=ASHA),
    reported("wamid.5", 21, "delivered", bsuid=ASHA_ID),
    edited("wamid.6", "wamid.1", 15, "Is the red one there?", phone=ASHA),
    reacted("wamid.7", "wamid.5", 30, "👍", phone=ASHA),
    in_book(ASHA, "Asha Devi", 5),
    said("wamid.8", 20, "Good morning", phone=RAVI, name="Ravi"),
    reported("wamid.9", 41, "sent", phone=RAVI),
]
BULK = [
    remembered(ASHA, [("wamid.0", -90, "old", "in"), ("wamid.1", 10, "Is the blue one?", "in")]),
    remembered(RAVI, [("wamid.9", 40, "Good day", "out"), ("wamid.h", -5, "Hi", "in")], order=2),
    remembered(ASHA_LATER, [("wamid.5", 20, "Both are here.", "out")], order=3),
]

SAID_TWICE = 3  # the BSUID tells as well that both numbers are Asha's

type Told = Sequence[tuple[Lane, list[dict[str, Any]]]]

ORDINARY: Told = [*[("live", [c]) for c in LIVE], *[("bulk", [c]) for c in BULK]]

_names = count()


@st.composite
def tellings(draw: st.DrawFn) -> Told:
    """The same changes in another order, some of them twice, packed otherwise."""
    told: list[tuple[Lane, list[dict[str, Any]]]] = []
    lanes: dict[Lane, list[dict[str, Any]]] = {"live": LIVE, "bulk": BULK}
    for lane, changes in lanes.items():
        twice = draw(st.lists(st.sampled_from(changes), max_size=4))
        waiting = draw(st.permutations([*changes, *twice]))
        while waiting:
            size = draw(st.integers(1, 4))
            told.append((lane, waiting[:size]))
            waiting = waiting[size:]
    return list(draw(st.permutations(told)))


def fresh(journal: Journal) -> Writer:
    """The writer of a business that never was before."""
    business = f"business-{next(_names)}"
    journal.append([policy_entry(replace(REGISTERED, business=business))])
    return open_writer(journal, business, journal.take(business))


def tell(journal: Journal, writer: Writer, told: Told) -> None:
    """Append these deliveries."""
    journal.append(
        [entry(delivery(*changes), lane, business=writer.business) for lane, changes in told]
    )


def drain(writer: Writer, records: int, facts: int) -> str:
    """Project everything and return what it came to."""
    while live(writer, records).moved or bulk(writer, facts).moved:
        pass
    return hash_of(writer)


def hash_of(writer: Writer) -> str:
    """What a business came to."""
    with across_businesses():
        return state_hash(business=writer.business)


def expected(journal: Journal) -> str:
    """What everything comes to when it is told once, in order."""
    writer = fresh(journal)
    tell(journal, writer, ORDINARY)
    return drain(writer, 500, 250)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=tellings(), records=st.sampled_from([1, 3, 500]), facts=st.sampled_from([1, 2, 250]))
def test_order_copies_and_batches_change_nothing(
    journal: Journal,
    told: Told,
    records: int,
    facts: int,
) -> None:
    writer = fresh(journal)
    tell(journal, writer, told)
    assert drain(writer, records, facts) == expected(journal)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=tellings(), cut=st.integers(0, 8))
def test_a_writer_that_starts_anew_in_the_middle_comes_to_the_same(
    journal: Journal, told: Told, cut: int
) -> None:
    writer = fresh(journal)
    tell(journal, writer, told[:cut])
    drain(writer, 500, 2)
    tell(journal, writer, told[cut:])
    later = open_writer(journal, writer.business, journal.take(writer.business))
    assert drain(later, 2, 3) == expected(journal)


def test_leaving_out_one_message_is_seen_in_the_hash(journal: Journal) -> None:
    complete = expected(journal)
    for left_out in [number for number in range(len(LIVE)) if number != SAID_TWICE]:
        writer = fresh(journal)
        kept = [told for number, told in enumerate(ORDINARY) if number != left_out]
        tell(journal, writer, kept)
        assert drain(writer, 500, 250) != complete, LIVE[left_out]
