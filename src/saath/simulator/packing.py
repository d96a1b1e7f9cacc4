"""From events to bytes: joining what is ready into deliveries, encoding, signing.

Legal shapes only (several entries, changes and items a delivery); hostile ones come from `mischief`.
"""

import hashlib
import hmac
import json
import random
from collections.abc import Sequence

from saath.simulator.envelope import Event
from saath.simulator.people import Object


def encode(document: object, *, escape_slashes: bool = True) -> bytes:
    """Write JSON as Meta does: ASCII only, slashes escaped."""
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    return (text.replace("/", "\\/") if escape_slashes else text).encode()


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers(secret: str, body: bytes) -> dict[str, str]:
    old = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature": f"sha1={old}",
        "X-Hub-Signature-256": signature(secret, body),
    }


def _join(into: Object, value: Object) -> None:
    for name, items in value.items():
        if not isinstance(items, list):
            continue
        present = into.setdefault(name, [])
        present.extend(item for item in items if name != "contacts" or item not in present)


def _changes(events: Sequence[Event], chance: random.Random) -> list[Object]:
    changes: list[Object] = []
    for event in events:
        last = changes[-1] if changes else None
        same = last is not None and last["field"] == event.field and "metadata" in last["value"]
        if last is not None and same and event.joinable and chance.random() < 0.7:
            _join(last["value"], event.value)
        else:
            copied = {k: list(v) if isinstance(v, list) else v for k, v in event.value.items()}
            changes.append({"value": copied, "field": event.field})
    return changes


def envelope(events: Sequence[Event], chance: random.Random) -> Object:
    """Put events into one notification, entries in the order of their first event."""
    groups: dict[tuple[str, int | None], list[Event]] = {}
    for event in events:
        groups.setdefault((event.entry_id, event.time), []).append(event)
    entries: list[Object] = []
    for (entry_id, time), group in groups.items():
        entry: Object = {"id": entry_id} if time is None else {"id": entry_id, "time": time}
        entries.append(entry | {"changes": _changes(group, chance)})
    return {"object": "whatsapp_business_account", "entry": entries}


def batches(events: Sequence[Event], largest: int, chance: random.Random) -> list[list[Event]]:
    """Cut what is ready into deliveries: alone when calm, joined when much is ready at once."""
    done: list[list[Event]] = []
    waiting = list(events)
    while waiting:
        if not waiting[0].joinable:
            done.append([waiting.pop(0)])
            continue
        size = chance.randint(1, max(1, min(largest, len(waiting))))
        run = next((i for i, e in enumerate(waiting[:size]) if not e.joinable), size)
        done.append(waiting[:run])
        waiting = waiting[run:]
    return done
