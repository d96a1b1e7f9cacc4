"""Every fault of the catalogue can be switched on by name, and then really strikes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from saath.simulator.clock import DAY, MINUTE
from saath.simulator.faults import CATALOGUE, UnknownFault
from saath.simulator.sayings import language
from saath.simulator.world import World
from tests.unit.simulator.calls import a_world, call, changes, code, drain, send, statuses, text

type Scene = Callable[[World], None]


def write(world: World) -> None:
    for _ in range(3):
        world.customers.write(world.ground.people["asha"], "Hi")
    drain(world)


def synchronise(world: World) -> None:
    world.past.tell(world.ground.people["asha"], language("hindi").dialogues, 900, days=150)
    world.ground.settings.chunk_size = 100
    world.account.start_contacts()
    world.account.start_history()
    drain(world)


def decline(world: World) -> None:
    world.account.decline_history()
    synchronise(world)


def reply(world: World) -> None:
    world.customers.write(world.ground.people["asha"], "Hi")
    text(world, world.ground.people["asha"])
    drain(world)


def campaign(world: World) -> None:
    parts = [{"type": "BODY", "text": "New silk is here, come and see."}]
    body = {"name": "silk", "category": "MARKETING", "language": "en", "components": parts}
    call(world, "POST", f"{world.ids.waba_id}/message_templates", body)
    drain(world)
    sent = {"name": "silk", "language": {"code": "en"}}
    phone = world.ground.people["asha"].wa_id
    send(world, f"+{phone}", type="template", template=sent)
    drain(world)


def fetch(world: World) -> None:
    message = world.customers.media(world.ground.people["asha"], "image")
    drain(world)
    media_id = message.content["image"]["id"]
    url = call(world, "GET", media_id).document().get("url", "")
    if url:
        target = url.removeprefix("https://lookaside.fbsbx.com")
        headers = {"authorization": f"Bearer {world.ids.token}"}
        world.graph("GET", target, b"", headers)


SCENES: dict[str, Scene] = {
    "shuffled-history": synchronise,
    "missing-chunk": synchronise,
    "bare-decline": decline,
    "history-overlap": synchronise,
    "placeholder-only": synchronise,
    "media-first": synchronise,
    "media-gone": fetch,
    "media-corrupt": fetch,
    "media-redirect": fetch,
    "many-contacts": synchronise,
    "stalled-sync": synchronise,
    "ecosystem": campaign,
    "experiment": campaign,
    "held": campaign,
}
SENDING = range(23, 37)


def scene_of(name: str) -> Scene:
    number = int(CATALOGUE[name].number[1:])
    return SCENES.get(name) or (reply if number in SENDING else write)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_every_fault_strikes_in_its_place(name: str) -> None:
    world = a_world()
    world.ground.person("asha", "Asha").saved_as = "Asha ji"
    world.ground.faults.set(name, 1.0)
    scene_of(name)(world)
    assert world.ground.faults.struck.get(name, 0) > 0


def test_no_fault_strikes_unless_switched_on() -> None:
    world = a_world()
    world.ground.person("asha", "Asha")
    for scene in (write, synchronise, reply, campaign, fetch):
        scene(world)
    assert world.ground.faults.struck == {}
    assert not world.truth.unacknowledged


def test_a_fault_may_strike_a_number_of_times() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    world.ground.faults.set("throughput", 1.0, times=2)
    assert [code(text(world, asha)) for _ in range(3)] == [130429, 130429, 0]


def test_an_unknown_fault_names_the_known_ones() -> None:
    with pytest.raises(UnknownFault, match="duplicate"):
        a_world().ground.faults.set("gremlins", 1.0)


def ready(fault: str, **more: Any) -> tuple[World, Any]:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    drain(world)
    world.ground.faults.set(fault, 1.0, **more)
    return world, text(world, asha, biz_opaque_callback_data="ours")


@pytest.mark.parametrize("fault", ["reset", "slow-answer", "no-id"])
def test_an_ambiguous_send_was_accepted_and_statuses_prove_it(fault: str) -> None:
    world, answer = ready(fault)
    (acceptance,) = world.truth.acceptances
    assert acceptance.opaque == "ours"
    assert acceptance.answered == (fault == "no-id")
    assert answer.transport == {"reset": "reset", "slow-answer": "slow", "no-id": "plain"}[fault]
    assert {s["biz_opaque_callback_data"] for s in statuses(drain(world))} == {"ours"}


def test_a_bare_error_may_or_may_not_have_been_sent() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    world.ground.faults.set("bare-error", 1.0)
    answers = [text(world, asha) for _ in range(20)]
    assert {answer.status for answer in answers} == {502}
    assert 0 < len(world.truth.acceptances) < 20


def test_a_server_error_with_a_body_sent_nothing() -> None:
    world, answer = ready("server-error")
    assert (answer.status, code(answer)) == (500, 131000)
    assert world.truth.acceptances == []


def test_failed_then_delivered_is_told_in_this_order() -> None:
    world, _ = ready("failed-then-delivered")
    told = [status["status"] for status in statuses(drain(world))]
    assert "failed" in told
    assert {"delivered", "read"} & set(told)


def test_an_accepted_message_may_fail_20_minutes_later() -> None:
    world, _ = ready("late-failure")
    assert statuses(drain(world, until=world.now + 19 * MINUTE)) == []
    (failed,) = statuses(drain(world))
    assert failed["status"] == "failed"


def test_a_delay_keeps_the_time_of_the_event() -> None:
    world = a_world()
    world.ground.faults.set("delay", 1.0)
    message = world.customers.write(world.ground.person("asha", "Asha"), "Hi")
    (body,) = drain(world)
    ((_, value),) = changes([body])
    assert int(value["messages"][0]["timestamp"]) == message.at // 1000
    assert world.now - message.at >= 5 * MINUTE


def test_a_giant_batch_holds_strangers_and_poison() -> None:
    world = a_world()
    world.ground.faults.set("giant-batch", 1.0)
    asha = world.ground.person("asha", "Asha")
    for number in range(1_500):
        world.customers.write(asha, f"{number}")
    deliveries = world.deliveries(world.now + MINUTE)
    largest = max(deliveries, key=lambda delivery: len(delivery.events))
    assert len(largest.events) > 100
    entries = json.loads(largest.body)["entry"]
    assert any(entry["id"] != world.ids.waba_id for entry in entries)
    assert any(c["value"]["messages"] == [None] for e in entries for c in e["changes"])


@pytest.mark.parametrize(("variant", "least"), [("", 2_900_000), ("over", 3_200_000)])
def test_bodies_blow_up(variant: str, least: int) -> None:
    world = a_world()
    world.ground.faults.set("big-body", 1.0, variant=variant)
    world.customers.write(world.ground.person("asha", "Asha"), "Hi")
    (delivery,) = world.deliveries(world.now + MINUTE)
    assert least < len(delivery.body) < least + 200_000


def test_replays_come_hours_to_days_after_the_acknowledgement() -> None:
    world = a_world()
    world.ground.faults.set("replay", 1.0, times=1)
    world.customers.write(world.ground.person("asha", "Asha"), "Hi")
    start = world.now
    one, two = drain(world)
    assert one == two
    assert world.now - start >= DAY // 24
