"""The live lane becomes people, conversations and messages."""

import pytest

from saath.journal import Journal
from saath.project import live, open_writer
from saath.store.models import Conversation, Message
from saath.store.tenancy import as_business
from tests.deliveries import (
    BUSINESS,
    DAY,
    NUMBER,
    delivery,
    echoed,
    entry,
    policy_entry,
    reported,
    said,
)


def test_what_was_said_can_be_read_from_the_tables(journal: Journal) -> None:
    journal.append(
        [
            policy_entry(),
            entry(delivery(said("wamid.A", 10, "Do you have saffron?", phone="919000000002"))),
            entry(delivery(reported("wamid.B", 31, "delivered", phone="919000000002"))),
            entry(delivery(echoed("wamid.B", 30, "Yes, we do.", phone="919000000002"))),
        ]
    )
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    progress = live(writer)
    assert (progress.records, progress.moved) == (4, True)
    with as_business(BUSINESS, reads=True):
        messages = Message.objects.order_by("at").values_list("wamid", "direction", "text")
        assert list(messages) == [
            ("wamid.A", "in", "Do you have saffron?"),
            ("wamid.B", "out", "Yes, we do."),
        ]
        conversation = Conversation.objects.get()
    assert conversation.last_at == (DAY + 30) * 1000
    assert conversation.control == "phone"
    assert progress.touched == {(conversation.person, NUMBER)}
    assert live(writer).moved is False


def test_a_turn_is_larger_only_while_far_behind(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saath.project.turns.LIVE_RECORDS", 2)
    monkeypatch.setattr("saath.project.turns.CATCH_UP_RECORDS", 5)
    told = [said(f"wamid.{n}", n, "hello", phone="919000000002") for n in range(11)]
    journal.append([policy_entry(), *(entry(delivery(one)) for one in told)])
    writer = open_writer(journal, BUSINESS, journal.take(BUSINESS))
    assert [live(writer).records for _turn in range(5)] == [5, 5, 2, 0, 0]
