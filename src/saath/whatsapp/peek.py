"""Whom does a delivery concern, and is it in a hurry? A partial decode, before the journal.

Stands on the path that answers Meta, so it reads the few keys it needs and skips the rest. What
the delivery says is `parse`'s business.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from saath.whatsapp.decode import NUL, read_tree
from saath.whatsapp.read import Json, object_in, objects_in, text_in

BULK_FIELDS = frozenset({"history", "smb_app_state_sync"})
_BULK_KEYS = frozenset({"history", "state_sync"})
_LIVE_KEYS = frozenset({"messages", "message_echoes", "statuses"})


@dataclass(frozen=True, slots=True)
class Peek:
    """What routing needs. `account_ids` holds WABAs and the portfolios that own them.

    `bulk` is true only if every change is history or contact sync. An unreadable delivery
    concerns nobody and is kept all the same.
    """

    phone_number_ids: frozenset[str] = frozenset()
    account_ids: frozenset[str] = frozenset()
    bulk: bool = False
    readable: bool = True


class _Metadata(Struct, frozen=True, gc=False):
    phone_number_id: str = ""


class _WabaInfo(Struct, frozen=True, gc=False):
    waba_id: str = ""
    owner_business_id: str = ""


class _Value(Struct, frozen=True, gc=False):
    metadata: _Metadata = _Metadata()
    waba_info: _WabaInfo = _WabaInfo()
    waba_id: str = ""
    phone_number_id: str = ""


class _Change(Struct, frozen=True, gc=False):
    value: _Value
    field: str = ""


class _Entry(Struct, frozen=True, gc=False):
    changes: list[_Change]
    id: str = ""


class _Envelope(Struct, frozen=True, gc=False):
    entry: list[_Entry]


_decode = Decoder(_Envelope).decode
_NOT_SAID = frozenset({""})


def peek(body: bytes) -> Peek:
    """Read whom a delivery concerns. Never raises."""
    if NUL in body:
        return _peek_slowly(body)
    try:
        entries = _decode(body).entry
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return _peek_slowly(body)
    told = [_named(entry.id, change) for entry in entries for change in entry.changes]
    if len(told) == 1 == len(entries):
        return _of_one(*told[0])
    parts = [_of_one(*one) for one in told]
    return Peek(
        frozenset[str]().union(*[part.phone_number_ids for part in parts]),
        frozenset(entry.id for entry in entries if entry.id).union(
            *[part.account_ids for part in parts]
        ),
        all(part.bulk for part in parts) and bool(entries),
    )


def _named(account: str, change: _Change) -> tuple[str, ...]:
    value = change.value
    number, info = value.metadata.phone_number_id, value.waba_info
    more = (value.waba_id, info.waba_id, info.owner_business_id)
    return (change.field, number, value.phone_number_id, account, *more)


@lru_cache(maxsize=4_096)
def _of_one(field: str, number: str, other: str, *accounts: str) -> Peek:
    """What one change says; the deliveries of a number say the same thousands of times."""
    numbers = frozenset({number, other}) - _NOT_SAID
    return Peek(numbers, frozenset(accounts) - _NOT_SAID, field in BULK_FIELDS)


def _peek_slowly(body: bytes) -> Peek:
    """The same for odd shapes: ids that are numbers, nulls, a value without an envelope."""
    try:
        tree = read_tree(body)
    except ValueError:
        return Peek(readable=False)
    if not isinstance(tree, dict):
        return Peek(readable=False)
    if "entry" not in tree:
        bulk = bool(_BULK_KEYS & tree.keys()) and not _LIVE_KEYS & tree.keys()
        return Peek(frozenset(_numbers(tree)) - _NOT_SAID, frozenset(), bulk)
    entries = objects_in(tree, "entry")
    changes = [change for entry in entries for change in objects_in(entry, "changes")]
    values = [object_in(change, "value") for change in changes]
    accounts = {text_in(entry, "id") for entry in entries}
    accounts.update(account for value in values for account in _accounts(value))
    return Peek(
        frozenset(number for value in values for number in _numbers(value)) - _NOT_SAID,
        frozenset(accounts) - _NOT_SAID,
        bool(changes) and all(text_in(change, "field") in BULK_FIELDS for change in changes),
    )


def _numbers(value: Json) -> Iterator[str]:
    yield text_in(object_in(value, "metadata"), "phone_number_id")
    yield text_in(value, "phone_number_id")


def _accounts(value: Json) -> Iterator[str]:
    yield text_in(value, "waba_id")
    for key in ("waba_id", "owner_business_id"):
        yield text_in(object_in(value, "waba_info"), key)
