"""Sending: who, what, how fast, whether the window is open; and what becomes of it."""

from typing import Any

import pytest

from saath.simulator.clock import DAY, HOUR, MINUTE, SECOND
from saath.simulator.people import Person
from saath.simulator.world import World
from tests.unit.simulator.calls import a_world, call, code, drain, send, statuses, text, wamid


def at_home(**settings: Any) -> tuple[World, Person]:
    """A world with an open window to one customer."""
    world = a_world(**settings)
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    drain(world)
    return world, asha


def test_a_200_means_accepted_and_the_statuses_tell_the_rest() -> None:
    world, asha = at_home()
    answer = text(world, asha, "Namaste", biz_opaque_callback_data="ours-1")
    document = answer.document()
    assert document["contacts"] == [{"input": f"+{asha.wa_id}", "wa_id": asha.wa_id}]
    told = statuses(drain(world))
    assert told[0]["status"] == "sent"
    assert {status["biz_opaque_callback_data"] for status in told} == {"ours-1"}
    assert {status["id"] for status in told} == {wamid(answer)}
    assert {s["status"] for s in told} <= {"sent", "delivered", "read"}


def test_pricing_comes_on_sent_and_on_one_of_the_later_statuses() -> None:
    world, asha = at_home()
    for number in range(30):
        text(world, asha, f"number {number}")
        drain(world, until=world.now + 3 * MINUTE)
    keys = [key for key in world.truth.emitted if key.startswith("status:")]
    assert any(key.endswith(":delivered") for key in keys)
    assert not all(key.replace(":read", ":delivered") in keys for key in keys)
    for message in (m for m in world.chat("asha") if m.via == "api"):
        priced = [
            status
            for status in ("sent", "delivered", "read")
            if "pricing" in _status(world, f"status:{message.wamid}:{status}")
        ]
        assert len(priced) == 2
        assert priced[0] == "sent"


def _status(world: World, key: str) -> dict[str, Any]:
    event = world.truth.emitted.get(key)
    return {} if event is None else event.value["statuses"][0]


def test_outside_the_window_only_templates_go() -> None:
    world, asha = at_home()
    world.advance(world.now + 24 * HOUR + SECOND)
    assert code(text(world, asha)) == 131047


def test_a_closed_window_may_also_be_told_by_a_status() -> None:
    world, asha = at_home(closed_window="status")
    world.advance(world.now + 25 * HOUR)
    assert code(text(world, asha)) == 0
    (failed,) = statuses(drain(world))
    assert failed["status"] == "failed"
    assert failed["errors"][0]["code"] == 131047
    assert "recipient_user_id" in failed


def test_what_the_owner_types_opens_no_window() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.phone.write(asha, "Hello from the phone")
    assert code(text(world, asha)) == 131047


def test_a_user_id_can_be_written_to_and_to_wins_over_it() -> None:
    world, asha = at_home()
    other = world.ground.person("pooja", "Pooja")
    world.customers.write(other, "Hi")
    answer = send(world, type="text", text={"body": "Hi"}, recipient=asha.bsuid)
    assert answer.document()["contacts"] == [{"input": asha.bsuid, "user_id": asha.bsuid}]
    both = text(world, other, recipient=asha.bsuid)
    assert both.document()["contacts"][0]["wa_id"] == other.wa_id


def test_the_pair_limit_lends_45_and_then_gives_one_in_6_seconds() -> None:
    world, asha = at_home()
    accepted = 0
    while code(text(world, asha)) == 0:
        accepted += 1
        world.advance(world.now + 60)  # stays under 20 a second
    assert accepted == 45
    assert code(text(world, asha)) == 131056
    world.advance(world.now + 7 * SECOND)
    assert code(text(world, asha)) == 0
    assert code(text(world, asha)) == 131056


def test_20_messages_a_second_in_and_out_together() -> None:
    world = a_world()
    people = [world.ground.person(f"p{n}", f"P {n}") for n in range(12)]
    for person in people:
        world.customers.write(person, "Hi")
    codes = [code(text(world, person)) for person in people]
    assert codes.count(0) == 8
    assert codes[8:] == [130429] * 4
    world.advance(world.now + SECOND)
    assert code(text(world, people[-1])) == 0


def test_each_person_reached_outside_a_window_counts_for_the_tier() -> None:
    world = a_world()
    world.account.set_tier("TIER_250")
    template(world)
    codes = []
    for number in range(252):
        person = world.ground.person(f"p{number}", "P")
        codes.append(code(send_template(world, person)))
        world.advance(world.now + 100)
    assert codes == [0] * 250 + [131048] * 2
    world.advance(world.now + DAY)
    assert code(send_template(world, world.ground.people["p251"])) == 0


def template(world: World, category: str = "utility", name: str = "ready") -> None:
    body = {"name": name, "category": category, "language": "en"}
    parts = [{"type": "body", "text": "Dear {{1}}, your saree is ready to be picked up."}]
    call(world, "POST", f"{world.ids.waba_id}/message_templates", body | {"components": parts})
    drain(world, until=world.now + MINUTE)


def send_template(world: World, person: Person, name: str = "ready", words: int = 1) -> Any:
    parameters = [{"type": "text", "text": "Asha"}] * words
    sent = {"name": name, "language": {"code": "en"}}
    parts = {"components": [{"type": "body", "parameters": parameters}]}
    return send(world, f"+{person.wa_id}", type="template", template=sent | parts)


def test_a_template_must_exist_be_approved_and_be_filled() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    assert code(send_template(world, asha)) == 132001
    template(world)
    assert code(send_template(world, asha, words=2)) == 132000
    answer = send_template(world, asha)
    assert answer.document()["messages"][0]["message_status"] == "accepted"
    found = world.templates.find("ready", "en")
    assert found is not None
    world.templates.pause(found)
    assert code(send_template(world, asha)) == 132015
    found.status = "DISABLED"
    assert code(send_template(world, asha)) == 132016


def test_marketing_does_not_reach_who_stopped_it() -> None:
    world, asha = at_home()
    template(world, "marketing")
    world.customers.prefer(asha, marketing=False)
    send_template(world, asha)
    failed = next(s for s in statuses(drain(world)) if s["status"] == "failed")
    assert failed["errors"][0]["code"] == 131050


def test_authentication_cannot_go_to_a_user_id() -> None:
    world, asha = at_home()
    template(world, "authentication", "otp")
    sent = {"name": "otp", "language": {"code": "en"}}
    answer = send(world, type="template", template=sent, recipient=asha.bsuid)
    assert code(answer) == 131062


@pytest.mark.parametrize(
    ("state", "expected"), [("offboard", 133010), ("remove", 200), ("ban", 131031)]
)
def test_a_number_that_lost_its_link_or_right_cannot_send(state: str, expected: int) -> None:
    world, asha = at_home()
    getattr(world.account, state)()
    assert code(text(world, asha)) == expected


def test_restrictions_stop_their_kind_of_message_until_they_expire() -> None:
    world, asha = at_home()
    template(world)
    stranger = world.ground.person("new", "New")
    world.account.restrict("RESTRICTED_BIZ_INITIATED_MESSAGING", 1)
    assert code(send_template(world, stranger)) == 368
    assert code(text(world, asha)) == 0
    world.advance(world.now + DAY + 1)
    assert code(send_template(world, stranger)) == 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, 100),
        ({"to": "12"}, 131009),
        ({"to": "+915550043210"}, 131021),
        ({"to": "GROUP", "recipient_type": "group"}, 131009),
        ({"recipient": "IN.unknown"}, 131009),
    ],
)
def test_who_is_meant_must_be_clear(body: dict[str, str], expected: int) -> None:
    world, _ = at_home()
    whole: dict[str, Any] = {"type": "text", "text": {"body": "x"}} | body
    assert code(send(world, **whole)) == expected


def test_a_bare_number_gets_the_country_of_the_business() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha", wa_id="915551112223")
    world.customers.write(asha, "Hi")
    answer = send(world, "5551112223", type="text", text={"body": "x"})
    assert answer.document()["contacts"][0]["wa_id"] == "915551112223"


def test_somebody_not_on_whatsapp_is_undeliverable() -> None:
    world = a_world()
    template(world)
    answer = send(
        world,
        "+915551110000",
        type="template",
        template={
            "name": "ready",
            "language": {"code": "en"},
            "components": [{"type": "body", "parameters": [{"type": "text", "text": "A"}]}],
        },
    )
    assert code(answer) == 0
    (failed,) = statuses(drain(world))
    assert failed["errors"][0]["code"] == 131026


def test_read_and_typing_are_for_what_customers_wrote() -> None:
    world, asha = at_home()
    (message,) = [m for m in world.chat("asha") if not m.outbound]
    typing = {"type": "text"}
    answer = send(world, status="read", message_id=message.wamid, typing_indicator=typing)
    assert answer.document() == {"success": True}
    assert world.truth.read_by_us == [message.wamid]
    assert world.truth.typing_shown[0][0] == "asha"
    sent = wamid(text(world, asha))
    assert code(send(world, status="read", message_id=sent)) == 100


def test_a_wrong_identity_hash_is_refused() -> None:
    world, asha = at_home()
    assert code(text(world, asha, recipient_identity_key_hash="other")) == 137000
    assert code(text(world, asha, recipient_identity_key_hash=asha.identity_hash)) == 0


def test_voice_messages_are_played() -> None:
    world, asha = at_home()
    media = world.ground.shelf.keep(b"OggS", "audio/ogg", lives=DAY)
    send(world, f"+{asha.wa_id}", type="audio", audio={"id": media.id, "voice": True})
    assert "played" in {status["status"] for status in statuses(drain(world))}


def test_an_unknown_media_id_is_refused() -> None:
    world, asha = at_home()
    assert code(send(world, f"+{asha.wa_id}", type="image", image={"id": "404"})) == 131009


def test_reactions_reach_young_messages_that_are_no_reactions() -> None:
    world, asha = at_home()
    (message,) = world.chat("asha")
    react = {"message_id": message.wamid, "emoji": "👍"}
    answer = send(world, f"+{asha.wa_id}", type="reaction", reaction=react)
    assert [s["status"] for s in statuses(drain(world))] == ["sent"]
    again = react | {"message_id": wamid(answer)}
    assert code(send(world, f"+{asha.wa_id}", type="reaction", reaction=again)) == 131009


def test_since_october_2026_service_messages_cost_after_the_first_thousand() -> None:
    world, asha = at_home(free_service_messages=1)
    kinds = []
    for _ in range(2):
        answer = text(world, asha)
        drain(world)
        kinds.append(_status(world, f"status:{wamid(answer)}:sent")["pricing"])
    assert [kind["type"] for kind in kinds] == ["free_customer_service", "regular"]
    assert [kind["billable"] for kind in kinds] == [False, True]
    assert {kind["category"] for kind in kinds} == {"service"}


def test_an_ad_answered_within_a_day_frees_everything_for_72_hours() -> None:
    world = a_world()
    komal = world.ground.person("komal", "Komal")
    world.customers.from_ad(komal, "Hi", "Silk week")
    drain(world)
    answer = text(world, komal)
    drain(world)
    status = _status(world, f"status:{wamid(answer)}:sent")
    assert status["pricing"]["type"] == "free_entry_point"
    assert status["conversation"]["origin"] == {"type": "referral_conversion"}


def test_older_webhooks_carry_a_conversation_with_every_status() -> None:
    for version, expected in ((23, True), (24, False)):
        world, asha = at_home(webhook_version=version)
        answer = text(world, asha)
        drain(world)
        status = _status(world, f"status:{wamid(answer)}:sent")
        assert ("conversation" in status) == expected


def test_json_inside_a_string_is_read_where_an_object_is_expected() -> None:
    world, asha = at_home()
    cards = '[{"name": {"formatted_name": "Tailor"}}]'
    assert code(send(world, f"+{asha.wa_id}", type="contacts", contacts=cards)) == 0
    assert code(send(world, f"+{asha.wa_id}", type="text", text='{"body": "Hi"}')) == 0
    assert code(send(world, f"+{asha.wa_id}", type="text", text="{not json")) == 131009
    sent = text(world, asha, biz_opaque_callback_data='{"ours": 1}')
    assert world.ground.messages[wamid(sent)].opaque == '{"ours": 1}'
