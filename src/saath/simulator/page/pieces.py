"""Small pieces of HTML: forms, fields, bubbles. Everything that is said is escaped."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from html import escape
from urllib.parse import quote

from saath.simulator.people import Message, Person
from saath.simulator.world import World

TICKS = {
    "sent": "✓",
    "delivered": "✓✓",
    "read": "✓✓ read",
    "played": "✓✓ played",
    "failed": "failed",
}
INDIA = timezone(timedelta(hours=5, minutes=30))
CHANGES = frozenset({"edit", "revoke", "reaction"})
SIDES = {
    "customer": "Customer",
    "phone": "On this phone",
    "companion": "Linked device",
    "automatic": "Automatic",
    "api": "Team or bot",
}


def form(command: str, back: str, inner: str, button: str, kind: str = "") -> str:
    """A form that carries out one command and comes back."""
    return (
        f'<form method="post" action="/_sim/do/{command}" class="{kind}">'
        f'<input type="hidden" name="back" value="{escape(back)}">{inner}'
        f"<button>{escape(button)}</button></form>"
    )


def hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def words(name: str, label: str, value: str = "") -> str:
    """A text field with its label."""
    return (
        f"<label><span>{escape(label)}</span>"
        f'<input name="{name}" value="{escape(value)}" autocomplete="off"></label>'
    )


def choice(name: str, label: str, options: Iterable[str]) -> str:
    listed = "".join(f"<option>{escape(option)}</option>" for option in options)
    return f'<label><span>{escape(label)}</span><select name="{name}">{listed}</select></label>'


def shown(person: Person) -> str:
    return person.saved_as or person.name


def link(where: str, person: Person) -> str:
    return f"/_sim/{where}?chat={quote(person.key)}"


def chat_list(world: World, where: str, chosen: str) -> str:
    """The chats, the latest first."""
    people = sorted(world.ground.people.values(), key=lambda p: -_latest(world, p))
    rows = "".join(_row(world, person, where, person.key == chosen) for person in people)
    empty = "<p>No chats yet. Add a customer, or start the sample shop, under World.</p>"
    return f'<nav aria-label="Chats" class="chats"><ul>{rows}</ul></nav>' if rows else empty


def _latest(world: World, person: Person) -> int:
    wamids = world.ground.chats[person.key]
    return max((world.ground.messages[wamid].at for wamid in wamids), default=0)


def _row(world: World, person: Person, where: str, chosen: object) -> str:
    said = [message for message in world.chat(person.key) if message.type not in CHANGES]
    last = escape(_summary(said[-1])) if said else "nothing yet"
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<li><a href="{link(where, person)}"{current}><strong>{escape(shown(person))}</strong>'
        f"<span>{last}</span></a></li>"
    )


def _summary(message: Message) -> str:
    if message.deleted:
        return "This message was deleted"
    return message.text[:60] or message.type


def moment(at: int) -> str:
    """A time as the shop's clock shows it."""
    return datetime.fromtimestamp(at / 1000, INDIA).strftime("%d %b, %H:%M")


def bubble(message: Message, back: str, *, ours: bool) -> str:
    """One message; its author may change it."""
    body = _body(message)
    time = moment(message.at)
    tick = TICKS.get(message.status, "") if message.outbound else ""
    edited = "edited · " if message.edited else ""
    emoji = " ".join(message.reactions.values())
    side = "out" if message.outbound == ours else "in"
    label = SIDES.get(message.via, message.via)
    acts = _acts(message, back) if not message.deleted else ""
    return (
        f'<li class="bubble {side} {message.via}"><p class="who">{label}</p>{body}'
        f'<p class="meta">{edited}{time} {tick} {escape(emoji)}</p>{acts}</li>'
    )


def _body(message: Message) -> str:
    if message.deleted:
        return "<p><em>This message was deleted</em></p>"
    if message.type == "text":
        return f"<p>{escape(message.text)}</p>"
    caption = f"<p>{escape(message.text)}</p>" if message.text else ""
    return f'<p class="kind">{escape(message.type)}</p>{caption}'


def _acts(message: Message, back: str) -> str:
    wamid = hidden("wamid", message.wamid)
    change = ""
    if message.type in {"text", "image", "video", "document"} and message.via != "api":
        change = form("edit", back, wamid + words("text", "New text", message.text), "Edit")
        change += form("revoke", back, wamid, "Delete for everyone")
    by = "owner" if not message.outbound else "customer"
    emoji = choice("emoji", f"React as {by}", ("👍", "❤️", "🙏", "😂", ""))
    react = form("react", back, wamid + hidden("by", by) + emoji, "React")
    return f"<details><summary>Change</summary>{change}{react}</details>"
