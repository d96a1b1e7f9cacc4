"""Small pieces of HTML: forms, fields, the list of chats. Everything that is said is escaped."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from html import escape
from urllib.parse import quote

from saath.simulator.people import Message, Person
from saath.simulator.world import World

INDIA = timezone(timedelta(hours=5, minutes=30))
CHANGES = frozenset({"edit", "revoke", "reaction"})


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


def fold(title: str, inner: str) -> str:
    """Something that opens when it is wanted."""
    return f"<details><summary>{escape(title)}</summary>{inner}</details>"


def shown(person: Person) -> str:
    return person.saved_as or person.name


def face(person: Person) -> str:
    """A letter in a circle."""
    return f'<span class="face" aria-hidden="true">{escape(shown(person)[:1].upper())}</span>'


def link(where: str, person: Person) -> str:
    return f"/_sim/{where}?chat={quote(person.key)}"


def moment(at: int) -> str:
    """A time as the shop's clock shows it, with its day."""
    return _local(at).strftime("%d %b, %H:%M")


def day(at: int) -> str:
    return _local(at).strftime("%d %B %Y").lstrip("0")


def clock(at: int) -> str:
    return _local(at).strftime("%I:%M %p").lstrip("0").lower()


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, INDIA)


def spoken(world: World, person: Person) -> list[Message]:
    """What a chat shows: messages, without what changed them."""
    return [message for message in world.chat(person.key) if message.type not in CHANGES]


def chat_list(world: World, where: str, chosen: str) -> str:
    """The chats, the latest first."""
    people = sorted(world.ground.people.values(), key=lambda p: -_latest(world, p))
    rows = "".join(_row(world, person, where, person.key == chosen) for person in people)
    empty = (
        '<p class="none">No chats yet. Add a customer, or open the sample shop, under World.</p>'
    )
    return f'<nav aria-label="Chats" class="chats"><ul>{rows}</ul></nav>' if rows else empty


def _latest(world: World, person: Person) -> int:
    wamids = world.ground.chats[person.key]
    return max((world.ground.messages[wamid].at for wamid in wamids), default=0)


def _row(world: World, person: Person, where: str, chosen: object) -> str:
    said = spoken(world, person)
    last = escape(_summary(said[-1])) if said else "nothing yet"
    waits = _unanswered(said) if where == "phone" else 0
    count = f'<b class="count">{waits}<i class="sr"> not answered</i></b>' if waits else ""
    time = f"<small>{_when(said[-1].at, world.now)}</small>" if said else ""
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<li><a href="{link(where, person)}"{current}>{face(person)}'
        f"<strong dir=auto>{escape(shown(person))}</strong>{time}"
        f"<span dir=auto>{last}</span>{count}</a></li>"
    )


def _unanswered(said: list[Message]) -> int:
    """How many messages of the customer came after our last one."""
    count = 0
    for message in reversed(said):
        if message.outbound and message.via != "automatic":
            break
        count += not message.outbound and not message.past
    return count


def _when(at: int, now: int) -> str:
    return clock(at) if day(at) == day(now) else _local(at).strftime("%d %b").lstrip("0")


def _summary(message: Message) -> str:
    if message.deleted:
        return "This message was deleted"
    mark = "✓ " if message.outbound else ""
    return mark + (message.text[:60] or message.type)
