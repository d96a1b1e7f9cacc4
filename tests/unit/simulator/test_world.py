"""A world is deterministic, and its clock jumps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saath.simulator.clock import DAY, HOUR, MINUTE
from saath.simulator.script import Script
from saath.simulator.world import START, World
from tests.unit.simulator.calls import URL, a_world, drain, text


def trace(seed: int, faults: dict[str, float]) -> list[bytes]:
    world = World(seed, webhook_url=URL)
    for name, strength in faults.items():
        world.ground.faults.set(name, strength)
    script = Script(world, pace=30, left=25)
    script.prepare()
    world.account.start_history()
    script.open()
    seen: list[bytes] = []
    while (at := world.next_at) is not None:
        for delivery in world.deliveries(at):
            seen.append(delivery.body)
            world.acknowledge(delivery, 200 if len(seen) % 5 else 503)
    return seen


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_bytes_in_the_same_order(seed: int) -> None:
    faults = {"duplicate": 0.3, "reorder": 0.3, "rebatch": 0.2, "bad-signature": 0.1}
    assert trace(seed, faults) == trace(seed, faults)


def test_another_seed_gives_another_world() -> None:
    assert trace(1, {}) != trace(2, {})


def test_a_fault_disturbs_only_what_it_is_about() -> None:
    """Each kind of chance has its own stream: the people do the same under faults."""
    calm, wild = World(3, webhook_url=URL), World(3, webhook_url=URL)
    wild.ground.faults.set("duplicate", 1.0)
    for world in (calm, wild):
        script = Script(world, pace=30, left=20)
        script.prepare()
        script.open()
        drain(world)
    assert list(calm.ground.messages) == list(wild.ground.messages)


def test_the_clock_jumps_and_everything_due_happens_at_its_own_time() -> None:
    world = a_world()
    times: list[int] = []
    for delay in (HOUR, MINUTE, 3 * DAY):
        world.ground.schedule.after(delay, lambda: times.append(world.now - START))
    world.advance(START + 2 * DAY)
    assert times == [MINUTE, HOUR]
    assert world.now == START + 2 * DAY
    world.advance(START + 4 * DAY)
    assert times == [MINUTE, HOUR, 3 * DAY]


def test_ground_truth_knows_what_the_customer_received() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hello")
    first = world.phone.write(asha, "Namaste")
    text(world, asha, "From the team")
    drain(world)
    received = [world.ground.messages[wamid] for wamid in world.truth.received["asha"]]
    assert {message.text for message in received} == {"Namaste", "From the team"}
    assert first.received_at is not None


def test_a_phone_that_is_off_receives_when_it_is_on_again() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    asha.online = False
    world.phone.write(asha, "Are you there?")
    drain(world)
    assert "asha" not in world.truth.received
    world.arrival.come_online(asha)
    drain(world)
    assert len(world.truth.received["asha"]) == 1


@pytest.mark.parametrize("spelling", ["asha", "+91 55512 34567", "915551234567", "weaver.asha"])
def test_a_person_is_found_by_any_of_the_names(spelling: str) -> None:
    world = a_world()
    person = world.ground.person("asha", "Asha", wa_id="915551234567", username="weaver.asha")
    assert world.ground.find(spelling) is person
    assert world.ground.find(person.bsuid) is person
    assert world.ground.find("nobody") is None
