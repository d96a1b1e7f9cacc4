"""What the bot wants to say, and to what it stays silent."""

import pytest

from saath.domain.answering import words
from tests.unit.domain.story import Story


@pytest.mark.parametrize("text", ["Rate?", "bhaiya kitne ka hai", "इसका दाम क्या है"])
def test_an_answer_is_found_by_its_words(text: str) -> None:
    story = Story().with_bot().customer_writes("hello").after(minutes=1).customer_writes(text)
    assert [i.author for i in story.waiting] == ["hello", "price"]


@pytest.mark.parametrize("text", ["separate", "kitne baje ka", "दा म", "बादाम"])
def test_words_inside_other_words_are_not_found(text: str) -> None:
    story = Story().with_bot().customer_writes("hello").after(minutes=1).customer_writes(text)
    assert [i.author for i in story.waiting] == ["hello"]


def test_vowel_signs_belong_to_their_word() -> None:
    assert words("काल, कल!") == ("काल", "कल")


def test_who_writes_first_is_greeted_once() -> None:
    story = Story().with_bot().customer_writes("namaste").after(minutes=1).customer_writes("hello?")
    assert [i.author for i in story.waiting] == ["hello"]


def test_who_comes_back_after_a_day_is_greeted_again() -> None:
    story = Story().with_bot().customer_writes("namaste").after(hours=25).customer_writes("hello")
    assert [i.author for i in story.waiting] == ["hello", "hello"]


def test_a_greeting_leaves_the_person_waiting_for_a_reply() -> None:
    story = Story().with_bot().customer_writes("namaste").after(seconds=4)
    story.attempted().comes_to("accepted", wamid="wamid.bot").status("wamid.bot", "delivered")
    assert story.conversation.needs_reply


def test_an_answer_counts_once_it_arrived() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4)
    story.attempted().comes_to("accepted", wamid="wamid.bot")
    assert story.conversation.needs_reply
    story.status("wamid.bot", "delivered")
    assert not story.conversation.needs_reply


def test_an_answer_does_not_count_for_what_was_asked_after_it() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4).attempted()
    story.after(seconds=1).customer_writes("aur size?").comes_to("accepted", wamid="wamid.bot")
    story.status("wamid.bot", "read")
    assert story.conversation.needs_reply


def test_the_same_message_never_makes_two_answers() -> None:
    story = Story().with_bot().customer_writes("rate?").again().again()
    assert len(story.states.intentions) == 1


def test_a_redelivery_after_the_answer_makes_no_other() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4).attempted()
    story.comes_to("accepted", wamid="wamid.bot").again(0)
    assert story.waiting == []


def test_nothing_answers_the_past() -> None:
    story = Story().with_bot().customer_writes("rate?", ago=6 * 60_000)
    story.customer_writes("rate?", origin="history")
    assert story.waiting == []


def test_a_message_from_the_future_gets_no_answer() -> None:
    assert Story().with_bot().customer_writes("rate?", ago=-6 * 60_000).waiting == []


def test_nothing_is_on_until_somebody_turns_it_on() -> None:
    assert Story().customer_writes("rate?").waiting == []


def test_what_is_not_understood_gets_no_answer() -> None:
    story = Story().with_bot().customer_writes("hello").after(minutes=1).customer_writes("hmm")
    assert len(story.waiting) == 1
