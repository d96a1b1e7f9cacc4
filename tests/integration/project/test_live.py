"""The live lane becomes people, conversations and messages."""

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
