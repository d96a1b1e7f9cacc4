"""The limits of what can be sent: one check a message type.

Limits: BASE/messages/* pages, late 2025 and 2026. Meta names `text.body` in a (#100); the rest are
131008 (missing) and 131009 (not valid), with the reason in `error_data.details`.
"""

from collections.abc import Callable
from typing import Any

from saath.simulator.errors import GraphError
from saath.simulator.graph.interactive import check_interactive
from saath.simulator.graph.limits import invalid, longest, missing, required, section
from saath.simulator.people import Object

TYPES = frozenset(
    {
        "text",
        "image",
        "video",
        "audio",
        "document",
        "sticker",
        "location",
        "contacts",
        "reaction",
        "interactive",
        "template",
    }
)
CAPTIONED = frozenset({"image", "video", "document"})


def check_content(kind: str, body: Object) -> Object | list[Any]:
    """Check the content of a send and give the part that belongs to its type."""
    if kind not in TYPES:
        raise GraphError(131051, details=f"The message type {kind} is not supported.")
    if kind == "contacts":
        return _contacts(body)
    content = section(body, kind)
    CHECKS.get(kind, _media(kind))(content)
    return content


def _text(content: Object) -> None:
    text = required(content, "body", "text.body")
    if len(text) > 4096:
        message = "(#100) Param text['body'] must be at most 4096 characters long."
        raise GraphError(100, message=message)


def _media(kind: str) -> Callable[[Object], None]:
    def check(content: Object) -> None:
        if bool(content.get("id")) == bool(content.get("link")):
            raise missing(f"{kind}: exactly one of id and link is needed")
        link = content.get("link")
        if link and not str(link).startswith(("http://", "https://")):
            raise invalid(f"{kind}.link is not a valid URL")
        if content.get("caption") and kind not in CAPTIONED:
            raise invalid(f"{kind} cannot have a caption")
        longest(str(content.get("caption", "")), 1024, f"{kind}.caption")

    return check


def _location(content: Object) -> None:
    for name, limit in (("latitude", 90.0), ("longitude", 180.0)):
        value = content.get(name)
        if value is None:
            raise missing(f"location.{name}")
        try:
            number = float(value)
        except (TypeError, ValueError) as error:
            raise invalid(f"location.{name} is not a number") from error
        if abs(number) > limit:
            raise invalid(f"location.{name} is out of range")


def _reaction(content: Object) -> None:
    required(content, "message_id", "reaction.message_id")
    if not isinstance(content.get("emoji"), str):
        raise missing("reaction.emoji")


def _template(content: Object) -> None:
    required(content, "name", "template.name")
    language = section(content, "language")
    required(language, "code", "template.language.code")


def _contacts(body: Object) -> list[Any]:
    contacts = body.get("contacts")
    if not isinstance(contacts, list) or not contacts:
        raise missing("contacts")
    if len(contacts) > 257:
        raise invalid("contacts: at most 257")
    for contact in contacts:
        name = section(contact if isinstance(contact, dict) else {}, "name")
        required(name, "formatted_name", "contacts.name.formatted_name")
    return contacts


CHECKS: dict[str, Callable[[Object], None]] = {
    "text": _text,
    "location": _location,
    "reaction": _reaction,
    "interactive": check_interactive,
    "template": _template,
}
