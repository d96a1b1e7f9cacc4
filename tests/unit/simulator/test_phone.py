"""The owner's phone: what is typed there is echoed, and the app answers by itself."""

import pytest

from saath.simulator.clock import DAY
from saath.simulator.customers import Impossible
from tests.unit.simulator.calls import a_world, changes, drain, statuses


def test_what_is_typed_on_the_phone_is_echoed_with_both_ids() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    said = world.phone.write(asha, "Namaste")
    ((field, value),) = changes(drain(world))
    assert field == "smb_message_echoes"
    (echo,) = value["message_echoes"]
    assert echo["from"] == "915550043210"
    assert (echo["to"], echo["to_user_id"]) == (asha.wa_id, asha.bsuid)
    assert echo["id"] == said.wamid


def test_echoes_have_statuses_only_when_the_setting_says_so() -> None:
    for wanted in (False, True):
        world = a_world(statuses_for_echoes=wanted)
        world.phone.write(world.ground.person("asha", "Asha"), "Namaste")
        assert bool(statuses(drain(world))) == wanted


def test_edit_and_delete_in_the_app_are_echoes_of_their_own() -> None:
    world = a_world()
    said = world.phone.write(world.ground.person("asha", "Asha"), "Rs 450")
    world.phone.edit(said, "Rs 4,500")
    world.phone.revoke(said)
    echoes = [e for _, value in changes(drain(world)) for e in value["message_echoes"]]
    assert sorted(e["type"] for e in echoes) == ["edit", "revoke", "text"]
    assert len({e["id"] for e in echoes}) == 3
    with pytest.raises(Impossible):
        world.phone.edit(said, "again")


def test_a_phone_that_is_off_cannot_send_but_a_linked_device_can() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.account.set_online(online=False)
    with pytest.raises(Impossible, match="offline"):
        world.phone.write(asha, "Hi")
    world.phone.write(asha, "Hi", via="companion")
    assert len(drain(world, until=world.now + DAY)) == 1


def test_the_greeting_fires_once_for_a_new_customer() -> None:
    world = a_world()
    world.phone.automatic.greeting = "Welcome!"
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    drain(world)
    world.customers.write(asha, "Price?")
    drain(world)
    automatic = [m for m in world.chat("asha") if m.via == "automatic"]
    assert [m.text for m in automatic] == ["Welcome!"]


def test_the_away_text_fires_while_the_owner_is_away() -> None:
    world = a_world()
    world.phone.automatic.away, world.phone.automatic.away_now = "Closed now", True
    asha = world.ground.person("asha", "Asha")
    for _ in range(3):
        world.customers.write(asha, "Hi")
        drain(world)
    assert [m.text for m in world.chat("asha") if m.outbound] == ["Closed now"]


def test_saving_and_removing_a_contact_is_told() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.phone.save_contact(asha, "Asha ji Lucknow")
    ((field, value),) = changes(drain(world))
    assert field == "smb_app_state_sync"
    assert value["state_sync"][0]["contact"]["full_name"] == "Asha ji Lucknow"
    world.phone.remove_contact(asha)
    ((_, value),) = changes(drain(world))
    assert value["state_sync"][0]["action"] == "remove"
    assert "full_name" not in value["state_sync"][0]["contact"]
