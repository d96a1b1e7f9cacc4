"""The state of one message, and how every fact about it joins in.

Each fold here is a join: the same facts in any order, any number of times, give the same message.
A status, edit, reaction or deletion may come before the message itself; it then waits in a *stub*
(a message without direction), which no screen shows.
"""

from dataclasses import replace
from typing import Literal

from saath.domain.content import Content
from saath.domain.facts.messages import Failure, Origin, Pricing, Side, Status, StatusChanged
from saath.domain.thread import NEVER, Direction, Mark, Progress, Source
from saath.domain.values import dataclass

ARRIVED = frozenset({"delivered", "read", "played"})
"""What WhatsApp reports of a message that is on the customer's phone."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One status WhatsApp reported: the earliest time it named, and what came with it."""

    status: Status
    at: int
    failure: Failure | None = None
    pricing: Pricing | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A later version of the words, by whom and when. `wamid` names the edit itself."""

    at: int
    wamid: str
    content: Content


@dataclass(frozen=True, slots=True)
class Reaction:
    """What one side's emoji on this message is now; empty when it was taken away."""

    side: Side
    at: int
    wamid: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a conversation, or a stub that waits for its message.

    `origin` is live once any telling was live; `told` is where the present words came from. What
    an exported chat tells has a name of its own, so that no other telling ever meets it.
    A message of ours is named by its intention's key; once its wamid is learnt, the row of that
    wamid only points to it (`ours`). `answers` is what its author saw last.
    """

    id: str
    phone_number_id: str
    wamid: str
    person: str
    at: int = 0
    direction: Direction = ""
    source: Source = ""
    origin: Origin | Literal[""] = ""
    told: Origin | Literal[""] = ""
    content: Content | None = None
    receipts: tuple[Receipt, ...] = ()
    edits: tuple[Edit, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    revoked_at: int = 0
    author: str = ""
    progress: Progress = ""
    failure: Failure | None = None
    answers: Mark = NEVER
    ours: str = ""

    @property
    def is_stub(self) -> bool:
        """Whether only statuses, edits or reactions are known so far."""
        return self.direction == "" and not self.ours

    @property
    def mark(self) -> Mark:
        """Where it stands in its thread."""
        return (self.at, self.id)

    @property
    def may_be_sent_again(self) -> bool:
        """Whether it surely never arrived, or nobody can say any more: a person may decide."""
        if self.progress != "accepted":
            return self.progress in {"failed", "cancelled", "unresolved"}
        told = {receipt.status for receipt in self.receipts}
        return "failed" in told and not told & ARRIVED

    @property
    def shown(self) -> Content | None:
        """The words as they are now: the latest edit, else the original."""
        return self.edits[-1].content if self.edits else self.content


@dataclass(frozen=True, slots=True)
class Copy:
    """One telling of a message, by whichever of live, echo or history."""

    at: int
    direction: Direction
    source: Source
    origin: Origin
    content: Content


def tell(message: Message, copy: Copy) -> Message:
    """Join one telling: the better one gives the words, a live one makes the message live."""
    if message.content is None:
        return _first_told(message, copy)
    origin: Origin = "live" if message.origin == "live" else copy.origin
    before = _telling(message, message.content)
    if before != copy and _rank(before) < _rank(copy):
        return _told(message, copy, origin)
    return message if message.origin == origin else replace(message, origin=origin)


def _first_told(message: Message, copy: Copy) -> Message:
    """Built by place: nearly every message passes here, and `replace` takes three times as long."""
    return Message(
        message.id,
        message.phone_number_id,
        message.wamid,
        message.person,
        copy.at,
        copy.direction,
        copy.source,
        copy.origin,
        copy.origin,
        copy.content,
        message.receipts,
        message.edits,
        message.reactions,
        message.revoked_at,
    )


def _told(message: Message, copy: Copy, origin: Origin) -> Message:
    return replace(
        message,
        at=copy.at,
        direction=copy.direction,
        source=copy.source,
        origin=origin,
        told=copy.origin,
        content=copy.content,
    )


def _telling(message: Message, content: Content) -> Copy:
    return Copy(message.at, message.direction, message.source, message.told or "history", content)


def _rank(copy: Copy) -> tuple[object, ...]:
    """A total order of tellings: real words over placeholders, live over history, then by value.

    The tail has no meaning; it only makes the choice the same on every machine.
    """
    return (
        not copy.content.is_placeholder,
        copy.origin == "live",
        copy.at,
        copy.direction,
        copy.source,
        repr(copy.content),
    )


def report(message: Message, fact: StatusChanged) -> Message:
    """Join a status. Nothing ever moves backward: all are kept, the lattice says which one shows."""
    receipt = Receipt(fact.status, fact.at, fact.failure, fact.pricing)
    return with_receipt(message, receipt)


def with_receipt(message: Message, receipt: Receipt) -> Message:
    """Join one receipt: of two with the same status the one with the smaller key stays."""
    others = [r for r in message.receipts if r.status != receipt.status]
    same = [r for r in message.receipts if r.status == receipt.status]
    if same and _receipt_key(same[0]) <= _receipt_key(receipt):
        return message
    if not others:
        return _with_receipts(message, (receipt,))
    return _with_receipts(message, tuple(sorted((*others, receipt), key=lambda r: r.status)))


def _with_receipts(message: Message, receipts: tuple[Receipt, ...]) -> Message:
    """Built by place, as in `_first_told`: every message of ours comes by, up to three times."""
    return Message(
        message.id,
        message.phone_number_id,
        message.wamid,
        message.person,
        message.at,
        message.direction,
        message.source,
        message.origin,
        message.told,
        message.content,
        receipts,
        message.edits,
        message.reactions,
        message.revoked_at,
        message.author,
        message.progress,
        message.failure,
        message.answers,
        message.ours,
    )


def _receipt_key(receipt: Receipt) -> tuple[object, ...]:
    """A receipt with a time beats one without (history names none), then the earlier one."""
    return (
        receipt.at == 0,
        receipt.at,
        repr(receipt.failure),
        receipt.pricing is None,
        repr(receipt.pricing),
    )


def edit(message: Message, change: Edit) -> Message:
    """Join an edit; the latest shows, earlier words stay readable."""
    if change in message.edits:
        return message
    kept = {e.wamid: e for e in (change, *message.edits)}
    known = [e for e in message.edits if e.wamid == change.wamid]
    if known:
        kept[change.wamid] = max(known[0], change, key=_edit_key)
    return replace(message, edits=tuple(sorted(kept.values(), key=_edit_key)))


def _edit_key(change: Edit) -> tuple[object, ...]:
    return (change.at, change.wamid, repr(change.content))


def revoke(message: Message, at: int) -> Message:
    """Join a deletion. The words stay known to the business; the screen says they were deleted."""
    moment = max(at, 1)
    if message.revoked_at and message.revoked_at <= moment:
        return message
    return replace(message, revoked_at=moment)


def react(message: Message, reaction: Reaction) -> Message:
    """Join a reaction: the latest of each side stays."""
    others = tuple(r for r in message.reactions if r.side != reaction.side)
    same = [r for r in message.reactions if r.side == reaction.side]
    if same and _reaction_key(same[0]) >= _reaction_key(reaction):
        return message
    return replace(message, reactions=tuple(sorted((*others, reaction), key=lambda r: r.side)))


def _reaction_key(reaction: Reaction) -> tuple[int, str, str]:
    return (reaction.at, reaction.wamid, reaction.emoji)


def of_person(message: Message, person: str) -> Message:
    """The same message, with the person it is by now known to belong to."""
    return message if message.person == person else replace(message, person=person)


def absorb(message: Message, stub: Message) -> Message:
    """Join what waited under a wamid that turned out to be this message's."""
    for receipt in stub.receipts:
        message = with_receipt(message, receipt)
    for change in stub.edits:
        message = edit(message, change)
    for reaction in stub.reactions:
        message = react(message, reaction)
    return revoke(message, stub.revoked_at) if stub.revoked_at else message


def advance(message: Message, progress: Progress, failure: Failure | None = None) -> Message:
    """The same message, its sending moved on."""
    return replace(message, progress=progress, failure=failure)
