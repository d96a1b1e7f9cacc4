"""Deliveries as Meta sends them, by the hundred thousand: one message each, or a chunk of history.

Every name and number is invented; the n-th message of a run is the same in every run.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from saath.domain.policy import Number

START_S = 1_760_000_000
HISTORY_AGE_S = 10_000_000
"""History lies so far before the live messages that they never mix."""
CHUNK_MESSAGES = 1_000
WORDS = [
    "the",
    "shop",
    "is",
    "open",
    "until",
    "nine",
    "and",
    "the",
    "blue",
    "saree",
    "with",
    "the",
    "border",
    "is",
    "here",
    "for",
    "you",
]


def phone(person: int) -> str:
    """The phone number of the n-th person."""
    return f"9190{person:08d}"


def wamid(number: int) -> str:
    """The id of the n-th live message."""
    return f"wamid.HBgM{number:032d}"


def past_wamid(number: int) -> str:
    """The id of the n-th message of a history."""
    return f"wamid.HBgH{number:032d}"


def live(to: Number, number: int, person: int, chance: random.Random, text: str = "") -> bytes:
    """One live message, about 570 bytes; of random words, unless they are given."""
    told = {
        "from": phone(person),
        "from_user_id": f"IN.{person:016d}",
        "id": wamid(number),
        "timestamp": str(START_S + number),
        "type": "text",
        "text": {"body": text or _text(chance)},
    }
    contact = {
        "profile": {"name": f"Person {person}"},
        "wa_id": phone(person),
        "user_id": f"IN.{person:016d}",
    }
    return _post(to, "messages", contacts=[contact], messages=[told])


def slices(messages: int, people: int, chance: random.Random) -> list[list[int]]:
    """The messages of each chunk of a history; the last tenth of the chunks tells some again.

    Within a chunk a person's messages stand together, as WhatsApp hands a thread over.
    """
    numbers = list(range(messages))
    told = (numbers, chance.sample(numbers, messages // 10))
    by_thread = [sorted(each, key=lambda number: (number % people, number)) for each in told]
    return [
        each[at : at + CHUNK_MESSAGES]
        for each in by_thread
        for at in range(0, len(each), CHUNK_MESSAGES)
    ]


def chunks(
    to: Number, cut: Sequence[Sequence[int]], people: int, chance: random.Random
) -> Iterator[bytes]:
    """A history, in chunks of the messages that `slices` gave, numbered; they come in any order."""
    for order in _order(cut):
        yield _chunk(to, order, cut[order], people, chance)


def came(cut: Sequence[Sequence[int]]) -> list[str]:
    """The ids of the messages in the order in which they come."""
    return [past_wamid(number) for order in _order(cut) for number in cut[order]]


def _order(cut: Sequence[Sequence[int]]) -> list[int]:
    """The order in which the chunks come: the same in every run."""
    return random.Random(len(cut)).sample(range(len(cut)), len(cut))


def _chunk(
    to: Number, order: int, numbers: Sequence[int], people: int, chance: random.Random
) -> bytes:
    """One chunk: a thread for each person, a third of it said by the business."""
    threads = defaultdict(list)
    for number in numbers:
        them, us = phone(number % people), to.display_phone_number
        out = number % 3 == 0
        threads[them].append(
            {
                "from": us if out else them,
                **({"to": them} if out else {}),
                "id": past_wamid(number),
                "timestamp": str(START_S - HISTORY_AGE_S + number),
                "type": "text",
                "text": {"body": _text(chance)},
                "history_context": {"status": "READ"},
            }
        )
    told = [{"id": them, "messages": messages} for them, messages in threads.items()]
    metadata = {"phase": 0, "chunk_order": order, "progress": 50}
    return _post(to, "history", history=[{"metadata": metadata, "threads": told}])


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(4, 16)))


def _post(to: Number, field: str, **value: Any) -> bytes:
    named = {
        "display_phone_number": to.display_phone_number,
        "phone_number_id": to.phone_number_id,
    }
    said = {"messaging_product": "whatsapp", "metadata": named, **value}
    entry = {"id": to.waba_id, "changes": [{"field": field, "value": said}]}
    told = {"object": "whatsapp_business_account", "entry": [entry]}
    return json.dumps(told, separators=(",", ":")).encode()
