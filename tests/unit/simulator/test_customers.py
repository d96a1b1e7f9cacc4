"""What customers do, in the shapes of the webhooks reference."""

from typing import Any

import pytest

from saath.simulator.clock import DAY, HOUR, MINUTE
from saath.simulator.customers import Impossible
from saath.simulator.world import World
from tests.unit.simulator.calls import a_world, changes, drain


def told(world: World) -> list[tuple[str, dict[str, Any]]]:
    return changes(drain(world))


def item(world: World) -> dict[str, Any]:
    (change,) = told(world)
    assert change[0] == "messages"
    (message,) = change[1]["messages"]
    assert isinstance(message, dict)
    return message


def test_a_text_carries_phone_user_id_and_profile() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    ((_, value),) = told(world)
    assert value["metadata"] == {
        "display_phone_number": "915550043210",
        "phone_number_id": "106540352242922",
    }
    assert value["contacts"] == [
        {"profile": {"name": "Asha"}, "wa_id": asha.wa_id, "user_id": asha.bsuid}
    ]
    (message,) = value["messages"]
    assert message["from"] == asha.wa_id
    assert message["from_user_id"] == asha.bsuid
    assert message["text"] == {"body": "Hi"}


def test_somebody_with_a_username_shows_no_phone() -> None:
    world = a_world()
    ritika = world.ground.person("ritika", "Ritika", username="ritika.weaves")
    world.customers.write(ritika, "Hi")
    ((_, value),) = told(world)
    assert "wa_id" not in value["contacts"][0]
    assert "from" not in value["messages"][0]
    assert value["contacts"][0]["profile"]["username"] == "ritika.weaves"


def test_the_phone_stays_visible_for_30_days_after_an_exchange_by_phone() -> None:
    world = a_world()
    ritika = world.ground.person("ritika", "Ritika", username="ritika.weaves")
    ritika.last_phone_exchange = world.now
    assert ritika.phone_visible(world.now + 30 * DAY)
    assert not ritika.phone_visible(world.now + 31 * DAY)


def test_before_april_2026_there_were_only_phones() -> None:
    world = a_world(bsuid=False)
    world.customers.write(world.ground.person("asha", "Asha", username="weaver"), "Hi")
    ((_, value),) = told(world)
    assert set(value["contacts"][0]) == {"profile", "wa_id"}
    assert "from_user_id" not in value["messages"][0]


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
def test_media_has_id_type_and_hash_and_can_be_fetched(kind: str) -> None:
    world = a_world()
    world.customers.media(world.ground.person("asha", "Asha"), kind, caption="look")
    body = item(world)[kind]
    media = world.ground.shelf.find(body["id"])
    assert media is not None
    assert body["mime_type"] == media.mime
    assert body["sha256"] == media.sha256_base64
    assert ("caption" in body) == (kind in {"image", "video", "document"})


def test_an_edit_has_an_id_of_its_own_and_names_the_original() -> None:
    world = a_world()
    message = world.customers.write(world.ground.person("asha", "Asha"), "tow sarees")
    drain(world)
    world.customers.edit(message, "two sarees")
    edit = item(world)
    assert edit["id"] != message.wamid
    assert edit["edit"]["original_message_id"] == message.wamid
    assert edit["edit"]["message"]["text"] == {"body": "two sarees"}


def test_edits_end_after_15_minutes_and_revokes_after_2_days() -> None:
    world = a_world()
    message = world.customers.write(world.ground.person("asha", "Asha"), "Hi")
    drain(world, until=world.now + 16 * MINUTE)
    with pytest.raises(Impossible):
        world.customers.edit(message, "Hello")
    world.advance(world.now + 49 * HOUR)
    with pytest.raises(Impossible):
        world.customers.revoke(message)


def test_a_reaction_is_taken_back_by_one_without_emoji() -> None:
    world = a_world()
    said = world.phone.write(world.ground.person("asha", "Asha"), "Hi")
    drain(world)
    world.customers.react(said, "👍")
    assert item(world)["reaction"] == {"message_id": said.wamid, "emoji": "👍"}
    world.customers.react(said, "")
    assert item(world)["reaction"] == {"message_id": said.wamid}


@pytest.mark.parametrize("real", ["other", "same"])
def test_an_ad_brings_a_placeholder_then_the_real_message(real: str) -> None:
    world = a_world(real_after_131060=real)
    world.customers.from_ad(world.ground.person("komal", "Komal"), "Is it on?", "Silk week")
    messages = [m for _, value in told(world) for m in value["messages"]]
    placeholder = next(m for m in messages if m["type"] == "unsupported")
    text = next(m for m in messages if m["type"] == "text")
    assert placeholder["errors"][0]["code"] == 131060
    assert text["referral"]["source_type"] == "ad"
    assert (placeholder["id"] == text["id"]) == (real == "same")


def test_a_new_number_gives_a_new_user_id_and_is_told_twice() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    before = (asha.wa_id, asha.bsuid)
    world.customers.change_number(asha, "915550000999")
    found = dict(told(world))
    system = found["messages"]["messages"][0]
    assert "contacts" not in found["messages"]
    assert system["from"] == before[0]
    assert system["system"]["wa_id"] == "915550000999"
    update = found["user_id_update"]["user_id_update"][0]
    assert update["user_id"] == {"previous": before[1], "current": asha.bsuid}


def test_a_blocked_customer_is_not_heard() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    asha.blocked = True
    world.customers.write(asha, "Hello?")
    assert told(world) == []


def test_marketing_can_be_stopped_and_resumed() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.customers.prefer(asha, marketing=False)
    ((field, value),) = told(world)
    assert field == "user_preferences"
    assert value["user_preferences"][0]["value"] == "stop"
    assert isinstance(value["user_preferences"][0]["timestamp"], int)


def test_pressing_a_template_button_and_a_list_row_differ() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    offered = world.phone.write(asha, "choose")
    drain(world)
    offered.type = "template"
    world.customers.press(asha, offered, {"payload": "YES", "text": "Yes"})
    pressed = item(world)
    assert pressed["button"] == {"payload": "YES", "text": "Yes"}
    assert pressed["context"]["id"] == offered.wamid
