"""Who is on it, till when, and what somebody may press about that."""

from dataclasses import dataclass

from saath.queries.people import ACTORS, teammate
from saath.queries.views import ConversationView
from saath.web import formats
from saath.web.asking import Asking
from saath.web.shell import ZONE


@dataclass(frozen=True, slots=True)
class Desk:
    """What `onit.html` and `about.html` need besides the words; `back` is whom it goes back to."""

    may: bool
    key: str
    seen: str
    until: str
    typing: str
    mine: bool
    assignee: str
    labels: tuple[str, ...]
    can_take: bool
    back: str


def desk(request: Asking, found: ConversationView) -> Desk:
    """The desk of this conversation, as whoever asks sees it."""
    at, me = found.desk, teammate(request.user)
    held = found.control in {"phone", "agent"}
    until = formats.moment(at.until, ZONE) if held and at.until else None
    return Desk(
        may=request.user.role in ACTORS,
        key=request.asking.new_key(),
        seen=at.last,
        until=f"{until.clock} {until.period}" if until else "",
        typing=at.typing if at.typing != me.name else "",
        mine=at.assignee == me.id,
        assignee=at.assignee_name,
        labels=at.labels,
        can_take=found.control != "agent",
        back=("bot" if at.has_bot else "nobody") if held else "",
    )
