"""The law of the shortcut: whatever it reads, the general reader reads the same."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from saath.domain.identity import Identity
from saath.whatsapp.change import read_change
from saath.whatsapp.history import person_of
from saath.whatsapp.messages import read_message
from saath.whatsapp.parse import read_any
from saath.whatsapp.plain import read_plain
from saath.whatsapp.plain_past import read_plain_past

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "webhooks").rglob("*.json"))

phones = st.sampled_from(["", "919000000001", "919000000002", "+91 90000", "९१९", "a1"])
names = st.one_of(st.sampled_from(["", "IN.1", "IN.2", "Asha", "\x00", "आशा"]), st.text(max_size=5))
times = st.sampled_from(
    ["1760000000", "0", "176000000000", "1760000000123", "१७६००००००२", "now", ""]
)


ODD: dict[str, Callable[[dict[str, Any]], None]] = {
    "nothing odd": lambda value: value.update(messaging_product="whatsapp"),
    "an ad": lambda value: value["messages"][0].update(referral={"body": "ad"}),
    "a quote": lambda value: value["messages"][0].update(context={"id": "w0"}),
    "statuses beside": lambda value: value.update(statuses=[]),
    "nobody beside": lambda value: value.update(contacts=[]),
}

messages = st.fixed_dictionaries(
    {"id": names, "timestamp": times, "type": st.just("text"),
     "text": st.fixed_dictionaries({"body": names})},
    optional={"from": phones, "from_user_id": names},
)  # fmt: skip
contacts = st.fixed_dictionaries(
    {"profile": st.fixed_dictionaries({"name": names}, optional={"username": names})},
    optional={"wa_id": phones, "user_id": names},
)
metadata = st.fixed_dictionaries({"display_phone_number": phones, "phone_number_id": names})


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Deliveries near the plain shape, some exactly it."""
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": draw(metadata),
        "contacts": [draw(contacts)],
        "messages": [draw(messages)],
    }
    ODD[draw(st.sampled_from(sorted(ODD)))](value)
    body = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "waba", "changes": [{"field": "messages", "value": value}]}],
    }
    return json.dumps(body, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@settings(max_examples=400)
@given(bodies())
def test_what_the_shortcut_reads_the_general_reader_reads_the_same(body: bytes) -> None:
    plain = read_plain(body)
    assert plain is None or [plain] == read_any(body)


def test_the_shortcut_agrees_about_every_golden_delivery() -> None:
    read = [(read_plain(path.read_bytes()), read_any(path.read_bytes())) for path in GOLDEN]
    assert any(plain is not None for plain, _ in read)
    assert all(plain is None or [plain] == told for plain, told in read)


def test_the_plain_shape_takes_the_shortcut() -> None:
    body = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "waba", "changes": [{"field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "915550000001", "phone_number_id": "551"},
            "contacts": [{"profile": {"name": "Asha"}, "wa_id": "919000000001"}],
            "messages": [{"from": "919000000001", "id": "w1", "timestamp": "1760000000",
                          "type": "text", "text": {"body": "kal milega?"}}],
        }}]}],
    }  # fmt: skip
    assert read_plain(json.dumps(body).encode()) is not None


numbers = st.sampled_from(["919000000001", "919000000002", "915550000001", "+91 90000", "", "a1"])
oddities: st.SearchStrategy[object] = st.sampled_from(
    [None, 7, [], {}, "text", {"id": "w0"}, {"body": 7}, {"a": 1}]
)
past = st.fixed_dictionaries(
    {"id": names, "timestamp": times, "type": st.just("text"), "from": numbers,
     "text": st.fixed_dictionaries({"body": names}, optional={"preview_url": st.just("yes")})},
    optional={"to": numbers, "context": oddities, "to_user_id": names, "from_user_id": names,
              "history_context": st.fixed_dictionaries({"status": st.sampled_from(["READ", "?"])})},
)  # fmt: skip


@st.composite
def past_items(draw: st.DrawFn) -> dict[str, object]:
    """Messages of a history, some with one key odd or away."""
    item: dict[str, object] = dict(draw(past))
    key = draw(st.sampled_from(["", *sorted(item)]))
    if key:
        item[key] = draw(oddities)
    if draw(st.booleans()):
        item.pop(key, None)
    return item


@settings(max_examples=600)
@given(past_items(), st.sampled_from(["", "915550000001"]), numbers, st.sampled_from(["", "IN.1"]))
def test_what_the_shortcut_reads_of_a_history_the_general_reader_reads_the_same(
    item: dict[str, Any], display: str, phone: str, bsuid: str
) -> None:
    metadata = {"phone_number_id": "551", "display_phone_number": display}
    change = read_change({"metadata": metadata, "history": []}, "history", "waba", 0)
    thread = Identity(bsuid, phone if phone.isdecimal() else "")
    who, out = person_of(thread, item, change.display)
    plain = read_plain_past(change, item, thread)
    assert plain is None or (plain,) == read_message(
        change, item, who, "business" if out else "contact"
    )


def test_the_plain_message_of_a_history_takes_the_shortcut() -> None:
    metadata = {"phone_number_id": "551", "display_phone_number": "915550000001"}
    change = read_change({"metadata": metadata, "history": []}, "history", "waba", 0)
    thread = Identity(phone="919000000001")
    item: dict[str, object] = {"from": "915550000001", "id": "w1", "timestamp": "1760000000",
        "type": "text", "text": {"body": "haan"}, "history_context": {"status": "READ"}}  # fmt: skip
    assert read_plain_past(change, item, thread) is not None
    assert read_plain_past(change, {**item, "from": "919000000001"}, thread) is not None
    for odd in ({"from": "+91 90"}, {"timestamp": "now"}, {"history_context": None}):
        assert read_plain_past(change, {**item, **odd}, thread) is None
