"""Take one person out of a delivery.

The law: the facts of everyone else stay as they are, nothing of the person's items stays, and
once is enough. An item becomes `{"erased": true}` in its place, so counts and the order of
what remains hold. Whose an item is, `identity` says, as it does for `parse`.
"""

from collections.abc import Callable, Iterable

from saath.domain.identity import NOBODY, Identity
from saath.whatsapp.change import Change, read_change
from saath.whatsapp.decode import read_tree, storable_text, write_tree
from saath.whatsapp.history import person_of
from saath.whatsapp.identity import (
    ids_of_system,
    of_contact,
    of_counterpart,
    of_entry,
    of_recipient,
    of_sender,
    of_subject,
    of_thread,
)
from saath.whatsapp.mention import Redacted, wamids_of
from saath.whatsapp.people import ids_of_update
from saath.whatsapp.read import Json, items_in, object_in, text_in
from saath.whatsapp.unread import ERASED

__all__ = ["Redacted", "redact"]

# Lists whose items have many shapes: there a mention is enough.
_LOOSE = frozenset({"errors", "calls", "groups", "user_actions", "automatic_events"})
_LISTS = _LOOSE | {
    *("messages", "statuses", "message_echoes", "history"),
    *("state_sync", "user_preferences", "user_id_update"),
}
_SHARED = frozenset({"messaging_product", "metadata", "contacts"})


def redact(body: bytes, person: Redacted) -> bytes:
    """Rewrite a delivery without this person; the same bytes where nothing names them."""
    try:
        tree = read_tree(body)
    except ValueError:
        return write_tree(ERASED) if person.is_mentioned_in(storable_text(body)) else body
    erased = _without_in_envelope(tree, person)
    if erased == tree and not person.is_mentioned_in(storable_text(body)):
        return body
    return write_tree(erased)


def _without_in_envelope(tree: object, person: Redacted) -> object:
    if isinstance(tree, dict) and "entry" in tree:
        entries = _each(tree["entry"], lambda entry: _without_in_entry(entry, person))
        return {key: entries if key == "entry" else _part(tree[key], person) for key in tree}
    if isinstance(tree, dict) and _LISTS & tree.keys():
        return _without_in_value(tree, "", person)
    return _part(tree, person)


def _without_in_entry(entry: object, person: Redacted) -> object:
    if not isinstance(entry, dict) or "changes" not in entry:
        return _part(entry, person)
    changes = _each(entry["changes"], lambda change: _without_in_change(change, person))
    kept = {"id", "time"}
    return {
        key: changes if key == "changes" else part if key in kept else _part(part, person)
        for key, part in entry.items()
    }


def _without_in_change(change: object, person: Redacted) -> object:
    if not isinstance(change, dict) or not isinstance(change.get("value"), dict):
        return _part(change, person)
    value = _without_in_value(change["value"], text_in(change, "field"), person)
    return {
        key: value if key == "value" else part if key == "field" else _part(part, person)
        for key, part in change.items()
    }


def _without_in_value(value: Json, field: str, person: Redacted) -> Json:
    change = read_change(value, field, "", 0)
    if not _LISTS & value.keys():
        rest = {key: part for key, part in value.items() if key not in _SHARED}
        kept = ERASED if person.is_mentioned(rest) else rest
        value = {key: part for key, part in value.items() if key in _SHARED} | kept
    return {key: _without_in_list(change, key, part, person) for key, part in value.items()}


def _without_in_list(change: Change, key: str, part: object, person: Redacted) -> object:
    if key == "contacts":
        met = _is_sole_contact_of(change, person)
        return _each(part, lambda contact: _contact(contact, person, met=met))
    if key == "history":
        return _each(part, lambda chunk: _without_in_chunk(change, chunk, person))
    if key in _LISTS:
        return _each(part, lambda item: _item(change, key, item, person))
    return part if key in _SHARED or key == "erased" else _part(part, person)


def _item(change: Change, key: str, item: object, person: Redacted) -> object:
    if not isinstance(item, dict):
        return _part(item, person)
    if key in _LOOSE and person.is_mentioned(item):
        return ERASED
    if key == "errors":
        return item
    return ERASED if _is_of(person, item, _named(change, key, item)) else item


def _is_of(person: Redacted, item: Json, named: Iterable[Identity]) -> bool:
    return any(map(person.owns, named)) or any(map(person.is_in, wamids_of(item)))


def _contact(contact: object, person: Redacted, *, met: bool) -> object:
    if not isinstance(contact, dict):
        return _part(contact, person)
    return ERASED if met or person.owns(of_contact(contact)) else contact


def _is_sole_contact_of(change: Change, person: Redacted) -> bool:
    """Whether the one contact is taken for the person of the one item, though it names nobody."""
    if len(items_in(change.value, "contacts")) != 1:
        return False
    for key in _LISTS & change.value.keys():
        items = items_in(change.value, key)
        if len(items) == 1 and isinstance(items[0], dict):
            named = list(_named(change, key, items[0]))
            found = any(change.contacts.find(who) is not None for who in named if who != NOBODY)
            if found and _is_of(person, items[0], named):
                return True
    return False


def _without_in_chunk(change: Change, chunk: object, person: Redacted) -> object:
    if not isinstance(chunk, dict):
        return _part(chunk, person)
    threads = _each(chunk.get("threads"), lambda thread: _thread(change, thread, person))
    return {
        key: threads if key == "threads" else _part(part, person) for key, part in chunk.items()
    }


def _thread(change: Change, thread: object, person: Redacted) -> object:
    """A whole chat goes with its address; of its messages only their number stays."""
    if not isinstance(thread, dict):
        return _part(thread, person)
    whose = of_thread(thread)
    if person.owns(whose):
        count = len(items_in(thread, "messages"))
        return {"messages": [ERASED] * count} if count else ERASED

    def message(item: object) -> object:
        if not isinstance(item, dict):
            return _part(item, person)
        who, _ = person_of(whose, item, change.display)
        return ERASED if _is_of(person, item, ids_of_system(item, who)) else item

    return {
        key: _each(part, message) if key == "messages" else part for key, part in thread.items()
    }


def _each(part: object, without: Callable[[object], object]) -> object:
    """Apply to every item, and keep the shape: a list, a single item or null."""
    if isinstance(part, list):
        return [without(item) for item in part]
    return part if part is None else without(part)


def _part(part: object, person: Redacted) -> object:
    return ERASED if person.is_mentioned(part) else part


def _named(change: Change, key: str, item: Json) -> Iterable[Identity]:
    """Everybody that `parse` would say this item is about."""
    match key:
        case "messages":
            who = change.contacts.complete(of_sender(item))
            return ids_of_system(item, who)
        case "statuses":
            return (change.contacts.complete(of_recipient(item)),)
        case "state_sync":
            return (of_entry(object_in(item, "contact")),)
        case "user_preferences":
            return (change.contacts.complete(of_subject(item)),)
        case "user_id_update":
            return ids_of_update(change, item)
        case _:
            return (change.contacts.complete(of_counterpart(item, change.display)),)
