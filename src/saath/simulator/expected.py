"""What a program should know once it has read every acknowledged webhook.

An independent fold of the events (never of the program's answers), for checks of nothing lost,
nothing doubled, nothing wrong. Order of delivery plays no part: Meta's own times do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from saath.simulator.arrival import RANK
from saath.simulator.envelope import Event
from saath.simulator.people import Object
from saath.simulator.truth import Truth

CHANGES = frozenset({"edit", "revoke", "reaction"})


@dataclass(slots=True)
class Known:
    """One message as the webhooks told it."""

    wamid: str
    bsuid: str
    phone: str
    outbound: bool
    origin: str  # live, echo, history, sent
    type: str
    text: str
    at: int  # seconds
    edited: bool = False
    deleted: bool = False
    status: str = ""
    reactions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Item:
    item: Object
    origin: str
    bsuid: str
    phone: str
    outbound: bool = False


def expected(
    truth: Truth, *, acknowledged_only: bool = True, sends: Iterable[Known] = ()
) -> dict[str, Known]:
    """Fold the events into messages by wamid; `sends` are the program's own, for their statuses."""
    chosen = {
        id(event): event
        for key, event in truth.emitted.items()
        if truth.acknowledged[key] or not acknowledged_only
    }
    items = [item for event in chosen.values() for item in _items(event)]
    items.sort(key=lambda item: (int(item.item["timestamp"]), item.item["id"]))
    known = {send.wamid: send for send in sends}
    for item in items:
        if item.item["type"] not in CHANGES:
            _message(known, item)
    for item in items:
        _change(known, item)
    for event in chosen.values():
        _statuses(known, event)
    return known


def _items(event: Event) -> Iterator[_Item]:
    origin = "history" if event.field == "history" else "live"
    for item in event.value.get("messages", ()):
        yield _Item(item, origin, item.get("from_user_id", ""), item.get("from", ""))
    for item in event.value.get("message_echoes", ()):
        told = "history" if event.field == "history" else "echo"
        bsuid, phone = item.get("to_user_id", ""), item.get("to", "")
        yield _Item(item, told, bsuid, phone, outbound=True)
    for part in event.value.get("history", ()):
        for thread in part.get("threads", ()):
            yield from _thread(thread, event.value["metadata"]["display_phone_number"])


def _thread(thread: Object, business: str) -> Iterator[_Item]:
    context = thread.get("context", {})
    bsuid, phone = context.get("user_id", ""), thread.get("id", "")
    for item in thread["messages"]:
        outbound = "to" in item or item.get("from") == business
        yield _Item(item, "history", bsuid, phone, outbound=outbound)


def _message(known: dict[str, Known], part: _Item) -> None:
    item = part.item
    before = known.get(item["id"])
    body = item.get(item["type"], {})
    text = str(body.get("body", body.get("caption", ""))) if isinstance(body, dict) else ""
    message = Known(
        wamid=item["id"],
        bsuid=part.bsuid,
        phone=part.phone,
        outbound=part.outbound,
        origin=part.origin,
        type=item["type"],
        text=text,
        at=int(item["timestamp"]),
        status=item.get("history_context", {}).get("status", "").lower(),
    )
    if before and before.type != "media_placeholder" and before.origin != "history":
        return
    if before and message.type == "media_placeholder":
        before.status = before.status or message.status  # only the placeholder's thread says it
        return
    if before:
        message.status = before.status or message.status
    known[message.wamid] = message


def _change(known: dict[str, Known], part: _Item) -> None:
    item = part.item
    match item["type"]:
        case "edit":
            target = known.get(item["edit"]["original_message_id"])
            changed = item["edit"]["message"]
            body = changed[changed["type"]]
            if target:
                target.edited, target.text = True, body.get("body", body.get("caption", ""))
        case "revoke":
            target = known.get(item["revoke"]["original_message_id"])
            if target:
                target.deleted = True
        case "reaction":
            _react(known, part)
        case _:
            pass


def _react(known: dict[str, Known], part: _Item) -> None:
    target = known.get(part.item["reaction"]["message_id"])
    side = "business" if part.outbound else "contact"
    emoji = part.item["reaction"].get("emoji", "")
    if target and emoji:
        target.reactions[side] = emoji
    elif target:
        target.reactions.pop(side, None)


def _statuses(known: dict[str, Known], event: Event) -> None:
    for item in event.value.get("statuses", ()):
        target, status = known.get(item["id"]), item["status"]
        if target and RANK.get(status, 0) >= RANK.get(target.status, 0):
            target.status = status
