"""Whatever is sent to the Graph API gets an answer in Meta's shape, never an exception."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from saath.simulator.world import World
from tests.unit.simulator.calls import a_world

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10**6) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "type", "text", "body", "name", "x"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)
TYPES = st.sampled_from(
    ["text", "image", "audio", "location", "contacts", "reaction", "interactive", "template", "x"]
)
KINDS = st.sampled_from(
    ["button", "list", "cta_url", "flow", "product_list", "carousel", "order_details", "x"]
)


@st.composite
def sends(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(TYPES)
    body: dict[str, Any] = {"messaging_product": "whatsapp", "to": "+915551234567", "type": kind}
    body[kind] = draw(JSON | st.just({"body": "Hi"}))
    if kind == "interactive":
        action = draw(
            st.dictionaries(
                st.sampled_from(["buttons", "sections", "name", "parameters", "cards", "button"]),
                JSON,
                max_size=4,
            )
        )
        body[kind] = {"type": draw(KINDS), "body": {"text": "x"}, "action": action}
    if kind == "template" and draw(st.booleans()):
        body[kind] = {"name": "silk", "language": {"code": "en"}, "components": draw(JSON)}
    extra = st.sampled_from(
        ["context", "recipient", "recipient_type", "status", "message_id", "to"]
    )
    return body | draw(st.dictionaries(extra, JSON, max_size=2))


def shop() -> World:
    world = a_world()
    asha = world.ground.person("asha", "Asha", wa_id="915551234567")
    world.customers.write(asha, "Hi")
    parts = [{"type": "BODY", "text": "New {{1}} is here, come and see."}]
    body = {"name": "silk", "category": "MARKETING", "language": "en", "components": parts}
    world.templates.approve(world.templates.submit(body))
    return world


def post(world: World, target: str, body: object) -> Any:
    headers = {"authorization": f"Bearer {world.ids.token}", "content-type": "application/json"}
    answer = world.graph("POST", f"/v25.0/{target}", json.dumps(body).encode(), headers)
    document = json.loads(answer.body)
    assert answer.status == 200 or document["error"]["code"]
    return document


@settings(max_examples=150, deadline=None)
@given(sends())
def test_any_send_is_answered(body: dict[str, Any]) -> None:
    world = shop()
    post(world, f"{world.ids.phone_number_id}/messages", body)
    world.advance(world.now + 60_000)
    world.deliveries()


EDGES = ["block_users", "smb_app_data", "username", "settings", "", "media", "marketing_messages"]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(EDGES),
    st.dictionaries(
        st.sampled_from(["block_users", "sync_type", "username", "webhook_configuration", "to"]),
        JSON,
    ),
)
def test_any_call_of_the_number_is_answered(edge: str, body: dict[str, Any]) -> None:
    world = shop()
    post(world, f"{world.ids.phone_number_id}/{edge}", {"messaging_product": "whatsapp"} | body)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["type", "text", "buttons", "format"]), JSON)))
def test_any_template_is_answered(components: list[Any]) -> None:
    world = shop()
    body = {"name": "other", "category": "UTILITY", "language": "en", "components": components}
    post(world, f"{world.ids.waba_id}/message_templates", body)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc/?=&%{}.19v", max_size=30))
def test_any_path_is_answered(path: str) -> None:
    world = a_world()
    headers = {"authorization": f"Bearer {world.ids.token}"}
    answer = world.graph("GET", f"/{path}", b"", headers)
    assert answer.status in {200, 400, 401, 403, 404}
