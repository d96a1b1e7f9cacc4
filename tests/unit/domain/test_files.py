"""A reply with a file: kept at once, uploaded before it is attempted, sent again with its file."""

from dataclasses import replace

from saath.domain.facts import MediaUploaded
from saath.domain.facts.requests import Reply, SendAgain
from saath.domain.media import media_key, upload_key
from saath.domain.outgoing import Attachment, Outgoing
from saath.domain.states import Draft
from tests.unit.domain.story import NUMBER, Story

BILL = Attachment("ab" * 32, "application/pdf", "Bill 7.pdf", bytes=300)
UPLOAD = upload_key(NUMBER, BILL.sha256, BILL.mime)


def answered_with_a_file() -> Story:
    """Beena's reply carries a bill."""
    told = Story().customer_writes().after(seconds=1)
    return told.asks(Reply(Outgoing("document", "Your bill", attachment=BILL), ""))


def uploaded(story: Story) -> Story:
    """WhatsApp has a copy of it."""
    key = story.waiting[0].key
    return story.tell(
        MediaUploaded(key, story.person, NUMBER, BILL.sha256, BILL.mime, "77", story.now + 1_000)
    )


def test_a_file_of_ours_is_kept_from_the_moment_it_is_asked_for() -> None:
    story = answered_with_a_file()
    content = story.thread[-1].content
    assert content is not None
    assert content.media is not None
    state = story.states.media[media_key(NUMBER, content.media)]
    assert (state.stage, state.sha256, state.bytes) == ("kept", BILL.sha256, 300)


def test_whatsapps_copy_is_remembered_and_whoever_waits_for_it_waits_no_longer() -> None:
    story = uploaded(answered_with_a_file())
    assert Draft(story.states).upload(UPLOAD) == story.states.uploads[UPLOAD]
    assert story.states.uploads[UPLOAD].media_id == "77"
    assert [waiting.stage for waiting in story.waiting] == ["queued"]


def test_an_upload_for_what_is_over_is_remembered_all_the_same() -> None:
    story = answered_with_a_file()
    told = MediaUploaded("gone", story.person, NUMBER, BILL.sha256, BILL.mime, "78", 1)
    assert story.tell(told).states.uploads[UPLOAD].media_id == "78"


def test_a_refusal_that_may_be_the_copys_fault_forgets_the_copy() -> None:
    story = uploaded(answered_with_a_file()).attempted()
    story.comes_to("rejected", code=131053, reason="code 131053")
    assert story.states.uploads[UPLOAD].media_id == ""


def test_sent_again_the_file_goes_along() -> None:
    story = uploaded(answered_with_a_file()).attempted()
    story.comes_to("rejected", code=131000, reason="code 131000")
    story.after(seconds=1).asks(SendAgain(story.thread[-1].id))
    (again,) = story.waiting
    assert again.outgoing.attachment == replace(BILL, filename="Bill 7.pdf")
    assert again.outgoing.text == "Your bill"
