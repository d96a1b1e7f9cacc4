"""Who answers: the phone, an agent, the bot or nobody. The table of the architecture, as stories."""

from dataclasses import replace

import pytest

from saath.domain.content import Content
from saath.domain.conversation import Conversation, unite
from saath.domain.facts import EchoReceived, Unrecognized
from saath.domain.facts.requests import Assign, Claim, Control, Label, NeedsReply, Note
from saath.domain.thread import NEVER
from tests.unit.domain.story import BEENA, CHITRA, HOUR, NUMBER, PROGRAM, START, Story


def test_the_bot_steps_back_when_the_owner_picks_up_the_phone() -> None:
    story = Story().with_bot().customer_writes("rate kya hai?")
    assert [i.author for i in story.waiting] == ["price"]
    story.after(seconds=1).owner_writes_on_phone()
    assert story.waiting == []
    assert story.control == "phone"


def test_the_bot_stays_silent_while_the_phone_has_it() -> None:
    story = Story().with_bot().customer_writes().owner_writes_on_phone()
    story.after(minutes=30).customer_writes("rate?")
    assert story.waiting == []
    assert story.conversation.needs_reply


def test_the_phone_lets_go_after_four_hours() -> None:
    story = Story().with_bot().customer_writes().owner_writes_on_phone().after(hours=4).timer()
    assert story.control == "bot"
    story.customer_writes("rate?")
    assert [i.author for i in story.waiting] == ["price"]


def test_a_timer_that_was_overtaken_releases_nothing() -> None:
    story = Story().with_bot().customer_writes().owner_writes_on_phone()
    early = story.conversation.control_until
    story.after(hours=3).owner_writes_on_phone("aur kuch?").after(hours=1).timer(due=early)
    assert story.control == "phone"


def test_a_timer_that_fires_twice_fires_once() -> None:
    story = Story().with_bot().customer_writes().owner_writes_on_phone().after(hours=4)
    due = story.conversation.control_until
    story.timer(due=due).asks(Control("agent")).timer(due=due)
    assert story.control == "agent"


def test_without_an_automation_a_released_conversation_is_nobodys() -> None:
    story = Story().customer_writes().owner_writes_on_phone().after(hours=4).timer()
    assert story.control == "nobody"


def test_a_greeting_of_the_app_takes_nothing_and_answers_nothing() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=1)
    story.owner_writes_on_phone("We open at ten.")
    assert story.control == "bot"
    assert len(story.waiting) == 1
    assert story.conversation.needs_reply
    assert story.thread[-1].source == "phone_automatic"


def test_a_redelivered_echo_does_not_take_the_conversation_back() -> None:
    story = Story().with_bot().customer_writes().owner_writes_on_phone()
    story.asks(Control("bot")).again(-2)
    assert story.control == "bot"


@pytest.mark.parametrize("readable_first", [True, False])
def test_an_echo_told_once_readably_and_once_not_is_a_persons(*, readable_first: bool) -> None:
    said = (
        EchoReceived(NUMBER, "w1", START, CHITRA, Content("text", "We open at ten."), "live"),
        Unrecognized(
            "unknown type", "{}", phone_number_id=NUMBER, wamid="w1", at=START, person=CHITRA, by="business"
        ),
    )  # fmt: skip
    story = Story().with_bot().customer_writes()
    for fact in said if readable_first else reversed(said):
        story.tell(fact)
    assert story.control == "phone"
    story.asks(Control("bot"))
    for fact in (*said, *reversed(said)):
        story.tell(fact)
    assert story.control == "bot"


def test_a_greeting_told_again_when_it_counts_as_one_no_more_takes_nothing() -> None:
    story = Story().with_bot().customer_writes().after(seconds=1)
    story.owner_writes_on_phone("We open at ten.")
    number = replace(story.policy.numbers[0], automatic_texts=())
    story.policy = replace(story.policy, numbers=(number,))
    assert story.again().control == "bot"


def test_history_takes_nothing() -> None:
    story = Story().customer_writes(origin="history").owner_writes_on_phone(origin="history")
    assert story.control == "nobody"
    assert not story.conversation.needs_reply


def test_an_agents_reply_takes_the_conversation() -> None:
    story = Story().with_bot().customer_writes("rate?").replies()
    assert story.control == "agent"
    assert story.conversation.control_until == story.now + 2 * HOUR
    assert [i.source for i in story.waiting] == ["agent"]


def test_a_program_without_a_name_takes_nothing() -> None:
    story = Story().with_bot().customer_writes("namaste").replies(by=PROGRAM)
    assert story.control == "bot"
    assert story.thread[-1].source == "api"


@pytest.mark.parametrize("to", ["bot", "nobody"])
def test_handing_back_to_the_bot_needs_a_bot(to: str) -> None:
    story = Story().customer_writes().asks(Control("agent")).asks(Control("bot"))
    assert story.control == "nobody"
    story.with_bot().asks(Control("nobody" if to == "nobody" else "bot"))
    assert story.control == to


def test_taking_a_conversation_silences_the_bot() -> None:
    story = Story().with_bot().customer_writes("rate?").asks(Control("agent"))
    assert story.waiting == []
    assert story.conversation.needs_reply


def test_assigning_noting_and_labelling_take_nothing() -> None:
    story = Story().with_bot().customer_writes("rate?")
    story.asks(Assign("beena", "Beena")).asks(Note("Wholesale price only."))
    story.asks(Label(add=("vip", "surat"))).asks(Label(remove=("surat",)))
    assert story.control == "bot"
    assert len(story.waiting) == 1
    assert story.conversation.assignee == "beena"
    assert story.conversation.labels == ("vip",)
    assert story.thread[-1].direction == "note"
    assert story.conversation.needs_reply


def test_typing_holds_the_bot_for_a_moment() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4).asks(Claim())
    assert story.conversation.claimed_by == BEENA.name
    assert story.verdict() == "person-active"
    assert story.after(seconds=30).verdict() == "yes"


def test_no_reply_needed_settles_what_was_seen() -> None:
    story = Story().customer_writes("thanks")
    story.asks(NeedsReply(value=False, seen=story.thread[-1].id))
    assert not story.conversation.needs_reply
    story.customer_writes("one more thing")
    assert story.conversation.needs_reply


def test_no_reply_needed_is_refused_when_something_came_since() -> None:
    story = Story().customer_writes("thanks")
    seen = story.thread[-1].id
    story.after(seconds=1).customer_writes("wait").asks(NeedsReply(value=False, seen=seen))
    assert story.refusal.reason == "conversation-moved-on"
    assert story.conversation.needs_reply


def test_a_reply_can_be_asked_for_again() -> None:
    story = Story().customer_writes().asks(NeedsReply(value=False)).asks(NeedsReply(value=True))
    assert story.conversation.needs_reply


def test_after_no_reply_needed_the_wait_begins_with_the_next_message() -> None:
    story = Story().customer_writes("thanks").after(hours=5).asks(NeedsReply(value=False))
    story.after(hours=1).customer_writes("open tomorrow?")
    first = story.thread[-1].mark
    story.after(minutes=9).customer_writes("hello?").again()
    assert (story.conversation.since, story.conversation.waiting) == (first, story.thread[-1].mark)


def test_a_wait_that_was_settled_and_is_asked_for_again_began_where_it_began() -> None:
    story = Story().customer_writes("thanks").asks(NeedsReply(value=False))
    story.after(hours=1).customer_writes("open tomorrow?")
    since = story.thread[-1].mark
    story.after(minutes=9).replies().attempted().comes_to("rejected", code=131026)
    story.after(minutes=9).customer_writes("hello?")
    assert story.conversation.needs_reply
    assert story.conversation.since == since


def test_a_wait_begins_with_the_same_message_however_two_arrive() -> None:
    for late in (0, 20_000):
        story = Story().customer_writes().after(hours=1).asks(NeedsReply(value=False))
        story.after(hours=1).customer_writes(ago=late).customer_writes(ago=20_000 - late)
        assert story.conversation.since[0] == story.now - 20_000


def test_a_redelivery_does_not_ask_again_for_what_was_settled() -> None:
    story = Story().customer_writes().asks(NeedsReply(value=False)).again(0)
    assert not story.conversation.needs_reply


def test_an_older_message_that_arrives_later_needs_a_reply_again() -> None:
    story = Story().customer_writes().replies().after(seconds=5).customer_writes(ago=60_000)
    assert story.conversation.needs_reply


def test_an_echo_answers_everything_up_to_its_own_time() -> None:
    story = Story().owner_writes_on_phone().customer_writes(ago=60_000)
    assert not story.conversation.needs_reply
    story.after(seconds=1).customer_writes()
    assert story.conversation.needs_reply


def test_a_merge_counts_no_wait_from_before_what_was_settled() -> None:
    settled = Conversation("asha", NUMBER, asked=(1_000, "m1"))
    waits = Conversation("asha-2", NUMBER, asked=(9_000, "m2"), waiting=(9_000, "m2"))
    assert unite(settled, waits, person="asha").since == (9_000, "m2")
    assert unite(waits, settled, person="asha").since == (9_000, "m2")
    assert unite(waits, replace(waits, person="asha"), person="asha").since == NEVER
