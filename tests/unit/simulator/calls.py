"""Short ways to call a world in the tests of the simulator."""

import json
from typing import Any

from saath.simulator.graph.exchange import Response
from saath.simulator.people import Person
from saath.simulator.world import World

URL = "http://product.example/webhooks/whatsapp"


def a_world(seed: int = 1, **settings: Any) -> World:
    from saath.simulator.settings import Settings  # noqa: PLC0415 - keeps the signature short

    return World(seed, settings=Settings(**settings), webhook_url=URL)


def call(world: World, method: str, target: str, body: object = None) -> Response:
    data = b"" if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"} if data else {}
    return world.graph(
        method, f"/v25.0/{target}", data, kind | {"Authorization": f"Bearer {world.ids.token}"}
    )


def send(world: World, to: str = "", **body: Any) -> Response:
    head: dict[str, object] = {"messaging_product": "whatsapp"}
    if to:
        head["to"] = to
    return call(world, "POST", f"{world.ids.phone_number_id}/messages", head | body)


def text(world: World, person: Person, words: str = "Hello", **more: Any) -> Response:
    return send(world, f"+{person.wa_id}", type="text", text={"body": words}, **more)


def code(response: Response) -> int:
    found = response.document().get("error", {}).get("code", 0)
    assert isinstance(found, int)
    return found


def wamid(response: Response) -> str:
    return str(response.document()["messages"][0]["id"])


def drain(world: World, *, until: int | None = None, status: int = 200) -> list[dict[str, Any]]:
    """Let time pass until nothing is left (or that moment), and answer every delivery."""
    bodies: list[dict[str, Any]] = []
    while (at := world.next_at) is not None and (until is None or at <= until):
        for delivery in world.deliveries(at):
            if delivery.transport != "challenge":
                bodies.append(json.loads(delivery.body))
            world.acknowledge(delivery, status)
    if until is not None:
        world.advance(until)
    return bodies


def changes(bodies: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (change["field"], change["value"])
        for body in bodies
        for entry in body["entry"]
        for change in entry["changes"]
    ]


def statuses(bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for _, value in changes(bodies) for item in value.get("statuses", ())]
