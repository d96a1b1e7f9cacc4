"""Append what was said in exported chats to the journal, some hundreds of messages a record.

In the bulk lane: an export never holds up what customers write now. What is known already is not
appended again, and would be folded into the same messages if it were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched

from saath.bus import Wake, Waker
from saath.domain.ids import message_id
from saath.domain.ledger import lies_in
from saath.domain.policy import Number
from saath.journal import Journal
from saath.queries.ledger import get_ledger
from saath.queries.messages import list_known
from saath.queries.people import list_book
from saath.requests import newest_policy
from saath.store.imports import Chat, Line, import_entry, line_key
from saath.transition.chats.naming import Unplaced, phone_of
from saath.transition.chats.reading import ChatRead
from saath.transition.contacts.reading import digits_of

AT_ONCE = 500
NO_NUMBER = "There is no number yet whose chat this could be. Link it first: saath link --data DIR"
SEVERAL_NUMBERS = (
    "Several numbers are linked. Say whose chat this is with --number and the phone number id;"
    " saath number shows it."
)
UNKNOWN_NUMBER = "No number of the business has the id that --number says."


@dataclass(frozen=True, slots=True)
class ChatTaken:
    """What became of one chat. `shown` counts what the ledger lets be seen by now."""

    file: str
    messages: int
    added: int
    shown: int


@dataclass(slots=True)
class Brought:
    """What became of all of them, and which were refused, with the reason."""

    chats: list[ChatTaken] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class House:
    """Where chats are brought to, when, and by whom."""

    journal: Journal
    business: str
    by: str
    now: int


@dataclass(frozen=True, slots=True)
class Named:
    """What the operator says: whose chat it is (a phone), and of which number of the business."""

    phone: str = ""
    number: str = ""


NOTHING_NAMED = Named()


def bring(
    house: House, waker: Waker, chats: Iterable[ChatRead], named: Named = NOTHING_NAMED
) -> Brought:
    """Append what is new of each chat; `named` says what the chat itself does not."""
    numbers = newest_policy(house.journal, house.business).numbers
    number, why_not = _number(numbers, named.number)
    brought = Brought()
    if number is None:
        brought.refused = [(chat.file, why_not) for chat in chats]
        return brought
    book = list_book(house.business, number.portfolio_id)
    for chat in chats:
        try:
            of = _told(named.phone) or phone_of(chat.name, book)
            brought.chats.append(_take(house, number, chat, of))
        except Unplaced as refused:
            brought.refused.append((chat.file, str(refused)))
    waker.wake(Wake("live", house.business))
    return brought


def _number(numbers: Sequence[Number], named: str) -> tuple[Number | None, str]:
    """The number meant, or why that cannot be said. Never guessed: what is brought stays."""
    if named:
        found = [one for one in numbers if one.phone_number_id == named]
        return (found[0], "") if found else (None, UNKNOWN_NUMBER)
    meant = [one for one in numbers if one.linked_at] or list(numbers)
    if len(meant) > 1:
        return None, SEVERAL_NUMBERS
    return (meant[0], "") if meant else (None, NO_NUMBER)


def _told(phone: str) -> str:
    if phone and not digits_of(phone):
        raise Unplaced("--phone is not a phone number. Write it as +91 98200 00000.")
    return digits_of(phone) if phone else ""


def _take(house: House, number: Number, chat: ChatRead, phone: str) -> ChatTaken:
    named = {message_id(number.phone_number_id, line_key(phone, line)): line for line in chat.lines}
    known = list_known(house.business, list(named))
    new = [line for key, line in named.items() if key not in known]
    entries = [
        import_entry(
            house.business,
            Chat(number.phone_number_id, chat.file, house.by, house.now, phone, part),
            source="export",
        )
        for part in batched(new, AT_ONCE)
    ]
    if entries:
        house.journal.append(entries)
    return ChatTaken(chat.file, len(named), len(new), _shown(house, number, chat.lines))


def _shown(house: House, number: Number, lines: Sequence[Line]) -> int:
    ledger = get_ledger(house.business, number.phone_number_id, house.now, days=True)
    return sum(lies_in(ledger.proven_empty, line.at) for line in lines) if ledger else 0
