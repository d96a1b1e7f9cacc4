"""WhatsApp limits how many people a portfolio writes to first: one too many is told so at once."""

import pytest

from saath.domain.facts.requests import Reply
from saath.domain.ids import alias_id
from saath.domain.outgoing import Outgoing, Template
from saath.queries.sending import explain_send
from tests import deliveries as meta
from tests.deliveries import BUSINESS, NUMBER, PORTFOLIO
from tests.fake_graph import FakeGraph, failing
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


def test_one_person_too_many_is_refused_whether_or_not_all_are_asked_for_at_once(
    met: House, graph: FakeGraph
) -> None:
    offers(met, *PEOPLE[:3])
    assert len(graph.taken) == 2
    offers(met, PEOPLE[3])
    assert len(graph.taken) == 2
    assert met.progress.count("cancelled") == 2
    assert {m.failure.title for m in met.ours if m.failure} == {"limit-reached"}


def test_whoever_is_about_to_write_is_told_before(met: House) -> None:
    def against(phone: str) -> set[str]:
        key = f"{alias_id(BUSINESS, PORTFOLIO, 'phone', phone)}-{NUMBER}"
        return {one.reason for one in explain_send(BUSINESS, key, OFFER, met.now) or ()}

    assert "limit-reached" not in against(PEOPLE[2])
    offers(met, *PEOPLE[:2])
    assert "limit-reached" in against(PEOPLE[2])
    assert "limit-reached" not in against(PEOPLE[0])


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


def test_whom_whatsapp_refused_was_not_reached(met: House, graph: FakeGraph) -> None:
    for _two in range(2):
        graph.behaves(failing(132001))
    offers(met, *PEOPLE[:2])
    assert (len(graph.posts), len(graph.taken)) == (2, 0)
    offers(met, *PEOPLE[2:])
    assert len(graph.taken) == 2


def test_the_later_word_of_whatsapp_counts(met: House, graph: FakeGraph) -> None:
    later = met.now + 1000
    met.sendings[-1].tiers = lambda _business, _number: ("TIER_250", later)
    offers(met, *PEOPLE[:3])
    assert len(graph.taken) == 3
    met.sendings[-1].tiers = lambda _business, _number: ("TIER_250", 1)
    offers(met, PEOPLE[3])
    assert len(graph.taken) == 3


@pytest.mark.parametrize(("tier", "sent"), [("3", 3), ("TIER_2K", 4), ("", 4)])
def test_what_no_webhook_told_is_what_whatsapp_said_when_it_was_asked(
    house: House, graph: FakeGraph, tier: str, sent: int
) -> None:
    for phone in PEOPLE:
        house.customer_writes(phone=phone)
    house.after(hours=48)
    house.sendings[-1].tiers = lambda _business, _number: (tier, house.now)
    offers(house, *PEOPLE)
    assert len(graph.taken) == sent
