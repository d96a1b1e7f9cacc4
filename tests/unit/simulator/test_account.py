"""The life of the link and Meta's judgement, as webhooks tell them."""

from typing import Any

import pytest

from saath.simulator.clock import DAY, MINUTE
from saath.simulator.customers import Impossible
from saath.simulator.world import World
from tests.unit.simulator.calls import a_world, changes, code, drain, text


def told(world: World) -> list[tuple[str, dict[str, Any]]]:
    return changes(drain(world, until=world.now + MINUTE))


def test_linking_is_asked_on_the_phone_and_told_to_the_partner() -> None:
    world = a_world()
    with pytest.raises(Impossible):
        world.account.answer_link(accept=True)
    world.account.ask_link()
    assert world.account.answer_link(accept=False) == ""
    world.account.ask_link()
    assert world.account.answer_link(accept=True).startswith("AQ")
    (body,) = drain(world)
    assert body["entry"][0]["id"] == world.ids.partner_portfolio_id
    value = body["entry"][0]["changes"][0]["value"]
    assert value["event"] == "PARTNER_ADDED"
    assert value["waba_info"]["waba_id"] == world.ids.waba_id


def test_a_new_phone_leaves_a_gap_that_is_never_told() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.account.change_phone(minutes=5)
    unseen = world.customers.write(asha, "Are you there?")
    seen = changes(drain(world))
    assert [value["event"] for _, value in seen] == ["ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED"]
    assert world.truth.unseen == [unseen.wamid]
    assert code(text(world, asha)) == 131047
    world.customers.write(asha, "Now?")
    assert code(text(world, asha)) == 0


def test_reconnecting_needs_a_number_that_was_offboarded() -> None:
    world = a_world()
    with pytest.raises(Impossible):
        world.account.reconnect()


@pytest.mark.parametrize("shape", ["waba_info", "phone_number"])
def test_fourteen_days_without_the_phone_end_the_link(shape: str) -> None:
    world = a_world(removed_shape=shape)
    world.account.set_online(online=False)
    world.advance(world.now + 13 * DAY)
    assert world.account.state == "CONNECTED"
    (body,) = drain(world, until=world.now + 2 * DAY)
    entry = body["entry"][0]
    value = entry["changes"][0]["value"]
    assert value["event"] == "PARTNER_REMOVED"
    assert value["disconnection_info"]["reason"] == "PRIMARY_INACTIVITY"
    assert shape in value
    inside = entry["id"] == world.ids.waba_id
    assert inside == (shape == "phone_number")


def test_a_phone_that_came_back_in_time_keeps_the_link() -> None:
    world = a_world()
    world.account.set_online(online=False)
    world.advance(world.now + 13 * DAY)
    world.account.set_online(online=True)
    world.advance(world.now + 20 * DAY)
    assert world.account.state == "CONNECTED"


def test_a_ban_is_told_and_lifted() -> None:
    world = a_world()
    world.account.ban("DISABLE", "April 17, 2026")
    world.account.ban("REINSTATE")
    states = [value["ban_info"]["waba_ban_state"] for _, value in told(world)]
    assert sorted(states) == ["DISABLE", "REINSTATE"]
    assert world.account.state == "CONNECTED"
    with pytest.raises(Impossible):
        world.account.ban("FOREVER")


def test_a_ban_outlives_a_new_phone_and_a_new_link_and_lifting_it_links_nothing() -> None:
    world = a_world()
    world.account.offboard()
    world.account.ban("DISABLE")
    world.account.reconnect()
    assert world.account.state == "BANNED"
    world.account.remove()
    world.account.ban("REINSTATE")
    assert world.account.state == "REMOVED"
    world.account.ban("DISABLE")
    world.account.link()
    assert world.account.state == "BANNED"
    world.account.ban("REINSTATE")
    assert (world.account.state, world.ground.linked) == ("CONNECTED", True)


def test_a_number_that_is_not_linked_cannot_be_offboarded() -> None:
    world = a_world()
    world.account.remove()
    with pytest.raises(Impossible):
        world.account.offboard()


def test_restriction_violation_and_limit_are_told_in_their_shapes() -> None:
    world = a_world()
    world.account.restrict("RESTRICTED_BIZ_INITIATED_MESSAGING", 3)
    world.account.violate("ADULT")
    world.account.set_tier("TIER_10K")
    values = {(field, value.get("event")): value for field, value in told(world)}
    restriction = values["account_update", "ACCOUNT_RESTRICTION"]["restriction_info"][0]
    assert restriction["expiration"] > world.now // 1000
    violation = values["account_update", "ACCOUNT_VIOLATION"]
    assert violation["violation_info"] == {"violation_type": "ADULT"}
    limit = values["phone_number_quality_update", "ONBOARDING"]
    assert limit["max_daily_conversations_per_business"] == "TIER_10K"
    assert ("business_capability_update", None) in values


@pytest.mark.parametrize(("act", "word"), [("set_quality", "PURPLE"), ("set_tier", "TIER_1")])
def test_unknown_ratings_are_refused_with_a_sentence(act: str, word: str) -> None:
    with pytest.raises(Impossible, match="is "):
        getattr(a_world().account, act)(word)
