"""The one-time sync: once each, within a day, in phases and chunks, with media that comes late."""

from typing import Any

from saath.simulator.clock import DAY, HOUR
from saath.simulator.people import Object
from saath.simulator.sayings import language
from saath.simulator.world import START, World
from tests.unit.simulator.calls import a_world, call, changes, code, drain


def with_past(count: int = 150, **settings: Any) -> World:
    world = a_world(chunk_size=40, **settings)
    for key in ("asha", "pooja"):
        person = world.ground.person(key, key.capitalize())
        person.saved_as = f"{key} saved"
        world.past.tell(person, language("hinglish").dialogues, count, days=200)
    return world


def ask(world: World, kind: str) -> Object:
    body = {"messaging_product": "whatsapp", "sync_type": kind}
    return call(world, "POST", f"{world.ids.phone_number_id}/smb_app_data", body).document()


def history(world: World) -> list[dict[str, Any]]:
    ask(world, "history")
    return [value for field, value in changes(drain(world)) if field == "history"]


def test_each_sync_can_be_asked_once() -> None:
    world = with_past()
    assert ask(world, "history")["request_id"]
    assert ask(world, "smb_app_state_sync")["request_id"]
    assert ask(world, "history")["error"]["code"] == 2593107
    assert ask(world, "smb_app_state_sync")["error"]["code"] == 2593107


def test_after_a_day_it_is_too_late() -> None:
    world = with_past()
    world.advance(START + 24 * HOUR + 1)
    assert ask(world, "history")["error"]["code"] == 2593108
    world.account.link()
    assert "request_id" in ask(world, "history")


def test_another_implementation_saw_135000() -> None:
    world = with_past(late_sync_code=135000)
    world.advance(START + 25 * HOUR)
    assert ask(world, "history")["error"]["code"] == 135000


def test_history_covers_180_days_in_phases_and_ends_at_100() -> None:
    world = with_past()
    values = history(world)
    chunks = [value["history"][0] for value in values if "history" in value]
    assert {chunk["metadata"]["phase"] for chunk in chunks} <= {0, 1, 2}
    assert max(chunk["metadata"]["progress"] for chunk in chunks) == 100
    told = {m["id"] for c in chunks for t in c["threads"] for m in t["messages"]}
    young = {m.wamid for m in world.ground.messages.values() if START - m.at < 180 * DAY}
    assert told == young
    assert len(young) < len(world.ground.messages)


def test_media_is_a_placeholder_and_follows_only_for_14_days() -> None:
    world = with_past(800)
    values = history(world)
    chunks = [value["history"][0] for value in values if "history" in value]
    items = [m for c in chunks for t in c["threads"] for m in t["messages"]]
    placeholders = {m["id"] for m in items if m["type"] == "media_placeholder"}
    late = [m for v in values for m in v.get("messages", []) + v.get("message_echoes", [])]
    assert late
    assert {m["id"] for m in late} < placeholders
    assert all(START // 1000 - int(m["timestamp"]) <= 14 * 86400 for m in late)


def test_a_declined_history_is_told_as_2593109() -> None:
    world = with_past()
    world.account.decline_history()
    (value,) = history(world)
    assert value["history"][0]["errors"][0]["code"] == 2593109


def test_history_opens_no_window() -> None:
    world = with_past()
    history(world)
    assert not world.pricing.window_open("asha")


def test_contacts_are_told_with_the_names_of_the_phone_book() -> None:
    world = with_past()
    ask(world, "smb_app_state_sync")
    values = [v for f, v in changes(drain(world)) if f == "smb_app_state_sync"]
    names = {i["contact"]["full_name"] for v in values for i in v["state_sync"]}
    assert names == {"asha saved", "pooja saved"}


def test_a_missing_chunk_never_reaches_100() -> None:
    world = with_past()
    world.ground.faults.set("missing-chunk", 1.0)
    values = history(world)
    progress = [v["history"][0]["metadata"]["progress"] for v in values if "history" in v]
    assert max(progress) <= 55


def test_thousands_of_contacts_with_edits_and_empty_phones() -> None:
    world = with_past()
    world.ground.faults.set("many-contacts", 1.0, variant="1200")
    ask(world, "smb_app_state_sync")
    items = [i for _, v in changes(drain(world)) for i in v.get("state_sync", ())]
    assert len(items) > 1200
    assert {i["action"] for i in items} == {"add", "remove"}
    assert any(i["contact"]["phone_number"] == "" for i in items)


def test_somebody_without_a_visible_phone_has_a_thread_without_id() -> None:
    world = a_world()
    person = world.ground.person("divya", "Divya", username="divya_drapes")
    world.past.tell(person, language("english").dialogues, 10, days=100)
    values = history(world)
    thread = values[0]["history"][0]["threads"][0]
    assert "id" not in thread
    assert thread["context"] == {"user_id": person.bsuid, "username": "divya_drapes"}
    inbound = next(m for m in thread["messages"] if "from" not in m)
    outbound = next(m for m in thread["messages"] if "from" in m)
    assert outbound["from"] == world.ids.digits
    assert "to" not in outbound
    assert inbound["from_user_id"] == person.bsuid


def test_an_unknown_sync_type_is_refused() -> None:
    world = with_past()
    body = {"messaging_product": "whatsapp", "sync_type": "everything"}
    answer = call(world, "POST", f"{world.ids.phone_number_id}/smb_app_data", body)
    assert code(answer) == 131009
