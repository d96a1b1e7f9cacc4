"""One table of commands: everything can be made to happen by name, and wrong calls get a sentence."""

import json
from typing import Any

import pytest

from saath.simulator.control import openapi, views
from saath.simulator.control.commands import WrongParameter
from saath.simulator.control.table import COMMANDS, carry_out
from saath.simulator.customers import Impossible
from saath.simulator.world import World
from tests.unit.simulator.calls import a_world, call, drain, text


def shop() -> World:
    world = a_world()
    asha = world.ground.person("asha", "Asha", wa_id="915551234567")
    world.customers.write(asha, "Hi")
    world.phone.write(asha, "Namaste")
    parts = [{"type": "BODY", "text": "New silk is here, come and see."}]
    body = {"name": "silk", "category": "MARKETING", "language": "en", "components": parts}
    call(world, "POST", f"{world.ids.waba_id}/message_templates", body)
    drain(world)
    return world


def examples(world: World) -> dict[str, dict[str, Any]]:
    theirs, ours = world.chat("asha")[:2]
    return {
        "person": {"name": "Pooja", "username": "pooja.p"},
        "message": {"person": "asha", "text": "Hello"},
        "edit": {"wamid": theirs.wamid, "text": "Hi!"},
        "revoke": {"wamid": ours.wamid},
        "react": {"wamid": ours.wamid, "emoji": "👍"},
        "press": {"wamid": ours.wamid, "button": "yes"},
        "from-ad": {"person": "asha"},
        "unavailable": {"person": "asha"},
        "change-number": {"person": "asha", "phone": "+91 55577 00000"},
        "preference": {"person": "asha"},
        "presence": {"person": "asha", "online": False},
        "burst": {"count": 5},
        "echo": {"person": "asha", "text": "Yes", "type": "document"},
        "contact": {"person": "asha", "name": "Asha ji"},
        "automatic": {"greeting": "Welcome"},
        "share-history": {"share": "no"},
        "offline": {"days": 2},
        "disconnect": {"reason": "CHANGE_NUMBER"},
        "restrict": {"days": 1},
        "quality": {"rating": "yellow"},
        "tier": {"tier": "TIER_10K"},
        "template": {"name": "silk", "act": "pause"},
        "event": {"field": "security", "value": {"event": "PIN_CHANGED"}},
        "fault": {"name": "duplicate", "strength": 0.5},
        "advance": {"seconds": 60},
        "webhook": {"url": "http://other.example/w"},
        "settings": {"values": {"batch": 5}},
        "shop": {"count": 3},
    }


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_can_be_carried_out(name: str) -> None:
    world = shop()
    if name == "answer-link":
        world.account.ask_link()
    if name == "reconnect":
        world.account.offboard()
    answer = carry_out(world, name, examples(world).get(name, {}))
    json.dumps(answer)
    json.dumps(views.state(world))
    json.dumps(views.truth(world))
    drain(world, until=world.now + 60_000)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("message", {}, "needs person"),
        ("message", {"person": "asha", "colour": "red"}, "no parameter 'colour'"),
        ("message", {"person": "asha", "type": "image", "data": "%"}, "base64"),
        ("message", {"person": "asha", "type": "order"}, "needs its content"),
        ("advance", {"seconds": "soon"}, "must be float"),
        ("advance", {"seconds": -1}, "only goes forward"),
        ("fault", {"name": "gremlins"}, "no fault is called"),
        ("template", {"name": "no", "act": "approve"}, "no template"),
        ("template", {"name": "silk", "act": "dance"}, "act is one of"),
        ("settings", {"values": {"gravity": 1}}, "not a setting"),
        ("share-history", {"share": "perhaps"}, "must be bool"),
        ("event", {"field": "security", "value": "x"}, "must be dict"),
    ],
)
def test_a_wrong_call_gets_one_sentence(name: str, raw: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongParameter, match=sentence):
        carry_out(shop(), name, raw)


@pytest.mark.parametrize(
    ("name", "raw"), [("echo", {"person": "nobody"}), ("edit", {"wamid": "x", "text": "y"})]
)
def test_unknown_people_and_messages_get_a_sentence(name: str, raw: dict[str, Any]) -> None:
    with pytest.raises(Impossible):
        carry_out(shop(), name, raw)


def test_a_phone_number_nobody_has_becomes_a_customer() -> None:
    world = a_world()
    answer = carry_out(world, "message", {"person": "+91 55599 88777", "text": "Hi"})
    assert world.ground.people[answer["person"]].wa_id == "915559988777"


def test_the_description_names_every_command_and_view() -> None:
    document = openapi.document("http://127.0.0.1:1")
    for name, command in COMMANDS.items():
        post = document["paths"][f"/_sim/{name}"]["post"]
        assert post["summary"] == command.what
        schema = post["requestBody"]["content"]["application/json"]["schema"]
        assert set(schema["properties"]) == {p.name for p in command.parameters}
    assert "/_sim/truth" in document["paths"]
    json.dumps(document)


def test_the_truth_shows_what_everybody_received_and_what_was_accepted() -> None:
    world = shop()
    text(world, world.ground.people["asha"], "From the team", biz_opaque_callback_data="o1")
    drain(world)
    truth = views.truth(world)
    assert truth["accepted"][0]["opaque"] == "o1"
    assert len(truth["received"]["asha"]) == 2
    assert truth["unacknowledged"] == []
    chat = views.chat(world, "asha")
    assert [m["via"] for m in chat["messages"]] == ["customer", "phone", "api"]


def test_the_sample_shop_opens_once_and_takes_nobodys_place() -> None:
    world = shop()
    before = [message.wamid for message in world.chat("asha")]
    carry_out(world, "shop", {"count": 3})
    assert [message.wamid for message in world.chat("asha")] == before
    assert world.chat("asha-shop")
    with pytest.raises(WrongParameter, match="open already"):
        carry_out(world, "shop", {})


def test_nobody_takes_the_place_of_somebody_else() -> None:
    world = shop()
    with pytest.raises(Impossible, match="called 'asha' already"):
        carry_out(world, "person", {"name": "Asha", "key": "asha"})
    assert carry_out(world, "person", {"name": "Asha"})["key"] == "asha2"
    assert carry_out(world, "person", {"name": "आशा"})["key"] == "customer"
