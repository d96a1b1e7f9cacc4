"""Domain states as views."""

from dataclasses import replace

import pytest

from saath.domain.content import Content, Media
from saath.domain.conversation import Conversation
from saath.domain.facts.messages import Failure, Status
from saath.domain.ids import message_id
from saath.domain.intention import HELD_BACK
from saath.domain.message import Edit, Message, Reaction, Receipt
from saath.domain.policy import Number, Policy
from saath.domain.thread import NEVER, Mark, Progress
from saath.queries.shown import (
    RECENT_MS,
    contact_view,
    message_view,
    preview,
    unanswered,
    window_view,
)

LINKED = 1_000_000_000_000
POLICY = Policy("b", 1, (Number("n", "w", "p", linked_at=LINKED),))
IN = Message("m", "n", "w", "p", 5, "in", "contact", "live", "live", Content("text", "hi"))
OUT = replace(IN, direction="out", source="phone")


def test_a_message_of_a_customer_has_no_status() -> None:
    assert message_view(IN).status is None


def test_an_echo_was_sent_when_nothing_better_is_known() -> None:
    view = message_view(OUT)
    assert (view.status, view.origin) == ("sent", "echo")


@pytest.mark.parametrize(
    ("status", "shown"),
    [("pending", "sending"), ("sent", "sent"), ("delivered", "delivered"), ("read", "read")],
)
def test_a_receipt_is_shown_as_its_status(status: Status, shown: str) -> None:
    assert message_view(replace(OUT, receipts=(Receipt(status, 1),))).status == shown


def test_a_failure_is_explained() -> None:
    failed = replace(OUT, receipts=(Receipt("failed", 1, Failure(131026)),))
    view = message_view(failed)
    assert view.status == "failed"
    assert view.failure is not None
    assert view.failure.code == 131026


def test_a_failure_that_was_followed_by_delivery_is_not_shown() -> None:
    both = replace(OUT, receipts=(Receipt("delivered", 2), Receipt("failed", 1, Failure(1))))
    view = message_view(both)
    assert (view.status, view.failure) == ("delivered", None)


def test_an_edited_message_keeps_its_earlier_words() -> None:
    edits = (Edit(6, "e1", Content("text", "hi!")), Edit(7, "e2", Content("text", "hello")))
    view = message_view(replace(IN, edits=edits))
    assert (view.text, view.edited, view.earlier) == ("hello", True, ("hi", "hi!"))


def test_a_quote_is_named_by_our_id() -> None:
    quoting = replace(IN, content=Content("text", "yes", reply_to="w0"))
    assert message_view(quoting).reply_to == message_id("n", "w0")


def test_a_reaction_that_was_taken_away_is_gone() -> None:
    reactions = (Reaction("business", 1, "r1", ""), Reaction("contact", 1, "r2", "👍"))
    view = message_view(replace(IN, reactions=reactions))
    assert [(r.by, r.emoji) for r in view.reactions] == [("contact", "👍")]


def test_media_is_said_to_be_on_the_phone_or_to_come() -> None:
    photo = replace(IN, content=Content("image", "", Media("1", "image/png")))
    placeholder = replace(IN, content=Content("media_placeholder"))
    states = [message_view(m).media for m in (photo, placeholder, IN)]
    assert [media and media.state for media in states] == ["pending", "on_phone", None]


def test_history_stays_history_in_both_directions() -> None:
    views = [message_view(replace(m, origin="history")) for m in (IN, OUT)]
    assert [view.origin for view in views] == ["history", "history"]


def test_the_preview_of_a_deleted_message_does_not_repeat_it() -> None:
    shown = preview(replace(IN, revoked_at=9))
    assert (shown.text, shown.type) == ("", "deleted")


def test_the_preview_of_a_voice_message_says_so() -> None:
    voice = Content("audio", "", Media("1", "audio/ogg", voice=True))
    assert preview(replace(IN, content=voice)).type == "voice"


def test_a_window_is_open_for_a_day_after_a_live_message() -> None:
    conversation = Conversation("p", "n", asked=(1_000, "m"))
    day = 24 * 60 * 60 * 1000
    assert window_view(conversation, 999 + day).open
    assert not window_view(conversation, 1_000 + day).open
    assert window_view(Conversation("p", "n", heard=(1_000, "m")), 1_001).closes_at == 0


@pytest.mark.parametrize(
    ("heard", "spoke", "expected"),
    [
        ((LINKED - RECENT_MS, "h"), NEVER, NEVER),
        ((LINKED, "h"), (LINKED - 1, "s"), (LINKED - 1, "s")),
        ((LINKED - RECENT_MS - 1, "h"), NEVER, None),
        ((LINKED - 5, "h"), (LINKED - 1, "s"), None),
        ((LINKED + 1, "h"), NEVER, None),
        (NEVER, NEVER, None),
    ],
)
def test_an_imported_chat_waits_if_the_customer_spoke_last_in_the_48_hours_before_linking(
    heard: Mark, spoke: Mark, expected: Mark | None
) -> None:
    assert unanswered(Conversation("p", "n", heard=heard, spoke=spoke), POLICY) == expected


def test_without_a_linking_date_no_imported_chat_waits() -> None:
    conversation = Conversation("p", "n", heard=(LINKED, "h"))
    assert unanswered(conversation, Policy("b", 1, (Number("n", "w", "p"),))) is None
    assert unanswered(conversation, Policy("b")) is None


def test_a_live_question_waits_until_it_is_answered() -> None:
    mark = (9, "m")
    asked = Conversation("p", "n", heard=mark, asked=mark, waiting=mark, answered=(4, "s"))
    assert unanswered(asked, POLICY) == (4, "s")
    assert unanswered(replace(asked, answered=(10, "t")), POLICY) is None


def test_a_contact_without_aliases_is_never_made_up() -> None:
    with pytest.raises(IndexError):
        contact_view([])


@pytest.mark.parametrize(
    ("progress", "held", "status"),
    [
        ("queued", "", "queued"),
        ("queued", "too-fast", "held"),
        ("sending", "", "sending"),
        ("unconfirmed", "", "unconfirmed"),
        ("unresolved", "", "unconfirmed"),
        ("accepted", "", "accepted"),
        ("failed", "", "failed"),
        ("cancelled", "", "cancelled"),
    ],
)
def test_a_message_of_ours_tells_how_far_it_came(
    progress: Progress, held: str, status: str
) -> None:
    ours = replace(IN, direction="out", source="agent", origin="sent", progress=progress)
    view = message_view(ours, held)
    assert view.status == status
    assert bool(view.held) == (status == "held")
    assert view.again == (progress in {"failed", "cancelled", "unresolved"})
    assert (view.failure is not None) == view.again


def test_a_status_says_more_than_that_it_was_accepted() -> None:
    ours = replace(IN, direction="out", origin="sent", progress="accepted")
    assert message_view(replace(ours, receipts=(Receipt("read", 5),))).status == "read"


def test_what_whatsapp_holds_back_says_why_it_is_not_confirmed() -> None:
    ours = replace(IN, direction="out", source="agent", origin="sent", progress="unconfirmed")
    view = message_view(replace(ours, failure=Failure(0, HELD_BACK)))
    assert (view.status, view.failure, view.again) == ("unconfirmed", None, False)
    assert "quality of this template" in view.held
