"""Outgoing messages in Meta's words: the body of `POST /<phone number id>/messages`. Pure.

Limits: Meta, messages reference (mirror of 2025-12, checked 2026-11-21). What breaks one is
refused here with a sentence, before it costs an attempt.
"""

from dataclasses import dataclass
from typing import Any

from saath.domain.attaching import CAPTION_MAX, CAPTIONED, unfit
from saath.domain.outgoing import Choice, Outgoing, Template

TEXT_MAX, BODY_MAX = 4096, 1024
BUTTONS_MAX, BUTTON_TITLE_MAX = 3, 20
ROWS_MAX, ROW_TITLE_MAX, ROW_DESCRIPTION_MAX, LIST_BUTTON_MAX = 10, 24, 72, 20


class Unsendable(ValueError):
    """WhatsApp would refuse this; the message says why, for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets it: a phone in digits, or else a business-scoped user id."""

    phone: str = ""
    bsuid: str = ""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Everything a body needs besides the words: ids that only the tables know."""

    to: Recipient
    callback: str
    reply_to: str = ""
    target: str = ""
    media_id: str = ""


def payload(outgoing: Outgoing, addressed: Addressed) -> dict[str, Any]:
    """The body to post; `Unsendable` for what breaks one of Meta's limits."""
    if outgoing.type == "read":
        return {"messaging_product": "whatsapp", "status": "read", "message_id": addressed.target}
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(addressed.to),
        "type": _type(outgoing),
        _type(outgoing): _content(outgoing, addressed),
        "biz_opaque_callback_data": addressed.callback,
    }
    if addressed.reply_to and outgoing.type != "reaction":
        body["context"] = {"message_id": addressed.reply_to}
    return body


def _recipient(to: Recipient) -> dict[str, str]:
    """With a plus sign: without it Meta prepends the country code of the business."""
    if to.phone:
        return {"to": f"+{to.phone}"}
    if to.bsuid:
        return {"recipient": to.bsuid}
    raise Unsendable("Neither a phone number nor a user id of this person is known.")


def _type(outgoing: Outgoing) -> str:
    return "interactive" if outgoing.type in {"buttons", "list"} else outgoing.type


def _content(outgoing: Outgoing, addressed: Addressed) -> dict[str, Any]:
    match outgoing.type:
        case "text":
            return {"body": _within(outgoing.text, TEXT_MAX, "A message"), "preview_url": True}
        case "reaction":
            return {"message_id": addressed.target, "emoji": outgoing.text}
        case "template":
            return _template(outgoing.template)
        case "buttons":
            return _buttons(outgoing)
        case "list":
            return _list(outgoing)
        case _:
            return _media(outgoing, addressed.media_id)


def _within(text: str, limit: int, what: str) -> str:
    if not text.strip():
        raise Unsendable(f"{what} needs some words.")
    if len(text) > limit:
        raise Unsendable(f"{what} may have at most {limit} characters; this one has {len(text)}.")
    return text


def _media(outgoing: Outgoing, media_id: str) -> dict[str, Any]:
    attached = outgoing.attachment
    if attached is None or not media_id:
        raise Unsendable("Choose a file.")
    refusal = unfit(outgoing.type, attached.mime, attached.bytes, voice=attached.voice)
    if refusal is not None:
        raise Unsendable(f"{refusal.sentence} {refusal.remedy}")
    content: dict[str, Any] = {"id": media_id}
    if outgoing.text and outgoing.type in CAPTIONED:
        content["caption"] = _within(outgoing.text, CAPTION_MAX, "A caption")
    if outgoing.type == "document" and attached.filename:
        content["filename"] = attached.filename
    if outgoing.type == "audio" and attached.voice:
        content["voice"] = True
    return content


def _template(template: Template | None) -> dict[str, Any]:
    if template is None:
        raise Unsendable("Choose a template.")
    content: dict[str, Any] = {"name": template.name, "language": {"code": template.language}}
    if template.values:
        content["components"] = [
            {"type": "body", "parameters": [_parameter(*value) for value in template.values]}
        ]
    return content


def _parameter(name: str, text: str) -> dict[str, str]:
    """Places are numbered or named; only the name of a named one is told."""
    named = {} if name.isdigit() else {"parameter_name": name}
    return {"type": "text", **named, "text": text}


def _buttons(outgoing: Outgoing) -> dict[str, Any]:
    if not 1 <= len(outgoing.choices) <= BUTTONS_MAX:
        raise Unsendable(f"Give one to {BUTTONS_MAX} buttons.")
    buttons = [
        {"type": "reply", "reply": _titled(choice, BUTTON_TITLE_MAX, "A button")}
        for choice in outgoing.choices
    ]
    return _interactive("button", outgoing.text, {"buttons": buttons})


def _list(outgoing: Outgoing) -> dict[str, Any]:
    if not 1 <= len(outgoing.choices) <= ROWS_MAX:
        raise Unsendable(f"Give one to {ROWS_MAX} rows.")
    rows = [_row(choice) for choice in outgoing.choices]
    button = _within(outgoing.button, LIST_BUTTON_MAX, "The button of a list")
    action = {"button": button, "sections": [{"title": "", "rows": rows}]}
    return _interactive("list", outgoing.text, action)


def _row(choice: Choice) -> dict[str, str]:
    row = _titled(choice, ROW_TITLE_MAX, "A row")
    if choice.description:
        row["description"] = _within(choice.description, ROW_DESCRIPTION_MAX, "A description")
    return row


def _titled(choice: Choice, limit: int, what: str) -> dict[str, str]:
    return {"id": choice.id, "title": _within(choice.title, limit, what)}


def _interactive(kind: str, text: str, action: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "body": {"text": _within(text, BODY_MAX, "A message with choices")},
        "action": action,
    }
