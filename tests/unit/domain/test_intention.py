"""How long what is to be sent may wait, and how long nobody is asked about what may be sent."""

import pytest

from saath.domain.facts.messages import Status
from saath.domain.facts.requests import Reply, SendAgain
from saath.domain.intention import HELD_BACK
from saath.domain.outgoing import Outgoing, Template
from tests.unit.domain.story import MINUTE, SECOND, START, Story
from tests.unit.domain.test_sending import progress_of, queued


@pytest.mark.parametrize("code", [2, 0])
def test_what_whatsapp_put_off_is_not_too_late_when_its_wait_is_over(code: int) -> None:
    story = queued().attempted()
    story.comes_to("deferred", code=code, reason=f"code {code}", retry_at=START + 121 * SECOND)
    story.now = START + 121 * SECOND
    assert story.verdict() == "yes"
    story.after(minutes=1, seconds=1)
    assert story.verdict() == "too-late"


def test_what_nobody_took_is_too_late_after_its_minute() -> None:
    story = queued().attempted().comes_to("deferred", retry_at=START + 121 * SECOND)
    story.now = START + 121 * SECOND
    assert story.verdict() == "too-late"


def test_what_waits_behind_a_message_that_was_put_off_loses_no_time_by_it() -> None:
    story = queued().replies("And in red.").attempted()
    story.comes_to("deferred", code=2, retry_at=START + 121 * SECOND).replies("Shall I keep it?")
    story.now = START + 121 * SECOND
    assert len(story.waiting) == 3
    assert [story.verdict(waiting) for waiting in story.waiting] == ["yes"] * 3


def test_an_automatic_answer_that_was_put_off_still_ends_in_its_time() -> None:
    story = Story().with_bot().customer_writes("rate?").after(seconds=4).attempted()
    story.comes_to("deferred", code=2, retry_at=story.now + 6 * MINUTE).after(minutes=6)
    assert story.verdict() == "too-late"


def held_back() -> Story:
    """WhatsApp took a template and looks at its quality before it sends it."""
    return queued().attempted().comes_to("unconfirmed", wamid="wamid.sent", reason=HELD_BACK)


def test_what_whatsapp_holds_back_is_in_doubt_for_more_than_an_hour() -> None:
    story = held_back()
    assert progress_of(story) == "unconfirmed"
    assert story.open_ones[0].due_at == START + SECOND + 75 * MINUTE


@pytest.mark.parametrize(("status", "again"), [("sent", False), ("failed", True)])
def test_what_was_held_back_is_let_go_or_dropped_under_the_name_it_was_given(
    status: Status, *, again: bool
) -> None:
    story = held_back().after(minutes=50).status("wamid.sent", status, code=132015)
    assert progress_of(story) == "accepted"
    assert story.open_ones == []
    assert story.thread[-1].may_be_sent_again == again


def test_a_status_that_came_before_whatsapp_said_that_it_holds_back_ends_the_doubt() -> None:
    story = queued().attempted().status("wamid.sent", "sent")
    story.comes_to("unconfirmed", wamid="wamid.sent", reason=HELD_BACK)
    assert (progress_of(story), story.open_ones) == ("accepted", [])


def test_a_template_that_failed_is_sent_again_as_that_template() -> None:
    offer = Outgoing("template", template=Template("offer", "hi", (("1", "आशा"), ("2", "40"))))
    story = Story().customer_writes().after(hours=30).asks(Reply(offer)).attempted()
    story.comes_to("rejected", code=132015).asks(SendAgain(story.thread[-1].id))
    assert [waiting.outgoing for waiting in story.waiting] == [offer]
