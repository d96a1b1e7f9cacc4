"""What is said once: attempts, outcomes, evidence that comes late, and people who decide."""

from dataclasses import replace

import pytest

from saath.domain.content import Content
from saath.domain.facts import EchoReceived, OutcomeKnown
from saath.domain.facts.requests import MarkRead, NeedsReply, Note, React, Reply, SendAgain
from saath.domain.outgoing import Outgoing, template_of
from tests.unit.domain.story import BEENA, CHITRA, NUMBER, Story


def queued() -> Story:
    """Beena's reply waits to be sent."""
    return Story().customer_writes().after(seconds=1).replies()


def progress_of(story: Story) -> str:
    """How far the last message came."""
    return story.thread[-1].progress


def statuses_of(story: Story) -> list[str]:
    """What WhatsApp reported of the last message."""
    return [receipt.status for receipt in story.thread[-1].receipts]


def sent() -> Story:
    """Beena's reply was accepted as wamid.sent."""
    return queued().attempted().comes_to("accepted", wamid="wamid.sent")


def test_a_reply_enters_the_thread_with_its_request() -> None:
    story = queued()
    assert story.words == ["hello", "Yes, we have it."]
    assert story.thread[-1].progress == "queued"
    assert story.thread[-1].author == "Beena"
    assert not story.conversation.needs_reply


def test_our_words_stand_after_what_they_answer_even_if_our_clock_is_behind() -> None:
    story = Story().customer_writes(ago=-60_000).replies()
    assert story.words == ["hello", "Yes, we have it."]


def test_asking_twice_is_asking_once() -> None:
    story = Story().customer_writes()
    once = Reply(Outgoing("text", text="once"))
    story.asks(once, key="k").asks(once, key="k")
    assert len(story.waiting) == 1
    assert len(story.states.results) == 1


def test_an_accepted_message_learns_its_wamid() -> None:
    story = sent()
    message = story.thread[-1]
    assert (message.progress, message.wamid) == ("accepted", "wamid.sent")
    assert story.open_ones == []
    story.status("wamid.sent", "read")
    assert statuses_of(story) == ["read"]


def test_a_status_before_the_response_waits_and_joins() -> None:
    story = queued().attempted().status("wamid.sent", "delivered")
    assert statuses_of(story) == []
    story.comes_to("accepted", wamid="wamid.sent")
    assert statuses_of(story) == ["delivered"]


def test_a_status_with_our_mark_confirms_what_nobody_answered() -> None:
    story = queued().attempted()
    callback = story.open_ones[0].callback
    story.comes_to("unconfirmed", reason="timeout")
    assert progress_of(story) == "unconfirmed"
    story.status("wamid.sent", "sent", callback=callback)
    assert progress_of(story) == "accepted"
    assert story.open_ones == []
    assert story.thread[-1].wamid == "wamid.sent"


def test_a_late_doubt_does_not_undo_a_proof() -> None:
    story = queued().attempted()
    intention = story.open_ones[0]
    story.status("wamid.sent", "sent", callback=intention.callback)
    story.comes_to("unconfirmed", key=intention.key, reason="timeout")
    assert story.thread[-1].progress == "accepted"


def test_an_unconfirmed_message_is_never_sent_again_by_itself() -> None:
    story = queued().attempted().comes_to("unconfirmed").after(minutes=9)
    assert story.waiting == []
    assert story.thread[-1].progress == "unconfirmed"


def test_after_the_deadline_a_person_decides() -> None:
    story = queued().attempted().comes_to("unconfirmed").after(minutes=10)
    key = story.open_ones[0].key
    story.timer("doubt", due=story.now, intention=key)
    assert story.thread[-1].progress == "unresolved"
    assert story.conversation.needs_reply
    story.timer("doubt", due=story.now, intention=key)
    story.after(seconds=1).asks(SendAgain(key))
    assert [i.outgoing.text for i in story.waiting] == ["Yes, we have it."]


def test_evidence_after_the_deadline_still_counts() -> None:
    story = queued().attempted().comes_to("unconfirmed").after(minutes=10)
    intention = story.open_ones[0]
    story.timer("doubt", due=story.now, intention=intention.key)
    story.status("wamid.sent", "delivered", callback=intention.callback)
    assert story.thread[-1].progress == "accepted"


def test_a_rejected_reply_says_why_and_needs_a_reply_again() -> None:
    story = queued().attempted().comes_to("rejected", code=131026, reason="undeliverable")
    message = story.thread[-1]
    assert message.progress == "failed"
    assert message.failure is not None
    assert message.failure.code == 131026
    assert story.conversation.needs_reply


def test_a_failure_reported_later_needs_a_reply_again() -> None:
    story = sent().status("wamid.sent", "failed", code=131026)
    assert story.conversation.needs_reply
    assert statuses_of(story) == ["failed"]


def test_even_a_failure_proves_that_whatsapp_had_taken_the_message() -> None:
    story = queued().attempted()
    callback = story.open_ones[0].callback
    story.comes_to("unconfirmed", reason="timeout")
    story.status("wamid.sent", "failed", callback=callback, code=131026)
    assert story.open_ones == []
    assert progress_of(story) == "accepted"
    assert statuses_of(story) == ["failed"]
    assert story.conversation.needs_reply


def test_a_failure_that_is_told_again_undoes_nothing_that_a_person_said() -> None:
    story = sent().status("wamid.sent", "failed", code=131026)
    story.asks(NeedsReply(value=False)).again(-2)
    assert not story.conversation.needs_reply


def test_a_failure_after_the_delivery_asks_for_nothing() -> None:
    story = sent().status("wamid.sent", "delivered").status("wamid.sent", "failed", code=131026)
    assert not story.conversation.needs_reply


def test_an_answer_that_was_put_off_ends_in_the_thread_when_a_person_takes_over() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4).attempted()
    story.comes_to("deferred", retry_at=story.now + 60_000, reason="code 131057")
    assert progress_of(story) == "queued"
    story.owner_writes_on_phone()
    assert story.waiting == []
    answer = next(message for message in story.thread if message.source == "bot")
    assert answer.progress == "cancelled"
    assert answer.failure is not None
    assert answer.failure.title == "person-active"


@pytest.mark.parametrize("outcome", ["deferred", "cancelled"])
def test_what_certainly_did_not_leave_goes_back_to_the_queue(outcome: str) -> None:
    story = queued().attempted()
    story.comes_to(outcome, retry_at=story.now + 4000, reason="later")
    assert [i.due_at for i in story.waiting] == [story.now + 4000]
    assert story.thread[-1].progress == "queued"


def test_what_waited_too_long_is_over_and_can_be_sent_again() -> None:
    story = queued().after(minutes=2)
    assert story.verdict() == "too-late"
    key = story.waiting[0].key
    story.comes_to("cancelled", key=key, reason="too-late")
    assert story.thread[-1].progress == "cancelled"
    assert story.conversation.needs_reply
    story.asks(SendAgain(key))
    assert len(story.waiting) == 1


def test_what_arrived_cannot_be_sent_again() -> None:
    story = sent()
    story.asks(SendAgain(story.thread[-1].id))
    assert story.refusal.reason == "not-allowed"


def test_what_whatsapp_took_and_then_failed_can_be_sent_again_unless_it_arrived() -> None:
    story = sent()
    message = story.thread[-1]
    story.status(message.wamid, "failed").asks(SendAgain(message.id))
    assert len(story.waiting) == 1
    arrived = sent()
    arrived.status(message.wamid, "failed").status(message.wamid, "delivered")
    arrived.asks(SendAgain(message.id))
    assert arrived.refusal.reason == "not-allowed"


def test_of_two_people_who_send_the_same_again_one_does() -> None:
    story = queued().attempted().comes_to("rejected", code=131000, reason="code 131000")
    key = story.thread[-1].id
    story.asks(SendAgain(key)).asks(SendAgain(key), by=replace(BEENA, id="ravi"))
    assert len(story.waiting) == 1
    assert story.refusal.reason == "not-allowed"


def test_only_a_message_of_this_conversation_can_be_quoted() -> None:
    story = Story().customer_writes()
    first = story.thread[0].id
    assert story.asks(Reply(Outgoing("text", text="Yes.", reply_to=first))).waiting
    story = Story().customer_writes()
    story.asks(Reply(Outgoing("text", text="Yes.", reply_to="nothing")))
    assert story.refusal.reason == "unknown-message"
    assert not story.waiting


def test_only_a_message_of_this_conversation_can_be_sent_again() -> None:
    story = sent().asks(SendAgain("nothing"))
    assert story.refusal.reason == "unknown-message"


def test_an_echo_of_our_own_send_is_nobody_on_the_phone() -> None:
    story = sent().tell(EchoReceived(NUMBER, "wamid.sent", 1, CHITRA, Content("text", "x")))
    assert story.control == "agent"
    assert story.words == ["hello", "Yes, we have it."]


def test_a_message_of_the_bot_enters_the_thread_with_its_attempt() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4)
    assert story.words == ["rate?"]
    story.attempted()
    assert story.words == ["rate?", "A Banarasi is 4200 rupees."]
    assert story.thread[-1].source == "bot"


def test_a_dropped_intention_that_was_attempted_all_the_same_is_shown() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4)
    wish = story.waiting[0]
    story.owner_writes_on_phone().attempted(wish).comes_to("accepted", wamid="wamid.bot")
    assert "A Banarasi is 4200 rupees." in story.words


def test_a_reply_is_refused_when_somebody_spoke_since() -> None:
    story = Story().customer_writes()
    seen = story.thread[-1].id
    story.after(seconds=1).owner_writes_on_phone().after(seconds=1).replies(seen=seen)
    assert story.refusal.reason == "conversation-moved-on"
    assert dict(story.refusal.detail)["last"] == story.thread[-1].id
    assert story.waiting == []


def test_a_reply_to_what_is_still_last_goes_through() -> None:
    story = Story().customer_writes()
    story.after(seconds=1).replies(seen=story.thread[-1].id)
    assert len(story.waiting) == 1


def test_a_reaction_and_a_read_mark_point_at_a_message_and_stand_in_no_thread() -> None:
    story = Story().customer_writes()
    target = story.thread[-1].id
    story.asks(React(target, "🙏")).asks(MarkRead(target))
    assert sorted(i.outgoing.type for i in story.waiting) == ["reaction", "read"]
    assert len(story.thread) == 1
    assert story.conversation.needs_reply
    story.attempted().comes_to("accepted")
    story.attempted().comes_to("rejected", code=100)
    assert story.states.messages[target].progress == ""


def test_nobody_reacts_to_what_is_not_there() -> None:
    assert (
        Story().customer_writes().asks(React("nothing", "👍")).refusal.reason == "unknown-message"
    )


def test_a_reaction_outside_the_window_is_refused() -> None:
    story = Story().customer_writes()
    target = story.thread[-1].id
    assert story.after(hours=25).asks(React(target, "👍")).refusal.reason == "window-closed"


def test_a_request_to_nobody_is_refused() -> None:
    story = Story().replies(by=BEENA)
    assert story.refusal.reason == "unknown-conversation"


def test_outcomes_of_what_is_long_over_change_nothing() -> None:
    story = sent()
    key = story.thread[-1].id
    before = story.states.messages[key]
    for outcome in ("deferred", "rejected", "unconfirmed", "cancelled", "accepted"):
        story.tell_outcome(key, outcome)
    assert story.states.messages[key] == before


def test_a_failed_message_that_was_accepted_all_the_same_is_accepted() -> None:
    story = queued().attempted()
    key = story.open_ones[0].key
    story.comes_to("rejected", code=131000)
    for outcome in ("deferred", "cancelled", "unconfirmed", "rejected"):
        story.tell_outcome(key, outcome)
    assert story.waiting == []
    story.tell_outcome(key, "accepted")
    assert progress_of(story) == "accepted"


def test_an_outcome_of_something_never_heard_of_changes_nothing() -> None:
    story = sent()
    before = story.thread
    for outcome in ("accepted", "rejected", "deferred", "cancelled", "unconfirmed"):
        story.tell_outcome("nobody-knows-this", outcome)
    assert story.thread == before


def test_a_doubt_about_a_reaction_ends_without_a_message() -> None:
    story = Story().customer_writes()
    story.asks(React(story.thread[-1].id, "🙏")).attempted().comes_to("unconfirmed")
    story.timer("doubt", due=story.now, intention=story.open_ones[0].key)
    assert story.open_ones == []
    assert not story.thread[-1].progress


@pytest.mark.parametrize("outcome", ["deferred", "cancelled"])
def test_a_reaction_that_is_put_off_waits_without_a_message(outcome: str) -> None:
    story = Story().customer_writes()
    story.asks(React(story.thread[-1].id, "🙏")).attempted()
    story.comes_to(outcome, retry_at=story.now + 1_000)
    assert len(story.waiting) == 1
    assert not story.thread[-1].progress


@pytest.mark.parametrize("detail", ["[]", "{}", '{"template":1}', '{"template":{"name":"offer"}}'])
def test_a_template_that_tells_nothing_of_itself_is_none_to_send_again(detail: str) -> None:
    assert template_of(Content("template", "Offer", detail=detail)) is None


def test_a_reply_whose_author_saw_a_later_note_goes_through() -> None:
    story = Story().customer_writes().after(seconds=1).asks(Note("ask Asha"))
    story.after(seconds=1).replies(seen=story.thread[-1].id)
    assert len(story.waiting) == 1


def test_a_late_status_settles_nothing_that_a_person_must_answer() -> None:
    story = sent().status("wamid.sent", "delivered")
    story.after(seconds=1).customer_writes().status("wamid.sent", "read")
    assert story.conversation.needs_reply


def test_an_outcome_told_twice_does_not_free_the_attempt_after_it() -> None:
    story = queued().attempted().comes_to("deferred", retry_at=1)
    told = story.told[-1][0]
    story.attempted()
    story.tell(told)
    assert [one.stage for one in story.open_ones] == ["open"]
    assert story.waiting == []


@pytest.mark.parametrize("outcome", ["unconfirmed", "cancelled"])
def test_a_doubt_does_not_undo_the_proof_that_nothing_left(outcome: str) -> None:
    story = queued().attempted().comes_to("deferred", retry_at=1)
    waiting = story.waiting[0]
    story.tell(OutcomeKnown(waiting.key, story.person, NUMBER, 1, outcome))  # type: ignore[arg-type]
    assert story.waiting == [waiting]
    assert progress_of(story) == "queued"


def test_an_end_without_an_attempt_ends_nothing_that_is_being_sent() -> None:
    story = queued().attempted()
    story.tell(OutcomeKnown(story.open_ones[0].key, story.person, NUMBER, 0, "cancelled"))
    assert progress_of(story) == "sending"
