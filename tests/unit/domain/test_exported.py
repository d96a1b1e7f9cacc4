"""What only an exported chat tells is kept, and nothing follows from it, in any order."""

from itertools import permutations

import pytest

from saath.domain.content import Content
from saath.domain.conversation import Conversation
from saath.domain.facts import EchoReceived, MessageReceived
from saath.domain.thread import NEVER
from tests.unit.domain.story import CHITRA, HOUR, NUMBER, START, Story

ASKED = MessageReceived(
    NUMBER, "export.1", START - 9 * HOUR, CHITRA, Content("text", "hello?"), "export"
)
SAID = EchoReceived(NUMBER, "export.2", START - 8 * HOUR, CHITRA, Content("text", "ji"), "export")
AGAIN = MessageReceived(
    NUMBER, "export.3", START - 7 * HOUR, CHITRA, Content("text", "still there?"), "export"
)


def the_chat(story: Story) -> Conversation:
    (conversation,) = story.states.conversations.values()
    return conversation


def test_it_opens_nothing_asks_nothing_and_answers_nothing() -> None:
    story = Story().with_bot().tell(ASKED).tell(SAID).tell(AGAIN)
    chat = the_chat(story)
    assert (chat.heard, chat.spoke, chat.asked, chat.answered) == (NEVER, NEVER, NEVER, NEVER)
    assert (chat.needs_reply, chat.window_closes_at, chat.last) == (False, 0, NEVER)
    assert story.states.intentions == {}
    told = sorted(story.states.messages.values(), key=lambda message: message.at)
    assert [(m.direction, m.source, m.origin) for m in told] == [
        ("in", "contact", "export"),
        ("out", "phone", "export"),
        ("in", "contact", "export"),
    ]


def test_it_says_where_a_chat_stands_of_which_nothing_else_is_known() -> None:
    story = Story().tell(ASKED).tell(AGAIN)
    assert the_chat(story).place[0] == AGAIN.at
    story.customer_writes("namaste")
    assert the_chat(story).place == the_chat(story).last > (AGAIN.at, "")
    assert the_chat(story).exported[0] == AGAIN.at


@pytest.mark.parametrize("order", list(permutations((ASKED, SAID, AGAIN))))
def test_no_order_and_no_second_telling_changes_anything(
    order: tuple[MessageReceived | EchoReceived, ...],
) -> None:
    first = Story().tell(ASKED).tell(SAID).tell(AGAIN)
    other = Story()
    for fact in (*order, *order[::-1]):
        other.tell(fact)
    assert other.states == first.states


def test_what_is_answered_stays_answered_and_who_waits_goes_on_waiting() -> None:
    waiting = Story().customer_writes("hello")
    before = the_chat(waiting)
    waiting.tell(SAID).tell(AGAIN)
    after = the_chat(waiting)
    assert after.needs_reply
    assert (after.waiting, after.control) == (before.waiting, before.control)
    answered = waiting.owner_writes_on_phone().tell(ASKED)
    assert not the_chat(answered).needs_reply
