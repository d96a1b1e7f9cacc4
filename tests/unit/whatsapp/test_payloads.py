"""What is asked of Meta, word for word, and what is refused before it costs an attempt."""

from dataclasses import replace
from typing import Any

import pytest

from saath.domain.outgoing import Attachment, Choice, Outgoing, Template
from saath.whatsapp.payloads import Addressed, Recipient, Unsendable, payload

TO = Recipient(phone="919000000031")
PHOTO = Attachment("00", "image/jpeg", bytes=9)
YES, NO = Choice("yes", "Yes"), Choice("no", "No", "never")


def body(outgoing: Outgoing, **known: Any) -> dict[str, Any]:
    return payload(outgoing, Addressed(**{"to": TO, "callback": "key.1", **known}))


def refusal(outgoing: Outgoing, **known: Any) -> str:
    with pytest.raises(Unsendable) as refused:
        body(outgoing, **known)
    return str(refused.value)


def test_a_text_says_whom_what_and_which_attempt() -> None:
    assert body(Outgoing("text", text="Yes, we have it.")) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+919000000031",
        "type": "text",
        "text": {"body": "Yes, we have it.", "preview_url": True},
        "biz_opaque_callback_data": "key.1",
    }


def test_who_has_no_known_phone_is_reached_by_their_user_id() -> None:
    said = body(Outgoing("text", text="hi"), to=Recipient(bsuid="IN.31"))
    assert said["recipient"] == "IN.31"
    assert "to" not in said


def test_the_phone_goes_before_the_user_id() -> None:
    said = body(Outgoing("text", text="hi"), to=Recipient("919000000031", "IN.31"))
    assert said["to"] == "+919000000031"
    assert "recipient" not in said


def test_nobody_is_reached_without_a_name() -> None:
    assert "Neither a phone" in refusal(Outgoing("text", text="hi"), to=Recipient())


def test_a_quote_names_the_message_it_answers() -> None:
    said = body(Outgoing("text", text="hi"), reply_to="wamid.1")
    assert said["context"] == {"message_id": "wamid.1"}


@pytest.mark.parametrize("emoji", ["👍", ""])
def test_a_reaction_points_at_a_message_and_quotes_none(emoji: str) -> None:
    said = body(Outgoing("reaction", text=emoji), target="wamid.2", reply_to="wamid.1")
    assert said["reaction"] == {"message_id": "wamid.2", "emoji": emoji}
    assert "context" not in said


def test_a_read_mark_goes_to_a_message_and_not_to_a_person() -> None:
    assert body(Outgoing("read"), target="wamid.2", to=Recipient()) == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.2",
    }


def test_a_template_without_places_has_no_components() -> None:
    said = body(Outgoing("template", template=Template("hello", "en")))
    assert said["template"] == {"name": "hello", "language": {"code": "en"}}


def test_named_places_are_named_and_numbered_ones_are_not() -> None:
    template = Template("order", "hi", (("1", "Asha"), ("day", "Monday")))
    (component,) = body(Outgoing("template", template=template))["template"]["components"]
    assert component == {
        "type": "body",
        "parameters": [
            {"type": "text", "text": "Asha"},
            {"type": "text", "parameter_name": "day", "text": "Monday"},
        ],
    }


def test_a_template_must_be_chosen() -> None:
    assert refusal(Outgoing("template")) == "Choose a template."


def test_buttons_are_interactive_and_carry_their_ids() -> None:
    said = body(Outgoing("buttons", text="Shall we?", choices=(YES, NO)))
    assert said["type"] == "interactive"
    assert said["interactive"] == {
        "type": "button",
        "body": {"text": "Shall we?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "yes", "title": "Yes"}},
                {"type": "reply", "reply": {"id": "no", "title": "No"}},
            ]
        },
    }


def test_rows_of_a_list_may_be_described() -> None:
    said = body(Outgoing("list", text="Choose", button="Open", choices=(YES, NO)))
    action = said["interactive"]["action"]
    assert action["button"] == "Open"
    assert action["sections"][0]["rows"] == [
        {"id": "yes", "title": "Yes"},
        {"id": "no", "title": "No", "description": "never"},
    ]


@pytest.mark.parametrize(
    ("outgoing", "content"),
    [
        (Outgoing("image", text="Look", attachment=PHOTO), {"id": "m", "caption": "Look"}),
        (Outgoing("image", attachment=PHOTO), {"id": "m"}),
        (
            Outgoing("sticker", "ignored", attachment=Attachment("00", "image/webp", bytes=9)),
            {"id": "m"},
        ),
        (
            Outgoing(
                "document", attachment=Attachment("00", "application/pdf", "bill.pdf", bytes=9)
            ),
            {"id": "m", "filename": "bill.pdf"},
        ),
        (
            Outgoing("document", attachment=Attachment("00", "application/pdf", bytes=9)),
            {"id": "m"},
        ),
        (
            Outgoing("audio", attachment=Attachment("00", "audio/ogg", voice=True, bytes=9)),
            {"id": "m", "voice": True},
        ),
        (Outgoing("audio", attachment=Attachment("00", "audio/ogg", bytes=9)), {"id": "m"}),
    ],
)
def test_a_file_is_named_by_metas_id(outgoing: Outgoing, content: dict[str, Any]) -> None:
    assert body(outgoing, media_id="m")[outgoing.type] == content


@pytest.mark.parametrize(
    ("outgoing", "says"),
    [
        (Outgoing("text", text="a" * 4097), "at most 4096 characters; this one has 4097"),
        (Outgoing("text", text=" \n"), "needs some words"),
        (Outgoing("image", text="a" * 1025, attachment=PHOTO), "A caption may have at most 1024"),
        (Outgoing("image"), "Choose a file"),
        (Outgoing("video", attachment=PHOTO), "does not take this kind of file"),
        (Outgoing("image", attachment=replace(PHOTO, bytes=6_000_000)), "too large for WhatsApp"),
        (Outgoing("buttons", text="?"), "one to 3 buttons"),
        (Outgoing("buttons", text="?", choices=(YES,) * 4), "one to 3 buttons"),
        (Outgoing("buttons", text="?", choices=(Choice("1", "a" * 21),)), "at most 20"),
        (Outgoing("buttons", choices=(YES,)), "needs some words"),
        (Outgoing("list", text="?", button="b"), "one to 10 rows"),
        (Outgoing("list", text="?", button="b", choices=(YES,) * 11), "one to 10 rows"),
        (Outgoing("list", text="?", choices=(YES,)), "button of a list needs"),
        (Outgoing("list", text="?", button="b", choices=(Choice("1", "a" * 25),)), "at most 24"),
        (
            Outgoing("list", text="?", button="b", choices=(Choice("1", "a", "b" * 73),)),
            "at most 72",
        ),
    ],
)
def test_what_breaks_a_limit_of_metas_is_refused_with_a_sentence(
    outgoing: Outgoing, says: str
) -> None:
    assert says in refusal(outgoing, media_id="m")


def test_the_longest_text_goes_through() -> None:
    assert body(Outgoing("text", text="a" * 4096))["text"]["body"] == "a" * 4096
