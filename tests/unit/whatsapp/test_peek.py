import json

import pytest

from saath.whatsapp.peek import Peek, peek
from tests.golden.facts_text import WEBHOOKS
from tests.unit.whatsapp.deliveries import ACCOUNT, NUMBER, Json, body, text, value


def golden(name: str) -> Peek:
    return peek((WEBHOOKS / f"{name}.json").read_bytes())


def test_a_message_concerns_its_number_and_its_account_now() -> None:
    told = peek(body(value(messages=[text("w", "hi")])))
    assert told == Peek(frozenset({NUMBER}), frozenset({ACCOUNT}), bulk=False, readable=True)


def test_a_partner_event_concerns_the_account_and_the_portfolios() -> None:
    told = golden("account_update/partner_removed")
    assert told.account_ids == {"910100200300401", "800100200300401", "920100200300401"}
    assert not told.phone_number_ids


def test_an_undocumented_field_concerns_the_number_it_names() -> None:
    told = golden("account_reconnected/with_the_number")
    assert told.phone_number_ids == {"700100200300401"}


def test_several_entries_concern_everybody_in_them() -> None:
    told = golden("envelope/several_entries")
    assert told.phone_number_ids == {"700100200300401", "700100200300402"}
    assert told.account_ids == {"800100200300401", "800100200300402"}


@pytest.mark.parametrize(
    ("name", "bulk"),
    [
        ("history/chunk", True),
        ("history/media_of_the_contact", True),
        ("smb_app_state_sync/added", True),
        ("history/declined_without_envelope", True),
        ("smb_message_echoes/text", False),
        ("user_preferences/stop", False),
        ("envelope/no_entry", False),
        ("envelope/of_another_provider", False),
    ],
)
def test_only_history_and_contact_sync_can_wait(name: str, *, bulk: bool) -> None:
    assert golden(name).bulk is bulk


def test_an_entry_without_changes_is_concerned_as_well() -> None:
    entries = [{"id": "1", "changes": []}, {"id": "2", "changes": [{"field": "x", "value": {}}]}]
    assert peek(json.dumps({"entry": entries}).encode()) == Peek(account_ids=frozenset({"1", "2"}))


def test_one_live_change_makes_the_whole_delivery_urgent() -> None:
    changes = [
        {"field": "history", "value": value(history=[])},
        {"field": "messages", "value": value(messages=[])},
    ]
    for order in (changes, changes[::-1]):
        assert not peek(json.dumps({"entry": [{"id": "1", "changes": order}]}).encode()).bulk


def test_a_live_key_makes_a_bare_value_urgent() -> None:
    assert not peek(json.dumps(value(history=[], messages=[])).encode()).bulk


ODD: list[Json] = [
    {
        "entry": [
            {
                "id": 800,
                "changes": [{"field": "x", "value": {"metadata": {"phone_number_id": 700}}}],
            }
        ]
    },
    {"entry": {"id": "800", "changes": {"field": "x", "value": value()}}},
    {"entry": [{"id": "800", "changes": [{"field": None, "value": value()}, 3]}, None]},
]


@pytest.mark.parametrize("tree", ODD)
def test_odd_shapes_still_find_their_way(tree: Json) -> None:
    told = peek(json.dumps(tree).encode())
    assert told == Peek(frozenset({NUMBER}), frozenset({ACCOUNT}))


def test_odd_shapes_name_portfolios_and_bulk_too() -> None:
    waba = {"waba_id": "8", "owner_business_id": 9}
    tree = {"entry": [{"id": 7, "changes": [{"field": "history", "value": {"waba_info": waba}}]}]}
    assert peek(json.dumps(tree).encode()) == Peek(
        frozenset(), frozenset({"7", "8", "9"}), bulk=True
    )


@pytest.mark.parametrize("unread", [b"", b"no JSON", b"[1]", b"null", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_concerns_nobody(unread: bytes) -> None:
    assert peek(unread) == Peek(readable=False)


def test_a_deep_part_hides_nobody() -> None:
    deep = body(value(messages=["DEEP"])).replace(b'"DEEP"', b"[" * 50_000 + b"]" * 50_000)
    assert peek(deep).phone_number_ids == {NUMBER}


def test_no_id_comes_out_that_a_database_cannot_look_up() -> None:
    tree = {"entry": [{"id": "8\x00", "changes": [{"field": "x", "value": value()}]}]}
    assert peek(json.dumps(tree).encode()).account_ids == {"8\ufffd"}
