"""The questions, asked of real rows on both databases."""

from collections.abc import Callable

import pytest

from saath.domain.facts import EchoReceived, Fact, IdentityChanged
from saath.domain.identity import Identity
from saath.queries.conversations import get_conversation, list_conversations
from saath.queries.cursors import InvalidCursor
from saath.queries.inbox import NoConversation, count_waiting, read_inbox, read_list, read_thread
from saath.queries.messages import list_messages
from saath.queries.notices import list_notices, list_parked
from saath.queries.views import Page
from saath.store.models import Parked
from saath.store.tenancy import as_business
from tests.journeys import shop as sample
from tests.journeys.opened import NEXT_DOOR, NOW
from tests.journeys.shop import BUSINESS, DINESH, HARPREET, NAMELESS, NEHA, PATEL, SELVI

pytestmark = pytest.mark.usefixtures("shop")


def ids(*people: Identity) -> list[str]:
    return [sample.conversation(who) for who in people]


def pages[Row](ask: Callable[[str | None], Page[Row]]) -> list[Row]:
    """All rows, page by page."""
    page = ask(None)
    rows = list(page.rows)
    while page.next:
        assert len(rows) < 50, "the pages go around"
        page = ask(page.next)
        rows += page.rows
    return rows


def test_conversations_come_newest_first() -> None:
    page = list_conversations(BUSINESS, NOW, limit=10)
    assert [c.id for c in page.rows] == ids(NAMELESS, SELVI, DINESH, NEHA, HARPREET, PATEL)
    assert page.next is None


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_put_together_are_the_list(limit: int) -> None:
    whole = list_conversations(BUSINESS, NOW, limit=100).rows
    paged = pages(lambda after: list_conversations(BUSINESS, NOW, limit=limit, after=after))
    assert tuple(paged) == whole


@pytest.mark.parametrize("limit", [1, 3])
def test_pages_of_a_thread_put_together_are_the_thread(limit: int) -> None:
    key = sample.conversation(DINESH)

    def ask(after: str | None, limit: int = limit) -> Page[object]:
        page = list_messages(BUSINESS, key, limit=limit, after=after)
        assert page is not None
        return Page(page.rows, page.next)

    def whole(after: str | None) -> Page[object]:
        return ask(after, 100)

    assert pages(ask) == pages(whole)
    assert len(pages(ask)) == 13


def test_a_conversation_says_who_it_is_with() -> None:
    found = get_conversation(BUSINESS, sample.conversation(SELVI), NOW)
    assert found is not None
    contact = found.contact
    assert (contact.name, contact.phone, contact.username) == ("செல்வி", "", "selvi_tea")
    assert contact.bsuid == "IN.4455667788990011"
    assert contact.stopped_marketing


def test_the_address_book_names_a_person_before_their_profile_does() -> None:
    found = get_conversation(BUSINESS, sample.conversation(PATEL), NOW)
    assert found is not None
    assert found.contact.name == "Patel Kirana, Anand"


def test_who_waits_has_waited_since_the_first_unanswered_message() -> None:
    found = read_list(BUSINESS, NOW)
    waiting = {c.id: NOW - c.waiting_since for c in found.waiting}
    assert waiting == {
        sample.conversation(HARPREET): 23 * sample.HOUR + 10 * sample.MINUTE,
        sample.conversation(DINESH): 30 * sample.MINUTE,
        sample.conversation(SELVI): 4 * sample.MINUTE,
        sample.conversation(NAMELESS): 90_000,
    }
    assert [c.id for c in found.waiting] == ids(HARPREET, DINESH, SELVI, NAMELESS)
    assert [c.id for c in found.answered.rows] == ids(NEHA, PATEL)
    assert found.waiting_count == count_waiting(BUSINESS, NOW) == 4


def test_the_list_and_the_flag_agree() -> None:
    for conversation in list_conversations(BUSINESS, NOW, limit=100).rows:
        assert conversation.needs_reply == (conversation.waiting_since > 0)


def test_the_phone_has_control_after_it_answered() -> None:
    found = {c.id: c.control for c in list_conversations(BUSINESS, NOW, limit=100).rows}
    assert found[sample.conversation(NEHA)] == "phone"
    assert found[sample.conversation(SELVI)] == "nobody"


def test_the_last_message_is_previewed() -> None:
    found = {c.id: c.preview for c in list_conversations(BUSINESS, NOW, limit=100).rows}
    dinesh, nameless = found[sample.conversation(DINESH)], found[sample.conversation(NAMELESS)]
    assert dinesh is not None
    assert (dinesh.text, dinesh.direction) == ("80 kilo ka final bhav batao", "in")
    assert nameless is not None
    assert nameless.type == "voice"


def test_chats_that_waited_when_the_number_was_linked_wait_in_the_list_too() -> None:
    business, linked = "moving", NOW - 10 * sample.DAY
    people = [Identity(phone=f"91900000{n:04}") for n in range(4)]
    facts: list[Fact] = [
        sample.said("a", linked - sample.HOUR, people[0], "left waiting", past=True),
        sample.said("b", linked - 50 * sample.HOUR, people[1], "too long ago", past=True),
        sample.said("c", linked - 2 * sample.HOUR, people[2], "question", past=True),
        sample.echoed("d", linked - sample.HOUR, people[2], "answer", past=True),
        sample.said("e", linked - 3 * sample.HOUR, people[3], "left waiting", past=True),
        sample.said("f", NOW - sample.MINUTE, people[3], "and asks again"),
    ]
    sample.fill(facts, sample.policy(NOW, business), NOW)
    found = read_list(business, NOW)
    keys = [sample.conversation(who, business) for who in people]
    assert [c.id for c in found.waiting] == [keys[0], keys[3]]
    assert {c.id for c in found.answered.rows} == {keys[1], keys[2]}
    assert found.waiting_count == count_waiting(business, NOW) == 2
    assert found.waiting[0].waiting_since == linked - sample.HOUR
    flags = {c.id: c.needs_reply for c in list_conversations(business, NOW, limit=10).rows}
    assert flags == {keys[0]: True, keys[1]: False, keys[2]: False, keys[3]: True}


def test_more_than_a_hundred_waiting_chats_are_all_counted() -> None:
    business = "rush-hour"
    facts: list[Fact] = [
        sample.said(f"q{n}", NOW - n * 1000, Identity(phone=f"91911111{n:04}"), "?")
        for n in range(103)
    ]
    sample.fill(facts, sample.policy(NOW, business), NOW)
    found = read_list(business, NOW)
    assert (len(found.waiting), found.waiting_count) == (100, 103)
    assert found.waiting[0].waiting_since == NOW - 102_000


def test_a_quoted_message_comes_with_the_thread() -> None:
    found = read_thread(BUSINESS, sample.conversation(DINESH), NOW)
    quoting = next(m for m in found.messages.rows if m.reply_to)
    assert found.quoted[quoting.reply_to].text == "Good morning! Is the new Darjeeling in?"


def test_the_whole_page_is_the_list_and_the_thread() -> None:
    key = sample.conversation(NEHA)
    found = read_inbox(BUSINESS, key, NOW)
    assert found.list == read_list(BUSINESS, NOW, opened=key)
    assert found.thread == read_thread(BUSINESS, key, NOW)


@pytest.mark.parametrize("key", ["", "-", "nobody", "nobody-1", "0" * 20 + f"-{sample.NUMBER}"])
def test_an_unknown_conversation_is_none(key: str) -> None:
    assert get_conversation(BUSINESS, key, NOW) is None
    assert list_messages(BUSINESS, key, limit=5) is None
    with pytest.raises(NoConversation):
        read_thread(BUSINESS, key, NOW)


def test_another_businesss_conversation_is_none() -> None:
    theirs = sample.conversation(DINESH, NEXT_DOOR)
    assert get_conversation(NEXT_DOOR, theirs, NOW) is not None
    assert get_conversation(BUSINESS, theirs, NOW) is None
    assert list_messages(BUSINESS, theirs, limit=5) is None


def test_a_cursor_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        list_conversations(BUSINESS, NOW, limit=5, after="nonsense!")


def test_notices_come_newest_first_page_by_page() -> None:
    whole = list_notices(BUSINESS, limit=10)
    assert [n.what for n in whole.rows] == ["weather_update", "account_review_update"]
    assert pages(lambda after: list_notices(BUSINESS, limit=1, after=after)) == list(whole.rows)


def test_a_parked_conversation_is_listed() -> None:
    assert list_parked(BUSINESS) == ()
    with as_business(BUSINESS):
        parked = Parked.objects.create(
            business=BUSINESS,
            person="p",
            phone_number_id="n",
            lane="live",
            position=1,
            part=0,
            live_position=1,
            bulk_position=0,
            reason="ValueError",
            at=7,
        )
    try:
        (found,) = list_parked(BUSINESS)
    finally:
        with as_business(BUSINESS):
            parked.delete()
    assert (found.conversation, found.reason, found.at) == ("p-n", "ValueError", 7)


def test_after_a_merge_the_old_id_still_leads_to_the_conversation() -> None:
    business = "merging"
    bsuid, phone = Identity(bsuid="IN.99"), Identity(phone="919000011111")
    both = Identity(bsuid="IN.99", phone="919000011111")
    facts: list[Fact] = [
        sample.said("a", NOW - 3, bsuid, "one"),
        sample.said("b", NOW - 2, phone, "two"),
        IdentityChanged(sample.NUMBER, NOW - 1, both, both),
        EchoReceived(sample.NUMBER, "c", NOW, both, sample.text("three")),
    ]
    sample.fill(facts, sample.policy(NOW, business), NOW)
    keys = [sample.conversation(who, business) for who in (bsuid, phone)]
    found = [get_conversation(business, key, NOW) for key in keys]
    assert found[0] is not None
    assert found[0] == found[1]
    assert found[0].id == min(keys)
    thread = list_messages(business, max(keys), limit=10)
    assert thread is not None
    assert [m.text for m in thread.rows] == ["three", "two", "one"]
