"""A chat as HTML: bubbles, days, and what the author may still change."""

from collections.abc import Iterator
from html import escape

from saath.simulator.page.pieces import choice, clock, day, form, hidden, words
from saath.simulator.people import Message

TICKS = {
    "sent": "✓",
    "delivered": "✓✓",
    "read": "✓✓ read",
    "played": "✓✓ played",
    "failed": "failed",
}
SIDES = {"companion": "Linked device", "automatic": "Automatic", "api": "Team or bot"}
EMOJI = ("👍", "❤️", "🙏", "😂", "")


def thread(messages: list[Message], back: str, *, ours: bool) -> str:
    """The messages, oldest first, with their days."""
    items = "".join(_items(messages, back, ours=ours))
    return f'<ol class="thread" tabindex="0" aria-label="Messages">{items}</ol>'


def _items(messages: list[Message], back: str, *, ours: bool) -> Iterator[str]:
    before = ""
    for message in messages:
        if day(message.at) != before:
            before = day(message.at)
            yield f'<li class="day">{before}</li>'
        yield bubble(message, back, ours=ours)


def bubble(message: Message, back: str, *, ours: bool) -> str:
    """One message; its author may change it."""
    side = "out" if message.outbound == ours else "in"
    label = SIDES.get(message.via, "")
    who = f'<p class="who">{label}</p>' if label else ""
    acts = "" if message.deleted else _acts(message, back)
    return (
        f'<li class="bubble {side} {message.via}">{who}{_body(message)}'
        f'<p class="meta">{_meta(message)}</p>{_reactions(message)}{acts}</li>'
    )


def _meta(message: Message) -> str:
    edited = "edited · " if message.edited else ""
    tick = TICKS.get(message.status, "") if message.outbound else ""
    return f"{edited}{clock(message.at)} {tick}".strip()


def _reactions(message: Message) -> str:
    emoji = " ".join(message.reactions.values())
    return f'<p class="reactions">{escape(emoji)}</p>' if emoji else ""


def _body(message: Message) -> str:
    if message.deleted:
        return "<p><em>This message was deleted</em></p>"
    if message.type == "text":
        return f"<p dir=auto>{escape(message.text)}</p>"
    caption = f"<p dir=auto>{escape(message.text)}</p>" if message.text else ""
    return f'<p class="kind">{escape(message.type)}</p>{caption}'


def _acts(message: Message, back: str) -> str:
    wamid = hidden("wamid", message.wamid)
    change = ""
    if message.type in {"text", "image", "video", "document"} and message.via != "api":
        change = form("edit", back, wamid + words("text", "New text", message.text), "Edit")
        change += form("revoke", back, wamid, "Delete for everyone")
    by = "owner" if not message.outbound else "customer"
    react = wamid + hidden("by", by) + choice("emoji", f"React as {by}", EMOJI)
    inner = change + form("react", back, react, "React")
    return (
        f'<details class="more"><summary><span class="sr">Change</span></summary>{inner}</details>'
    )
