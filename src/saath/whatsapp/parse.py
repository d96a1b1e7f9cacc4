"""Webhook bytes in, facts out. Pure and total.

Meta batches: one delivery may carry many entries, changes, messages and statuses. Every one of
them becomes a fact. What we do not recognise becomes `Unrecognized`, never an exception and
never nothing, and does not harm its neighbours. What a single item says is read in the modules
beside this one.
"""

from collections.abc import Callable, Mapping

from saath.domain.facts import Fact, PersonIdentified, Unrecognized
from saath.whatsapp.change import Change, read_change
from saath.whatsapp.decode import canonical, read_tree, storable_text
from saath.whatsapp.history import read_history
from saath.whatsapp.identity import of_counterpart, of_recipient, of_sender
from saath.whatsapp.messages import read_message, read_status
from saath.whatsapp.numbers import read_errors, read_events, read_notice
from saath.whatsapp.people import read_id_updates, read_preferences, read_state_sync, read_unmet
from saath.whatsapp.plain import read_plain
from saath.whatsapp.read import items_in, text_in, time_in
from saath.whatsapp.unread import objects_of, reason_of, unread

type ReadItems = Callable[[Change, list[object], list[Fact]], None]


def parse(body: bytes) -> list[Fact]:
    """Translate one delivery."""
    plain = read_plain(body)
    return [plain] if plain is not None else read_any(body)


def read_any(body: bytes) -> list[Fact]:
    """Translate one delivery of any shape: the specification of `plain`, and what it leaves."""
    try:
        tree = read_tree(body)
    except ValueError:
        return [Unrecognized("not JSON", storable_text(body))]
    if not isinstance(tree, dict):
        return [Unrecognized("no object", canonical(tree))]
    facts: list[Fact] = []
    if "entry" in tree:
        for entry in items_in(tree, "entry"):
            _read_entry(entry, facts)
    elif ITEMS.keys() & tree.keys():
        # Meta documents some events by their value alone (history declined, for instance).
        _read_value(read_change(tree, "history" if "history" in tree else "", "", 0), facts)
    return facts or [Unrecognized(reason_of(tree, "no entry"), canonical(tree))]


def _read_entry(entry: object, facts: list[Fact]) -> None:
    if not isinstance(entry, dict):
        facts.append(Unrecognized("no object", canonical(entry)))
        return
    account_id, at = text_in(entry, "id"), time_in(entry, "time")
    changes = items_in(entry, "changes")
    if not changes:
        reason = reason_of(entry, "no change")
        facts.append(Unrecognized(reason, canonical(entry), account_id=account_id, at=at))
    for change in changes:
        value = change.get("value") if isinstance(change, dict) else None
        if isinstance(change, dict) and isinstance(value, dict):
            _read_value(read_change(value, text_in(change, "field"), account_id, at), facts)
        else:
            reason = reason_of(change, "no value")
            facts.append(Unrecognized(reason, canonical(change), account_id=account_id, at=at))


def _read_value(change: Change, facts: list[Fact]) -> None:
    value, told = change.value, len(facts)
    items = ITEMS.keys() & value.keys()
    # An event about a flow carries `errors` too; they are part of it.
    notice = None if items - {"errors"} or "erased" in value else read_notice(change)
    if notice:
        facts.append(notice)
    elif items:
        _read_items(change, facts)
    elif rest := {key: part for key, part in value.items() if key not in SHARED}:
        facts.append(unread(change, rest, "unknown field"))
    read_unmet(change, facts)
    if len(facts) == told:
        facts.append(unread(change, value, "nothing in it"))


def _read_items(change: Change, facts: list[Fact]) -> None:
    for key, read in ITEMS.items():
        if key in change.value:
            read(change, items_in(change.value, key), facts)
    _read_strangers(change, facts)


def _read_strangers(change: Change, facts: list[Fact]) -> None:
    """Objects and lists beside the items that this version has never heard of."""
    for key in change.value.keys() - ITEMS.keys() - SHARED:
        part = change.value[key]
        if part and isinstance(part, dict | list):
            facts.append(unread(change, {key: part}, "unknown key"))


def _read_messages(change: Change, items: list[object], facts: list[Fact]) -> None:
    for item in objects_of(change, items, facts):
        who = change.contacts.complete(of_sender(item))
        facts.extend(read_message(change, item, who, "contact"))


def _read_echoes(change: Change, items: list[object], facts: list[Fact]) -> None:
    for item in objects_of(change, items, facts):
        told = of_counterpart(item, change.display)
        who = change.contacts.complete(told)
        facts.extend(read_message(change, item, who, "business"))


def _read_statuses(change: Change, items: list[object], facts: list[Fact]) -> None:
    for item in objects_of(change, items, facts):
        recipient = of_recipient(item)
        facts.append(read_status(change, item, recipient))
        who = change.contacts.complete(recipient)
        if who != recipient:
            at = time_in(item, "timestamp")
            facts.append(PersonIdentified(change.phone_number_id, at, who))


def _events(what: str) -> ReadItems:
    def read(change: Change, items: list[object], facts: list[Fact]) -> None:
        read_events(change, items, facts, what)

    return read


SHARED = frozenset({"messaging_product", "metadata", "contacts"})
ITEMS: Mapping[str, ReadItems] = {
    "messages": _read_messages,
    "statuses": _read_statuses,
    "message_echoes": _read_echoes,
    "history": read_history,
    "state_sync": read_state_sync,
    "user_preferences": read_preferences,
    "user_id_update": read_id_updates,
    "errors": read_errors,
    **{key: _events(key) for key in ("calls", "groups", "user_actions", "automatic_events")},
}
