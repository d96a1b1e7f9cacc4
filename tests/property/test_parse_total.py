"""`parse` gives facts for any bytes, and facts that any database can keep."""

import json
from dataclasses import fields, is_dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from saath.domain.facts import Fact
from saath.whatsapp.parse import parse
from saath.whatsapp.peek import peek
from tests.property.json_trees import spoiled_deliveries, trees

LISTS = ("messages", "statuses", "message_echoes", "state_sync", "user_preferences", "errors")


@settings(deadline=None)
@given(st.binary())
@example(b"")
@example(b"[" * 200)
@example(b'{"entry":' * 100)
@example(b'{"a":1' + b"}" * 70 + b"[" * 70)
@example(b'"' + b'\\"' * 100)
@example(b"9" * 5_000)
def test_any_bytes_give_facts(body: bytes) -> None:
    _are_facts(body)


@settings(deadline=None)
@given(trees)
def test_any_json_gives_facts(tree: object) -> None:
    _are_facts(json.dumps(tree).encode())


@settings(deadline=None)
@given(spoiled_deliveries())
def test_a_spoiled_delivery_gives_facts(tree: object) -> None:
    _are_facts(json.dumps(tree).encode())


@settings(deadline=None)
@given(st.sampled_from(LISTS), st.lists(trees, min_size=1, max_size=5))
def test_every_item_gives_a_fact_of_its_own(key: str, items: list[object]) -> None:
    value = {"metadata": {"phone_number_id": "1"}, key: items}
    body = {"entry": [{"id": "2", "changes": [{"field": "messages", "value": value}]}]}
    assert len(parse(json.dumps(body).encode())) >= len(items)


def _are_facts(body: bytes) -> None:
    told = parse(body)
    assert told
    assert parse(body) == told
    for text in _texts(told):
        assert "\x00" not in text
        text.encode()  # raises for half a surrogate pair
    for number in _numbers(told):
        assert 0 <= number < 2**63
    _is_routed(body, told)


def _is_routed(body: bytes, told: list[Fact]) -> None:
    """A number or account that a fact speaks of was seen by the quick look too."""
    seen = peek(body)
    numbers = {getattr(fact, "phone_number_id", "") for fact in told} - {""}
    accounts = {getattr(fact, "account_id", "") for fact in told} - {""}
    assert numbers <= seen.phone_number_ids
    assert accounts <= seen.account_ids


def _texts(told: object) -> list[str]:
    return [part for part in _parts(told) if isinstance(part, str)]


def _numbers(told: object) -> list[int]:
    return [part for part in _parts(told) if isinstance(part, int)]


def _parts(told: object) -> list[object]:
    if isinstance(told, list):
        return [part for fact in told for part in _parts(fact)]
    if is_dataclass(told):
        return [part for field in fields(told) for part in _parts(getattr(told, field.name))]
    return [told]
