"""The life of the number: nothing of what waits is lost to it, and at the end it is known.

What is known is told anew from the journal, event by event in Meta's order, by a small story of a
link and a ban. `sends` asks it about every attempt.
"""

from dataclasses import dataclass, field
from typing import Any

from saath.domain.intention import intention_key
from saath.store.kinds import TABLES
from saath.store.load import load_accounts
from saath.store.tenancy import as_business
from tests.simulation.homecoming import Homecoming
from tests.simulation.judging.book import Book, Entry, bodies, everywhere

# Of what Meta stamps with the same second, the stricter is told last: nobody knows the order.
ORDER = (
    "PARTNER_ADDED",
    "ACCOUNT_RECONNECTED",
    "REINSTATE",
    "ACCOUNT_OFFBOARDED",
    "PARTNER_REMOVED",
    "DISABLE",
)
NO_REPLIES = frozenset({"RESTRICTED_CUSTOMER_INITIATED_MESSAGING"})
NO_TEMPLATES = frozenset({"RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_UTILITY_TEMPLATES"})
TRULY = {"CONNECTED": "active", "OFFBOARDED": "suspended", "REMOVED": "removed", "BANNED": "banned"}
PATIENCE = frozenset({"number-unavailable", "too-late"})
"""What may not end a message that a number's absence alone held up."""


@dataclass(slots=True)
class Said:
    """What the journal has told of the number so far."""

    events: set[tuple[int, int]] = field(default_factory=set)
    no_replies_until: int = 0
    no_templates_until: int = 0

    def read(self, entry: Entry) -> None:
        """Hear one record, in whatever order they come."""
        if entry.kind == "policy":
            linked = {(number["linked_at"], 0) for number in entry.body["numbers"]}
            self.events |= linked
        told = entry.body.get("entry", ()) if entry.kind == "delivery" else ()
        for one in told:
            for change in one.get("changes", ()):
                if change.get("field") == "account_update":
                    self._hear(change["value"], one.get("time", 0) * 1000)

    def _hear(self, value: dict[str, Any], at: int) -> None:
        event = value.get("ban_info", {}).get("waba_ban_state", "") or value.get("event", "")
        if event in ORDER:
            self.events.add((at, ORDER.index(event)))
        for info in value.get("restriction_info", ()):
            kind, ends = info["restriction_type"], info["expiration"] * 1000
            if kind in NO_REPLIES:
                self.no_replies_until = max(self.no_replies_until, ends)
            if kind in NO_TEMPLATES:
                self.no_templates_until = max(self.no_templates_until, ends)

    @property
    def life(self) -> str:
        """Tell the story from its beginning."""
        link, banned = "active", False
        for _, event in sorted(self.events):
            match ORDER[event]:
                case "PARTNER_ADDED":
                    link = "active"
                case "PARTNER_REMOVED":
                    link = "removed"
                case "ACCOUNT_OFFBOARDED" if link == "active":
                    link = "suspended"
                case "ACCOUNT_RECONNECTED" if link == "suspended":
                    link = "active"
                case "DISABLE" | "REINSTATE" as judged:
                    banned = judged == "DISABLE"
                case _:
                    pass
        return "banned" if banned else link


def judge(book: Book) -> None:
    """I25 of one town, but for the attempts."""
    _kept(book)
    for one in book.played.homecomings:
        if one.business == book.town.business:
            _came_home(book, one)
    _known(book)


def _kept(book: Book) -> None:
    """What the number's state stands in the way of waits; only its own age may end it."""
    for entry in book.entries:
        if entry.kind == "outcome" and entry.body.get("reason") == "number-unavailable":
            book.report("I25", f"{entry.body['intention'][-8:]} was dropped, and not kept")
    if "number-unavailable" in book.results.values():
        book.report("I25", "a request was refused although waiting could have cured it")


def _came_home(book: Book, home: Homecoming) -> None:
    """What was asked while the number was away went out once it was back."""
    if not (_able(book, home, home.back) and _able(book, home, home.end)):
        return  # something older and worse came in late
    attempted, ended = _ends(book)
    for request in home.requests:
        key, refused = intention_key(request), book.results.get(request, "")
        ends = (ended.get(key, set()) | {refused}) - {""}
        if key not in attempted and not ends - PATIENCE:
            book.report("I25", f"{key[-8:]} waited for the number, and never went out ({ends})")


def _able(book: Book, home: Homecoming, position: int) -> bool:
    said = _said(book, position)
    return said.life == "active" and said.no_replies_until <= home.back_at


def _said(book: Book, position: int) -> Said:
    said = Said()
    for entry in book.entries:
        if entry.position <= position:
            said.read(entry)
    return said


def _ends(book: Book) -> tuple[set[str], dict[str, set[str]]]:
    """Which intentions were attempted, and why others ended."""
    attempted: set[str] = set()
    ended: dict[str, set[str]] = {}
    for entry in book.entries:
        if entry.kind == "attempt":
            attempted.add(entry.body["intention"]["key"])
        elif entry.kind == "outcome" and not entry.body.get("retry_at"):
            ended.setdefault(entry.body["intention"], set()).add(entry.body["reason"])
    return attempted, ended


def _known(book: Book) -> None:
    """At the end the product knows what it was told; if that was everything, what is."""
    world, said = book.town.world, _said(book, book.records[-1].position if book.records else 0)
    with as_business(book.town.business, TABLES, reads=True):
        states = load_accounts(book.town.business)
    state = states.get(world.ids.waba_id)
    shown = state.life if state else "active"
    if shown != said.life:
        book.report("I25", f"the number is {shown} to us, and {said.life} by all that was told")
    if not _missed(book) and shown != TRULY[world.account.state]:
        book.report("I25", f"the number is {shown} to us, and truly {world.account.state}")
    ends = (state.no_replies_until, state.no_templates_until) if state else (0, 0)
    if ends != (said.no_replies_until, said.no_templates_until):
        book.report("I25", f"restrictions end at {ends} to us, and not as was told")
    if set(states) - {world.ids.waba_id}:
        book.report("I25", "an account that is not ours has a life")


def _missed(book: Book) -> set[str]:
    """What of the account's life never reached the journal."""
    kept = bodies(book.played, *everywhere(book.town))
    durable = {key for body in kept for key in book.town.seen.get(body, ())}
    return {key for key in book.town.world.truth.emitted if key.startswith("account:")} - durable
