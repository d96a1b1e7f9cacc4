"""The object that carries a message's words: by type, into one `Content`.

`text` is what a person reads first, `detail` the rest that does not expire. Who sent it and what
it does to an earlier message (edit, revoke, reaction) is in `messages`.
"""

from collections.abc import Callable

from saath.domain.content import Content, Media
from saath.whatsapp.decode import canonical
from saath.whatsapp.read import Json, Odd, object_in, objects_in, sha256_in, text_in, words_in

# Said beside the type's own object. Everything else there is addressing.
_BESIDE = ("referral", "errors", "unsupported", "group_id")
_OF_MEDIA = frozenset(
    # `url` expires after five minutes and differs between two copies of one message.
    {"id", "mime_type", "sha256", "filename", "voice", "animated", "caption", "url"}
)


def read_content(message: Json, kind: str) -> Content | None:
    """Read the body of a message, or None for a type that we do not know."""
    if kind in _WITHOUT_BODY:
        return _content(message, kind)
    read = _BY_TYPE.get(kind)
    if read is None:
        return None
    if message.get(kind) is None:
        # Meta announces a type and leaves its object out when it cannot show it.
        return _content(message, "unsupported", rest={"type": kind})
    return read(message, kind)


def kind_of(message: Json) -> str:
    """The type, by its name or, where that is missing, by the object that is there."""
    kind = text_in(message, "type")
    return kind or next((known for known in _BY_TYPE if known in message), "")


def _content(
    message: Json, kind: str, text: str = "", media: Media | None = None, rest: object = None
) -> Content:
    detail = {kind: rest} if rest else {}
    detail |= {key: message[key] for key in _BESIDE if message.get(key)}
    reply_to, forwarded = "", False
    if "context" in message:
        context = object_in(message, "context")
        reply_to = text_in(context, "id")
        forwarded = bool(context.get("forwarded") or context.get("frequently_forwarded"))
        if context.get("referred_product"):
            detail["referred_product"] = context["referred_product"]
    return Content(kind, text, media, reply_to, forwarded, canonical(detail) if detail else "")


def _body_of(message: Json, kind: str) -> Json:
    body = message[kind]
    if isinstance(body, dict):
        return body
    raise Odd(f"{kind} is no object")


def _without(body: Json, *read: str) -> Json:
    return {key: value for key, value in body.items() if key not in read}


def _text(message: Json, kind: str) -> Content:
    body = _body_of(message, kind)
    return _content(message, kind, words_in(body, "body"), rest=_without(body, "body"))


def _button(message: Json, kind: str) -> Content:
    body = _body_of(message, kind)
    return _content(message, kind, words_in(body, "text"), rest=_without(body, "text"))


def _media(message: Json, kind: str) -> Content:
    body = _body_of(message, kind)
    media = Media(
        id=text_in(body, "id"),
        mime=text_in(body, "mime_type"),
        sha256=sha256_in(body, "sha256"),
        filename=words_in(body, "filename"),
        voice=body.get("voice") is True,
        animated=body.get("animated") is True,
    )
    text, rest = words_in(body, "caption"), _without(body, *_OF_MEDIA)
    return _content(message, kind, text, media if media.id else None, rest)


def _location(message: Json, kind: str) -> Content:
    body = _body_of(message, kind)
    told = [words_in(body, "name"), words_in(body, "address")]
    where = told if any(told) else [str(body.get("latitude", "")), str(body.get("longitude", ""))]
    return _content(message, kind, ", ".join(filter(None, where)), rest=body)


def _contacts(message: Json, kind: str) -> Content:
    names = ", ".join(filter(None, map(_name_on_card, objects_in(message, kind))))
    return _content(message, kind, names, rest=message[kind])


def _name_on_card(card: Json) -> str:
    name = object_in(card, "name")
    phones = [text_in(phone, "phone") for phone in objects_in(card, "phones")]
    return text_in(name, "formatted_name") or text_in(name, "first_name") or ", ".join(phones)


def _interactive(message: Json, kind: str) -> Content:
    """An answer to buttons, a list or a flow; or, as an echo, the question itself."""
    body = _body_of(message, kind)
    answer = object_in(body, text_in(body, "type"))
    question = object_in(body, "body")
    text = words_in(answer, "title") or words_in(answer, "body") or words_in(question, "text")
    return _content(message, kind, text, rest=body)


def _order(message: Json, kind: str) -> Content:
    body = _body_of(message, kind)
    lines = [
        f"{text_in(item, 'quantity') or '1'} × {text_in(item, 'product_retailer_id')}"
        for item in objects_in(body, "product_items")
    ]
    return _content(
        message, kind, "\n".join(filter(None, [words_in(body, "text"), *lines])), rest=body
    )


_WITHOUT_BODY = frozenset({"unsupported", "media_placeholder", "errors"})
_BY_TYPE: dict[str, Callable[[Json, str], Content]] = {
    "text": _text,
    "image": _media,
    "video": _media,
    "audio": _media,
    "document": _media,
    "sticker": _media,
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
}
