"""What the delivery faults do to events, bodies and headers (F1 to F11 of the catalogue).

Everything here is still correctly signed, but for `odd_headers`, which Meta repairs on its retry.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from saath.simulator import packing
from saath.simulator.chance import Chance
from saath.simulator.clock import DAY, MINUTE, SECOND
from saath.simulator.envelope import Event
from saath.simulator.faults import Faults
from saath.simulator.people import Object

SIZES = {"": 2_900_000, "over": 3_250_000, "huge": 50_000_000}


def waiting(faults: Faults, chance: Chance) -> int:
    """How much longer than usual an event waits."""
    if faults.strikes("delay"):
        return chance.of("delay").choice((5 * MINUTE, 60 * MINUTE, 1 * DAY, 6 * DAY))
    if faults.strikes("reorder"):
        return chance.of("reorder").randint(0, 60 * SECOND)
    return 0


def repeats(faults: Faults, chance: Chance) -> list[int]:
    """When the same bytes come again."""
    if not faults.strikes("duplicate"):
        return []
    stream = chance.of("duplicate")
    count = min(int(stream.expovariate(0.7)) + 1, 19)
    return [int(7 * DAY * stream.random() ** 8) for _ in range(count)]


def other_bytes(body: bytes, chance: Chance) -> bytes:
    """The same facts in other bytes: keys in another order, one key nobody knows."""
    document = json.loads(body)
    stream = chance.of("rebatch")

    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            names = list(value)
            stream.shuffle(names)
            return {name: shuffled(value[name]) for name in names}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    again = shuffled(document)
    if isinstance(again, dict):
        again["x_trace"] = chance.hexadecimal("rebatch", 12)
    return packing.encode(again, escape_slashes=bool(stream.randint(0, 1)))


def transport(faults: Faults, chance: Chance) -> str:
    if not faults.strikes("strange-transport"):
        return "plain"
    return faults.variants.get("strange-transport") or chance.of("transport").choice(
        ("slow", "chunked", "gzip", "short")
    )


def odd_headers(
    signed: dict[str, str], secret: str, faults: Faults, chance: Chance
) -> dict[str, str]:
    """Spoil the signature of a first attempt."""
    if not faults.strikes("bad-signature"):
        return signed
    kinds = ("missing", "wrong", "sha1", "uppercase")
    kind = faults.variants.get("bad-signature") or chance.of("signature").choice(kinds)
    unsigned = {k: v for k, v in signed.items() if k != "X-Hub-Signature-256"}
    right = signed["X-Hub-Signature-256"]
    wrong = hmac.new(b"not" + secret.encode(), right.encode(), hashlib.sha256).hexdigest()
    spoilt = {
        "missing": None,
        "sha1": signed["X-Hub-Signature"],
        "uppercase": right.upper(),
        "wrong": f"sha256={wrong}",
    }[kind]
    return unsigned if spoilt is None else unsigned | {"X-Hub-Signature-256": spoilt}


def challenge(url: str, faults: Faults, chance: Chance) -> str:
    """A handshake with a wrong token; the variant `html` brings markup as its challenge."""
    html = faults.variants.get("bad-challenge") == "html"
    word = "<script>alert(1)</script>" if html else chance.digits("challenge", 10)
    query = {"hub.mode": "subscribe", "hub.challenge": word, "hub.verify_token": "wrong"}
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def odd_document(
    document: Object, events: Sequence[Event], faults: Faults, chance: Chance
) -> Object:
    """Blow a delivery up, or put strangers and poison among its entries."""
    declined = events[0].keys == ("chunk:declined",)
    if declined and faults.strikes("bare-decline"):
        return events[0].value
    if faults.strikes("big-body"):
        size = SIZES.get(faults.variants.get("big-body", ""), SIZES[""])
        document = document | {"x_padding": "x" * size}
    if len(events) > 1 and faults.strength("giant-batch"):
        document = document | {"entry": [*document["entry"], *_strangers(chance)]}
    return document


def _strangers(chance: Chance) -> list[Object]:
    other = chance.digits("stranger", 15)
    poison: Object = {
        "id": other,
        "changes": [{"field": "messages", "value": {"messages": [None]}}],
    }
    return [{"id": other, "changes": []}, poison]


def odd_events(event: Event, faults: Faults, chance: Chance) -> Iterator[Event]:
    """Shapes that nobody has seen yet, beside a real event."""
    if not faults.strikes("unknown-shape") or "messages" not in event.value:
        return
    stream = chance.of("unknown-shape")
    message = dict(event.value["messages"][0])
    message |= {"id": f"{message['id']}X{stream.randint(10, 99)}"}
    kind = stream.choice(("type", "empty", "field"))
    if kind == "type":
        message = {**message, "type": "hologram", "hologram": {"depth": 3}}
    elif kind == "empty":
        message = {**message, "from": "", "type": "text", "text": None}
    field = "messages" if kind != "field" else "messages_v9"
    value = event.value | {"messages": [message]}
    yield replace(event, field=field, value=value, keys=(f"odd:{message['id']}",))
