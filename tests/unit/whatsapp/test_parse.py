from saath.domain.facts import (
    EchoReceived,
    HistoryProgressed,
    IdentityChanged,
    MessageReceived,
    PersonIdentified,
    Unrecognized,
)
from saath.domain.identity import Identity
from saath.whatsapp.parse import parse
from tests.unit.whatsapp.deliveries import DISPLAY, body, text, value


def test_one_poison_item_harms_nobody() -> None:
    good = [text(f"w{n}", "fine", **{"from": "91981"}) for n in range(3)]
    odd = {"id": "poison", "from": "91982", "timestamp": [], "type": "image", "image": 7}
    told = parse(body(value(messages=[good[0], odd, *good[1:]])))
    assert [type(fact) for fact in told].count(MessageReceived) == 3
    assert told[1] == Unrecognized(
        reason="image is no object",
        raw='{"from":"91982","id":"poison","image":7,"timestamp":[],"type":"image"}',
        field="messages",
        account_id="800",
        phone_number_id="700",
        wamid="poison",
        person=Identity(phone="91982"),
    )


def test_a_deep_item_harms_nobody() -> None:
    messages = [text("w1", "before"), "DEEP", text("w2", "after")]
    deep = b"[" * 200_000 + b"]" * 200_000
    told = parse(body(value(messages=messages)).replace(b'"DEEP"', deep))
    assert [getattr(fact, "wamid", "") for fact in told] == ["w1", "", "w2"]


def test_a_deep_item_that_never_closes_is_kept_as_text() -> None:
    (told,) = parse(b'{"entry":' + b"[" * 100_000)
    assert isinstance(told, Unrecognized)
    assert told.reason == "not JSON"


def test_brackets_inside_strings_are_not_depth() -> None:
    words = '[{"\\' * 100
    (told,) = parse(body(value(messages=[text("w", words)])))
    assert isinstance(told, MessageReceived)
    assert told.content.text == words


def test_brackets_inside_strings_do_not_hide_depth() -> None:
    hidden = b"[" * 60 + b'"' + b"]" * 60 + b'",' + b"[" * 60 + b"]" * 60
    hidden += b',"' + b"[" * 60 + b'"' + b"]" * 60
    told = parse(body(value(messages=["HERE"])).replace(b'"HERE"', hidden))
    assert isinstance(told[0], Unrecognized)
    assert '"[[' in told[0].raw


def test_a_history_message_is_told_apart_from_a_live_one() -> None:
    thread = {"id": "91981", "messages": [text("w", "old", **{"from": "91981"})]}
    chunk = {"metadata": {"progress": 5}, "threads": [thread]}
    (old, _) = parse(body(value(history=[chunk]), field="a new name"))
    (live,) = parse(body(value(messages=[text("w", "old", **{"from": "91981"})])))
    assert isinstance(old, MessageReceived)
    assert isinstance(live, MessageReceived)
    assert (old.origin, live.origin) == ("history", "live")


def test_a_contact_is_not_taken_for_somebody_else() -> None:
    contacts = [{"wa_id": "91982", "user_id": "IN.2", "profile": {"name": "Other"}}]
    message, other = parse(
        body(value(contacts=contacts, messages=[text("w", "", **{"from": "91981"})]))
    )
    assert isinstance(message, MessageReceived)
    assert message.sender == Identity(phone="91981")
    assert other == PersonIdentified("700", 0, Identity("IN.2", "91982", "", "Other"))


def test_a_bsuid_decides_before_a_phone() -> None:
    contacts = [{"wa_id": "91981", "user_id": "IN.9"}, {"wa_id": "91981", "user_id": "IN.1"}]
    message = text("w", "", **{"from": "91981", "from_user_id": "IN.1"})
    told = parse(body(value(contacts=contacts, messages=[message])))
    assert told[1:] == [PersonIdentified("700", 0, Identity("IN.9", "91981"))]


def test_an_echo_to_nobody_named_is_still_told() -> None:
    (told,) = parse(body(value(message_echoes=[text("w", "hi", **{"from": DISPLAY})])))
    assert isinstance(told, EchoReceived)
    assert not told.recipient


def test_the_old_bsuid_is_read_from_the_words_only_when_the_new_one_agrees() -> None:
    system = {"type": "user_changed_user_id", "user_id": "IN.2", "body": "from IN.1 to IN.3"}
    message = {"id": "w", "from": "91981", "timestamp": "1", "type": "system", "system": system}
    (told,) = parse(body(value(messages=[message])))
    assert told == IdentityChanged("700", 1000, Identity(phone="91981"), Identity("IN.2"))


def test_without_a_display_number_the_presence_of_to_tells_the_direction() -> None:
    thread = {"id": "91981", "messages": [text("w1", "in"), text("w2", "out", to="91981")]}
    tree = value(history=[{"threads": [thread]}])
    tree["metadata"] = {"phone_number_id": "700"}
    assert [type(fact) for fact in parse(body(tree, field="history"))] == [
        MessageReceived,
        EchoReceived,
        HistoryProgressed,
    ]


def test_a_value_alone_is_read_without_its_envelope() -> None:
    (told,) = parse(b'{"metadata":{"phone_number_id":"700"},"statuses":[{"id":"w","status":"?"}]}')
    assert isinstance(told, Unrecognized)
    assert (told.phone_number_id, told.wamid, told.by) == ("700", "w", "business")


def test_no_text_that_a_database_cannot_keep_comes_out() -> None:
    told = parse(body(value(messages=[text("w\x00", "half \ud800 and \x00", **{"from": "91981"})])))
    assert "\x00" not in repr(told)
    assert "\\x00" not in repr(told)
    assert "\\ud800" not in repr(told)


def test_a_contact_without_ids_is_nobody_in_particular_beside_two_items() -> None:
    messages = [text("w1", "", **{"from": "91981"}), text("w2", "", **{"from": "91982"})]
    told = parse(body(value(contacts=[{"profile": {"name": "Who?"}}], messages=messages)))
    assert "Who?" not in repr(told)
    (alone,) = parse(body(value(contacts=[{"profile": {"name": "Who?"}}], messages=messages[:1])))
    assert "Who?" in repr(alone)
