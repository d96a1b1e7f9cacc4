import base64
import json
from pathlib import Path

import pytest

from saath.domain.facts import PersonIdentified, Unrecognized
from saath.domain.identity import Identity
from saath.whatsapp.parse import parse
from saath.whatsapp.redact import Redacted, redact
from tests.golden.facts_text import deliveries
from tests.unit.whatsapp.deliveries import DISPLAY, Json, body, text, value

MEERA = Redacted(
    bsuids=frozenset({"IN.7710000000000001"}),
    phones=frozenset({"919811122233"}),
    usernames=frozenset({"meera.j"}),
)
NOBODY_AT_ALL = Redacted()


def wamid(phone: str, n: int = 1) -> str:
    raw = b"\x1c\x18\x0c" + phone.encode() + b"\x15\x02\x00\x12\x18\x14" + b"%020X" % n
    return "wamid." + base64.b64encode(raw).decode().rstrip("=")


def redacted(*values: Json, person: Redacted = MEERA, field: str = "messages") -> Json:
    (told,) = [json.loads(redact(body(*values, field=field), person))]
    kept: Json = told["entry"][0]["changes"][0]["value"]
    return kept


@pytest.mark.parametrize("path", deliveries(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_golden_delivery_forgets_meera(path: Path) -> None:
    once = redact(path.read_bytes(), MEERA)
    assert "919811122233" not in once.decode(errors="replace")
    assert redact(once, MEERA) == once
    assert parse(once)


def test_nobody_is_nowhere() -> None:
    for path in deliveries():
        assert redact(path.read_bytes(), NOBODY_AT_ALL) == path.read_bytes()


def test_a_message_leaves_a_marker_in_its_place() -> None:
    told = redacted(
        value(
            contacts=[{"wa_id": "919811122233", "profile": {"name": "Meera"}}],
            messages=[
                text("w1", "mine", **{"from": "919811122233"}),
                text("w2", "", **{"from": "1"}),
            ],
        )
    )
    assert told["contacts"] == [{"erased": True}]
    assert told["messages"] == [{"erased": True}, text("w2", "", **{"from": "1"})]


def test_a_wamid_with_the_phone_inside_is_enough() -> None:
    told = redacted(value(statuses=[{"id": wamid("919811122233"), "status": "sent"}]))
    assert told["statuses"] == [{"erased": True}]


def test_a_wamid_with_a_longer_phone_inside_is_somebody_elses() -> None:
    status = {"id": wamid("9919811122233"), "status": "sent"}
    assert redacted(value(statuses=[status]))["statuses"] == [status]


@pytest.mark.parametrize("quoted", ["w1", "wamid.!", "wamid."])
def test_a_known_wamid_is_enough_wherever_it_is_spoken_of(quoted: str) -> None:
    person = Redacted(wamids=frozenset({quoted}))
    about = [
        text(quoted, "it"),
        text("w", "quotes it", context={"id": quoted}),
        {"id": "w", "type": "reaction", "reaction": {"message_id": quoted}},
        {"id": "w", "type": "edit", "edit": {"original_message_id": quoted}},
        {"id": "w", "type": "revoke", "revoke": {"original_message_id": quoted}},
    ]
    assert redacted(value(messages=about), person=person)["messages"] == [{"erased": True}] * 5


def test_the_only_contact_of_an_erased_message_goes_with_it() -> None:
    told = redacted(
        value(
            contacts=[{"profile": {"name": "Meera"}}],
            messages=[text("w1", "mine", **{"from": "919811122233"})],
        )
    )
    assert told["contacts"] == [{"erased": True}]


def test_the_only_contact_of_somebody_elses_message_stays() -> None:
    contacts = [{"profile": {"name": "Arif"}}]
    told = redacted(value(contacts=contacts, messages=[text("w1", "mine", **{"from": "9198"})]))
    assert told["contacts"] == contacts


def test_a_contact_beside_several_lists_is_matched_by_its_ids_only() -> None:
    contacts = [{"wa_id": "9198", "profile": {"name": "Arif"}}]
    told = redacted(
        value(
            contacts=contacts,
            messages=[text("w1", "mine", **{"from": "919811122233"})],
            message_echoes=[text("w2", "his", **{"from": DISPLAY, "to": "9198"})],
        )
    )
    assert told["contacts"] == contacts


def test_a_contact_that_is_no_object_goes_when_it_names_the_person() -> None:
    told = redacted(value(contacts=["meera.j", "arif"], messages=["meera.j", 919811122233, "arif"]))
    assert told["contacts"] == [{"erased": True}, "arif"]
    assert told["messages"] == [{"erased": True}, {"erased": True}, "arif"]


def test_a_thread_keeps_only_the_number_of_its_messages() -> None:
    chat = {"id": "919811122233", "messages": [text("w1", "a"), text("w2", "b")]}
    empty = {"context": {"user_id": "IN.7710000000000001"}}
    told = redacted(value(history=[{"threads": [chat, empty, "meera.j", "arif"]}]), field="history")
    erased = {"erased": True}
    threads = [{"messages": [erased, erased]}, erased, erased, "arif"]
    assert told["history"] == [{"threads": threads}]


def test_a_message_in_a_thread_without_address_goes_by_its_own_names() -> None:
    chat = {
        "messages": [text("w1", "", from_user_id="IN.7710000000000001"), "meera.j", text("w2", "")]
    }
    told = redacted(value(history=[{"threads": [chat]}]), field="history")
    erased = {"erased": True}
    kept = {"messages": [erased, erased, text("w2", "")]}
    assert told["history"] == [{"threads": [kept]}]


def test_odd_parts_of_a_history_go_when_they_name_the_person() -> None:
    history = ["meera.j", {"errors": [{"title": "for meera.j"}]}, {"threads": None}]
    told = redacted(value(history=history), field="history")
    assert told["history"] == [{"erased": True}, {"errors": {"erased": True}}, {"threads": None}]


def test_an_event_of_an_unknown_field_goes_whole() -> None:
    told = redacted({"dream": {"of": ["+91 98111 22233"]}, "note": "secret"}, field="dreams")
    assert told == {"erased": True}


@pytest.mark.parametrize(
    "mention", [{"meera.j": 1}, [[919811122233]], "to meera.j!", wamid("919811122233")]
)
def test_a_mention_in_a_part_of_unknown_shape_is_enough(mention: object) -> None:
    value_with_it = value(messages=[], dreams=mention)
    assert redacted(value_with_it)["dreams"] == {"erased": True}


@pytest.mark.parametrize("mention", ["meera.joshi", "x919811122233", 91981112223, True, None, 1.5])
def test_a_part_of_another_name_is_no_mention(mention: object) -> None:
    assert redacted(value(messages=[], dreams=mention))["dreams"] == mention


def test_odd_envelopes_go_when_they_name_the_person() -> None:
    erased = b'{"erased":true}'
    for odd in (b'["meera.j"]', b"not JSON, meera.j", b'{"payload":"meera.j"}'):
        assert redact(odd, MEERA) == erased
    tree = {
        "note": "meera.j",
        "entry": ["meera.j", {"id": "1", "note": "meera.j"}, {"changes": None}],
    }
    kept = {
        "note": {"erased": True},
        "entry": [{"erased": True}, {"erased": True}, {"changes": None}],
    }
    assert json.loads(redact(json.dumps(tree).encode(), MEERA)) == kept
    changes = [
        "meera.j",
        {"field": "x"},
        {"field": "messages", "value": value(), "note": "meera.j"},
    ]
    tree = {"entry": [{"id": "1", "time": 2, "note": "meera.j", "changes": changes}]}
    (entry,) = json.loads(redact(json.dumps(tree).encode(), MEERA))["entry"]
    assert entry["note"] == {"erased": True}
    assert entry["changes"][0] == {"erased": True}
    assert entry["changes"][2]["note"] == {"erased": True}


def test_what_is_erased_is_told_as_erased() -> None:
    tree = {"note": "x", "entry": ["meera.j", {"id": "1", "changes": ["meera.j"]}]}
    told = parse(redact(json.dumps(tree).encode(), MEERA))
    reasons = [fact.reason for fact in told if isinstance(fact, Unrecognized)]
    assert reasons == ["erased", "erased"]


def test_an_earlier_copy_of_a_doubled_key_goes_too() -> None:
    doubled = b'{"note":"meera.j","note":"","entry":[]}'
    assert redact(doubled, MEERA) == b'{"note":"","entry":[]}'


def test_a_bare_value_is_redacted_too() -> None:
    bare = {"metadata": {}, "messages": [text("w", "", **{"from": "919811122233"})]}
    assert json.loads(redact(json.dumps(bare).encode(), MEERA))["messages"] == [{"erased": True}]


def test_a_username_taken_over_by_somebody_else_is_not_hers() -> None:
    contacts = [{"user_id": "IN.9", "profile": {"username": "meera.j"}}]
    (told,) = parse(redact(body(value(contacts=contacts)), MEERA))
    assert told == PersonIdentified("700", 0, Identity("IN.9", username="meera.j"))


def test_an_error_beside_her_contact_is_not_hers() -> None:
    contacts = [{"wa_id": "919811122233"}]
    status = {"id": "w", "status": "sent", "recipient_id": "9198"}
    told = redacted(value(contacts=contacts, errors=[{"code": 1}], statuses=[status]))
    assert told["errors"] == [{"code": 1}]
