"""What we could not read, kept whole where it can be seen. Never an exception and never nothing."""

from collections.abc import Iterator

from saath.domain.facts import Fact, Unrecognized
from saath.domain.facts.messages import Side
from saath.domain.identity import Identity
from saath.whatsapp.change import Change
from saath.whatsapp.decode import canonical
from saath.whatsapp.read import Json, items_in, text_in, time_in

# What `redact` leaves where a person's item was.
ERASED: Json = {"erased": True}


def objects_of(change: Change, parts: list[object], facts: list[Fact]) -> Iterator[Json]:
    """Walk the items of a list. What is no item becomes a fact at once."""
    for part in parts:
        if isinstance(part, dict) and "erased" not in part:
            yield part
        else:
            facts.append(unread(change, part, "no object"))


def unread(change: Change, part: object, reason: str) -> Unrecognized:
    """A part of a change that names nobody."""
    return Unrecognized(
        reason=reason_of(part, reason),
        raw=canonical(part),
        field=change.field,
        account_id=change.account_id,
        phone_number_id=change.phone_number_id,
        at=change.at,
    )


def reason_of(part: object, reason: str) -> str:
    """The reason, unless there is nothing to read because a person was taken out."""
    return "erased" if _is_erased(part) else reason


def _is_erased(part: object) -> bool:
    if not isinstance(part, dict):
        return False
    return "erased" in part or ERASED in (*part.values(), *items_in(part, "contacts"))


def unrecognized(change: Change, item: Json, who: Identity, by: Side, reason: str) -> Unrecognized:
    """An item that stays visible where it belongs, though we cannot read it."""
    return Unrecognized(
        reason=reason,
        raw=canonical(item),
        field=change.field,
        account_id=change.account_id,
        phone_number_id=change.phone_number_id,
        wamid=text_in(item, "id"),
        at=time_in(item, "timestamp"),
        person=who,
        by=by,
    )
