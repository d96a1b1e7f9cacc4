"""Delivery as Meta documents it: signed, batched, retried, doubled, given up in the end."""

import hashlib
import hmac
import json
from itertools import pairwise

import pytest

from saath.simulator.clock import DAY, HOUR, MINUTE
from saath.simulator.webhooks import Delivery
from saath.simulator.world import START, World
from tests.unit.simulator.calls import URL, a_world, changes, drain


def one_message(world: World) -> list[Delivery]:
    person = world.ground.find("asha") or world.ground.person("asha", "Asha")
    world.customers.write(person, "नमस्ते / hello")
    return world.deliveries(world.now + MINUTE)


def test_every_delivery_is_signed_over_its_raw_bytes() -> None:
    world = a_world()
    (delivery,) = one_message(world)
    digest = hmac.new(world.ids.app_secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    assert delivery.headers["X-Hub-Signature-256"] == f"sha256={digest}"
    assert delivery.url == URL
    assert b"\\u0928" in delivery.body
    assert b"\\/" in delivery.body


def test_what_happens_within_one_stretch_of_time_is_told_together() -> None:
    world = a_world(gather=10_000, batch=10)
    for _second in range(3):
        one = world.ground.person(f"p{_second}", "Asha")
        world.customers.write(one, "hello")
        assert (world.ground.wire.next_at or 1) % 10_000 == 0
        world.advance(world.now + 1_000)
    told = [
        len(json.loads(d.body)["entry"][0]["changes"]) for d in world.deliveries(world.now + MINUTE)
    ]
    assert len(told) < 3 or max(told) > 1


@pytest.mark.parametrize("status", [0, 201, 202, 204, 301, 401, 500, 503])
def test_anything_but_200_is_tried_again(status: int) -> None:
    world = a_world()
    (delivery,) = one_message(world)
    world.acknowledge(delivery, status)
    assert world.truth.unacknowledged
    (again,) = world.deliveries(world.now + MINUTE)
    assert again.body == delivery.body
    assert again.attempt == 2
    world.acknowledge(again, 200)
    assert not world.truth.unacknowledged
    assert world.next_at is None


@pytest.mark.parametrize("horizon", [36 * HOUR, 7 * DAY])
def test_retries_grow_rare_and_end_at_the_horizon(horizon: int) -> None:
    world = a_world(retry_horizon=horizon)
    (delivery,) = one_message(world)
    world.acknowledge(delivery, 500)
    times = []
    while (at := world.next_at) is not None:
        for again in world.deliveries(at):
            times.append(at - START)
            world.acknowledge(again, 500)
    gaps = [b - a for a, b in pairwise(times)]
    assert gaps[-1] > 100 * gaps[0]
    assert horizon - 10 * HOUR < times[-1] <= horizon + HOUR
    assert world.truth.lost == set(delivery.keys)


def test_much_that_is_ready_at_once_travels_together() -> None:
    world = a_world(batch=1000)
    person = world.ground.person("asha", "Asha")
    for number in range(200):
        world.customers.write(person, f"message {number}")
    deliveries = world.deliveries(world.now + MINUTE)
    assert len(deliveries) < 100
    items = [
        item["id"]
        for delivery in deliveries
        for _, value in changes([json.loads(delivery.body)])
        for item in value["messages"]
    ]
    assert sorted(items) == sorted(world.ground.chats["asha"])


def test_duplicates_are_the_same_bytes() -> None:
    world = a_world()
    world.ground.faults.set("duplicate", 1.0)
    world.customers.write(world.ground.person("asha", "Asha"), "Hi")
    bodies = drain(world)
    assert 2 <= len(bodies) <= 20
    assert all(body == bodies[0] for body in bodies)


def test_a_rebatched_copy_says_the_same_in_other_bytes() -> None:
    world = a_world()
    world.ground.faults.set("rebatch", 1.0)
    world.customers.write(world.ground.person("asha", "Asha"), "Hi")
    one, two = drain(world)
    assert two.pop("x_trace")
    assert one == two


def test_a_spoilt_signature_is_repaired_by_the_retry() -> None:
    world = a_world()
    world.ground.faults.set("bad-signature", 1.0)
    (delivery,) = one_message(world)
    right = hmac.new(world.ids.app_secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    assert delivery.headers.get("X-Hub-Signature-256") != f"sha256={right}"
    world.acknowledge(delivery, 401)
    (again,) = world.deliveries(world.now + MINUTE)
    assert again.headers["X-Hub-Signature-256"] == f"sha256={right}"


def test_silence_and_loss_are_known_to_the_truth() -> None:
    world = a_world()
    world.ground.faults.set("lose", 1.0)
    assert one_message(world) == []
    assert len(world.truth.lost) == 1
    world.ground.faults.calm()
    world.ground.faults.set("silence", 1.0)
    assert one_message(world) == []


def test_the_same_event_goes_to_every_subscribed_app() -> None:
    world = a_world()
    world.ground.faults.set("two-apps", 1.0)
    assert len(one_message(world)) == 2


def test_a_wrong_challenge_that_is_accepted_is_noticed() -> None:
    world = a_world()
    world.ground.faults.set("bad-challenge", 1.0)
    asked = next(d for d in one_message(world) if d.transport == "challenge")
    assert "hub.verify_token=wrong" in asked.url
    world.acknowledge(asked, 403)
    assert world.truth.fooled == 0
    asked = next(d for d in one_message(world) if d.transport == "challenge")
    world.acknowledge(asked, 200)
    assert world.truth.fooled == 1


def test_nobody_subscribed_means_nothing_is_sent() -> None:
    world = a_world()
    world.ground.wire.subscribers.clear()
    assert one_message(world) == []
    assert not world.truth.emitted
