"""What WhatsApp says of a number, asked of the simulator's Graph without a network."""

from typing import override
from urllib.parse import urlsplit

import pytest

import tests.stores  # noqa: F401  # sets Django up
from saath.domain.evidence import Report
from saath.net import Call, Client, NotSent, Response, Result
from saath.simulator.graph.exchange import Response as Told
from saath.simulator.world import World
from saath.transition.watch.meta import (
    WANTED,
    Said,
    Subject,
    ask,
    read_apps,
    read_fields,
    skew,
    subscribe,
)
from saath.whatsapp.graph import Line

START = 1_795_250_000_000
DAY = 24 * 60 * 60 * 1000


class Wired(Client):
    """A client whose every call reaches the world's Graph at once, or nobody."""

    def __init__(self, world: World | None) -> None:
        super().__init__()
        self.world = world
        self.asked: list[str] = []

    @override
    def send(self, call: Call) -> Result:
        self.asked.append(call.method)
        if self.world is None:
            return NotSent("ConnectError")
        parts = urlsplit(call.url)
        target = f"{parts.path}?{parts.query}"
        told = self.world.graph(call.method, target, call.body, call.headers)
        assert isinstance(told, Told)
        return Response(told.status, dict(told.headers), told.body)


def asked(world: World | None, token: str = "") -> Report:
    """What the number is said to be, now."""
    given = World(1, start=START).ids if world is None else world.ids
    line = Line("http://graph", given.phone_number_id, token or given.token, 1.0)
    with Wired(world) as client:
        return ask(client, Subject(line, given.waba_id), now=START)


@pytest.fixture
def world() -> World:
    """A linked number."""
    return World(1, start=START)


def test_a_healthy_number_is_told_to_be_healthy(world: World) -> None:
    report = asked(world)
    assert (report.permission, report.status, report.quality) == ("yes", "CONNECTED", "GREEN")
    assert (report.payment, report.subscribed, report.coexists) == ("yes", "yes", "yes")
    assert (report.tier, report.permission_ends_at, report.error) == ("TIER_2K", 0, "")


def test_what_went_wrong_at_whatsapp_is_told(world: World) -> None:
    world.account.quality = "RED"
    world.ground.faults.set("payment", 1.0)
    report = asked(world)
    assert (report.quality, report.payment) == ("RED", "no")
    world.account.bond = "OFFBOARDED"
    assert asked(world).status == "DISCONNECTED"


def test_a_refused_token_is_known_and_nothing_more_is_asked(world: World) -> None:
    report = asked(world, "EAAstolen")
    assert (report.permission, report.status) == ("no", "")


def test_nobody_there_is_not_known_rather_than_well_or_ill() -> None:
    report = asked(None)
    assert (report.error, report.permission, report.status) == ("unreachable", "unknown", "")


def test_a_lost_subscription_is_seen_and_can_be_mended(world: World) -> None:
    world.ground.wire.subscribers.clear()
    assert asked(world).subscribed == "no"
    line = Line("http://graph", world.ids.phone_number_id, world.ids.token, 1.0)
    with Wired(world) as client:
        assert subscribe(client, Subject(line, world.ids.waba_id))
    assert asked(world).subscribed == "yes"


def test_fields_that_are_not_sent_are_named() -> None:
    rows = [{"object": "whatsapp_business_account", "fields": [{"name": "messages"}, "history"]}]
    report = read_fields(Said({"data": rows}), Report(START))
    assert report.missing == tuple(f for f in WANTED if f not in {"messages", "history"})
    assert read_fields(Said({"data": []}), Report(START)).missing is None
    assert read_fields(Said({}, code=100), Report(START)).missing is None


def test_our_clock_is_compared_with_graphs() -> None:
    assert skew("Sat, 21 Nov 2026 08:33:20 GMT", START + 40_000) == 40_000
    assert skew("yesterday", START) is None


def test_another_app_that_is_subscribed_is_not_ours() -> None:
    tree = {"data": [{"whatsapp_business_api_data": {"id": "884"}}]}
    assert read_apps(Said(tree), Report(1), "884").subscribed == "yes"
    assert read_apps(Said(tree), Report(1), "885").subscribed == "no"
    assert read_apps(Said(tree), Report(1)).subscribed == "yes"
