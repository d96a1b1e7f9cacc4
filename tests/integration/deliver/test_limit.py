"""WhatsApp limits how many people a portfolio writes to first: one too many waits, and tells so."""

import pytest

from saath.domain.facts.requests import Reply
from saath.domain.outgoing import Outgoing, Template
from tests import deliveries as meta
from tests.fake_graph import FakeGraph
from tests.sending import House

OFFER = Outgoing("template", template=Template("offer", "en"))
PEOPLE = tuple(f"91900000010{number}" for number in range(4))


@pytest.fixture
def met(house: House) -> House:
    """Four people wrote two days ago; WhatsApp lets the portfolio write first to two a day."""
    for phone in PEOPLE:
        house.customer_writes(phone=phone)
    house.after(hours=48)
    tells(house, 2)
    house.settles()
    return house


def tells(house: House, people: int) -> None:
    """WhatsApp says what the portfolio may, now by its clock."""
    told = meta.change("business_capability_update", max_daily_conversations_per_business=people)
    body = meta.delivery(told).replace(
        b'"changes"', f'"time": {house.now // 1000}, "changes"'.encode()
    )
    house.journal.append([meta.entry(body, at=house.now)])


def offers(house: House, *phones: str) -> None:
    for phone in phones:
        house.asks(Reply(OFFER), phone=phone)
    house.settles()


def test_one_person_too_many_waits_whether_or_not_all_are_asked_for_at_once(
    met: House, graph: FakeGraph
) -> None:
    offers(met, *PEOPLE[:3])
    assert len(graph.taken) == 2
    offers(met, PEOPLE[3])
    assert len(graph.taken) == 2
    assert met.progress.count("queued") == 2


def test_the_same_person_counts_once_and_an_answer_counts_nobody(
    met: House, graph: FakeGraph
) -> None:
    offers(met, PEOPLE[0], PEOPLE[0], PEOPLE[1])
    met.customer_writes(phone=PEOPLE[2])
    offers(met, PEOPLE[2])
    assert len(graph.taken) == 4


def test_a_day_later_others_may_be_written_to(met: House, graph: FakeGraph) -> None:
    offers(met, *PEOPLE[:2])
    met.after(hours=24, seconds=1)
    offers(met, *PEOPLE[2:])
    assert len(graph.taken) == 4


def test_a_higher_limit_lets_go_of_what_waits(met: House, graph: FakeGraph) -> None:
    offers(met, *PEOPLE[:3])
    met.after(seconds=30)
    tells(met, 250)
    met.settles()
    assert len(graph.taken) == 3


@pytest.mark.parametrize(("tier", "sent"), [("3", 3), ("TIER_2K", 4), ("", 4)])
def test_what_no_webhook_told_is_what_whatsapp_said_when_it_was_asked(
    house: House, graph: FakeGraph, tier: str, sent: int
) -> None:
    for phone in PEOPLE:
        house.customer_writes(phone=phone)
    house.after(hours=48)
    house.sendings[-1].tiers = lambda _business, _number: tier
    offers(house, *PEOPLE)
    assert len(graph.taken) == sent
