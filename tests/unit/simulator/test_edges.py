"""The other edges: tokens, fields, callbacks, media, templates, blocking, refusals."""

import json
from typing import Any

import pytest

from saath.simulator.clock import DAY, MINUTE, SECOND
from saath.simulator.people import Object
from saath.simulator.world import World
from tests.unit.simulator.calls import a_world, call, changes, code, drain, text, wamid


def get(world: World, target: str) -> Object:
    return call(world, "GET", target).document()


def exchange(world: World, code_: str, secret: str = "") -> Object:
    query = f"client_id={world.ids.app_id}&client_secret={secret or world.ids.app_secret}"
    return world.graph("GET", f"/v25.0/oauth/access_token?{query}&code={code_}").document()


def linked(world: World) -> str:
    world.account.ask_link()
    return world.account.answer_link(accept=True)


def test_a_code_buys_one_token_within_30_seconds() -> None:
    world = a_world()
    token = exchange(world, linked(world))["access_token"]
    answer = world.graph("GET", f"/v25.0/{world.ids.waba_id}?access_token={token}")
    assert answer.status == 200
    fresh = linked(world)
    world.advance(world.now + 31 * SECOND)
    assert exchange(world, fresh)["error"]["error_subcode"] == 36007


def test_a_code_is_used_once() -> None:
    world = a_world()
    fresh = linked(world)
    exchange(world, fresh)
    assert exchange(world, fresh)["error"]["error_subcode"] == 36009
    assert exchange(world, "nonsense")["error"]["code"] == 100


def test_the_app_secret_is_needed_to_buy_a_token() -> None:
    world = a_world()
    assert exchange(world, linked(world), "wrong")["error"]["code"] == 1


def test_a_customer_token_says_what_it_was_granted_and_dies_after_60_days() -> None:
    world = a_world()
    token = exchange(world, linked(world))["access_token"]
    data = get(world, f"debug_token?input_token={token}")["data"]
    assert data["is_valid"]
    scopes = {scope["scope"]: scope["target_ids"] for scope in data["granular_scopes"]}
    assert scopes["whatsapp_business_management"] == [world.ids.waba_id]
    world.advance(world.now + 61 * DAY)
    target = f"/v25.0/{world.ids.waba_id}"
    expired = world.graph("GET", target, b"", {"authorization": f"Bearer {token}"})
    assert (expired.status, code(expired)) == (401, 190)


@pytest.mark.parametrize("version", ["v16.0", "v21.0", "v25.0", "v26.0", "v99.0"])
def test_any_version_is_served(version: str) -> None:
    world = a_world()
    headers = {"Authorization": f"Bearer {world.ids.token}"}
    answer = world.graph("GET", f"/{version}/{world.ids.phone_number_id}", b"", headers)
    assert answer.status == 200
    assert answer.headers["facebook-api-version"] == version


def test_the_number_says_that_it_lives_in_the_app_as_well() -> None:
    world = a_world()
    fields = "is_on_biz_app,platform_type,status,quality_rating,throughput{level}"
    shown = get(world, f"{world.ids.phone_number_id}?fields={fields}")
    assert shown["is_on_biz_app"] is True
    assert shown["platform_type"] == "CLOUD_API"
    assert shown["id"] == world.ids.phone_number_id
    numbers = get(world, f"{world.ids.waba_id}/phone_numbers")["data"]
    assert numbers[0]["id"] == world.ids.phone_number_id
    assert get(world, f"{world.ids.phone_number_id}?fields=shoe_size")["error"]["code"] == 100


@pytest.mark.parametrize("edge", ["register", "deregister", "request_code", "verify_code"])
def test_registration_is_refused_and_changes_nothing(edge: str) -> None:
    world = a_world()
    answer = call(world, "POST", f"{world.ids.phone_number_id}/{edge}", {"pin": "123456"})
    assert answer.status == 400
    assert get(world, f"{world.ids.phone_number_id}?fields=status")["status"] == "CONNECTED"


def test_health_names_what_stands_in_the_way() -> None:
    world = a_world()
    target = f"{world.ids.phone_number_id}?fields=health_status"
    assert get(world, target)["health_status"]["can_send_message"] == "AVAILABLE"
    world.account.offboard()
    health = get(world, target)["health_status"]
    assert health["can_send_message"] == "BLOCKED"
    assert health["entities"][0]["errors"][0]["error_code"] == 133010


def test_the_override_of_the_number_wins_over_that_of_the_account() -> None:
    world = a_world()
    waba, phone = world.ids.waba_id, world.ids.phone_number_id
    asha = world.ground.person("asha", "Asha")

    def where() -> str:
        world.customers.write(asha, "Hi")
        (delivery,) = world.deliveries(world.now + MINUTE)
        world.acknowledge(delivery, 200)
        return delivery.url

    body = {"override_callback_uri": "http://waba.example/w", "verify_token": "t"}
    call(world, "POST", f"{waba}/subscribed_apps", body)
    assert where() == "http://waba.example/w"
    row = get(world, f"{waba}/subscribed_apps")["data"][0]
    assert row["override_callback_uri"] == "http://waba.example/w"
    configuration = {"override_callback_uri": "http://phone.example/w", "verify_token": "t"}
    call(world, "POST", phone, {"webhook_configuration": configuration})
    assert where() == "http://phone.example/w"
    shown = get(world, f"{phone}?fields=webhook_configuration")["webhook_configuration"]
    assert set(shown) == {"phone_number", "whatsapp_business_account", "application"}
    call(world, "POST", phone, {"webhook_configuration": {"override_callback_uri": ""}})
    call(world, "POST", f"{waba}/subscribed_apps")
    assert where() == "http://product.example/webhooks/whatsapp"


def test_an_unsubscribed_app_hears_nothing() -> None:
    world = a_world()
    call(world, "DELETE", f"{world.ids.waba_id}/subscribed_apps")
    assert get(world, f"{world.ids.waba_id}/subscribed_apps")["data"] == []
    world.customers.write(world.ground.person("asha", "Asha"), "Hi")
    assert drain(world) == []
    call(world, "POST", f"{world.ids.waba_id}/subscribed_apps")
    assert get(world, f"{world.ids.waba_id}/subscribed_apps")["data"]
    # What was set up of the app itself stayed.
    world.customers.write(world.ground.person("asha", "Asha"), "Still there?")
    assert len(drain(world)) == 1


def test_a_callback_that_must_prove_itself_is_not_used_before() -> None:
    world = a_world(verify_callbacks=True)
    body = {"override_callback_uri": "http://waba.example/w", "verify_token": "t"}
    answer = call(world, "POST", f"{world.ids.waba_id}/subscribed_apps", body)
    assert answer.handshake is not None
    assert world.ground.wire.waba_url == ""
    assert code(world.api.proved(answer.handshake, well=False)) == 2200
    assert world.api.proved(answer.handshake, well=True).document() == {"success": True}
    assert world.ground.wire.waba_url == "http://waba.example/w"


def upload(world: World, data: bytes, mime: str, name: str = "a.png") -> Any:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = b"--b\r\n" + head.encode() + f"Content-Type: {mime}\r\n\r\n".encode() + data
    product = b'\r\n--b\r\nContent-Disposition: form-data; name="messaging_product"\r\n\r\nwhatsapp'
    headers = {"Authorization": f"Bearer {world.ids.token}"}
    headers["Content-Type"] = "multipart/form-data; boundary=b"
    target = f"/v25.0/{world.ids.phone_number_id}/media"
    return world.graph("POST", target, body + product + b"\r\n--b--\r\n", headers)


def download(world: World, url: str, token: str) -> Any:
    target = url.removeprefix("https://lookaside.fbsbx.com")
    return world.graph("GET", target, b"", {"authorization": f"Bearer {token}"})


def test_media_goes_up_and_comes_down_byte_for_byte_and_needs_the_token() -> None:
    world = a_world()
    data = bytes(range(256)) * 20 + b"\r\n--not the boundary"
    media_id = upload(world, data, "image/png").document()["id"]
    shown = get(world, media_id)
    assert shown["file_size"] == len(data)
    assert download(world, shown["url"], world.ids.token).body == data
    assert download(world, shown["url"], "stolen").status == 401
    world.advance(world.now + 5 * MINUTE)
    assert download(world, shown["url"], world.ids.token).status == 404
    assert download(world, get(world, media_id)["url"], world.ids.token).body == data


def test_media_ids_die_and_can_be_deleted() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    message = world.customers.media(asha, "image")
    media_id = message.content["image"]["id"]
    world.advance(world.now + 7 * DAY + 1)
    assert code(call(world, "GET", media_id)) == 100
    ours = upload(world, b"x", "image/png").document()["id"]
    assert call(world, "DELETE", ours).document() == {"success": True}
    assert code(call(world, "GET", ours)) == 100


def test_uploads_have_types_and_sizes() -> None:
    world = a_world()
    assert code(upload(world, b"x", "application/x-msdownload")) == 100
    assert code(upload(world, b"x" * 5_000_001, "image/jpeg")) == 131053


def template(**more: Any) -> Object:
    words = "Dear {{1}}, your order {{2}} leaves us today."
    body: Object = {"name": "order", "category": "UTILITY", "language": "en"}
    return body | {"components": [{"type": "BODY", "text": words}]} | more


def submit(world: World, **more: Any) -> Any:
    return call(world, "POST", f"{world.ids.waba_id}/message_templates", template(**more))


def test_a_template_is_pending_then_judged() -> None:
    world = a_world()
    answer = submit(world).document()
    assert answer["status"] == "PENDING"
    ((field, value),) = changes(drain(world))
    assert field == "message_template_status_update"
    assert value["event"] == "APPROVED"
    assert value["message_template_id"] == int(answer["id"])
    listed = get(world, f"{world.ids.waba_id}/message_templates?status=APPROVED")["data"]
    assert [row["name"] for row in listed] == ["order"]
    assert get(world, f"{world.ids.waba_id}/message_templates?name=other")["data"] == []


@pytest.mark.parametrize(
    ("words", "subcode"),
    [
        ("{{1}} is at the very start of this text", 2388299),
        ("This text ends with {{1}}", 2388299),
        ("Two that touch: {{1}}{{2}} are not allowed here", 2388299),
        ("Dear {{1}} and {{2}} and {{3}} bye", 2388293),
        ("x" * 1025, 2388040),
    ],
)
def test_a_body_must_follow_the_rules(words: str, subcode: int) -> None:
    world = a_world()
    error = submit(world, components=[{"type": "BODY", "text": words}]).document()["error"]
    assert (error["code"], error["error_subcode"]) == (100, subcode)


def test_a_rejected_template_says_why() -> None:
    world = a_world()
    submit(world, name="please_reject_me")
    ((_, value),) = changes(drain(world))
    assert (value["event"], value["reason"]) == ("REJECTED", "INVALID_FORMAT")


def test_three_pauses_end_in_disabled() -> None:
    world = a_world()
    submit(world)
    drain(world)
    (found,) = world.templates.items.values()
    states = []
    for _ in range(3):
        world.templates.pause(found)
        states.append(found.status)
        drain(world)
    assert states == ["PAUSED", "PAUSED", "DISABLED"]


def test_a_category_change_is_announced_a_day_before() -> None:
    world = a_world()
    submit(world)
    drain(world)
    (found,) = world.templates.items.values()
    world.templates.recategorise(found, "MARKETING")
    assert found.category == "UTILITY"
    values = [v for f, v in changes(drain(world)) if f == "template_category_update"]
    assert values[0]["correct_category"] == "MARKETING"
    assert values[1] | {"new_category": "MARKETING"} == values[1]
    assert str(found.category) == "MARKETING"


def test_a_deleted_name_is_blocked_for_30_days() -> None:
    world = a_world()
    submit(world)
    drain(world)
    call(world, "DELETE", f"{world.ids.waba_id}/message_templates?name=order")
    assert submit(world).document()["error"]["error_subcode"] == 2388023
    world.advance(world.now + 31 * DAY)
    assert submit(world).status == 200


def test_an_approved_template_is_edited_once_a_day() -> None:
    world = a_world()
    template_id = submit(world).document()["id"]
    drain(world)
    parts = {"components": [{"type": "BODY", "text": "Other words for {{1}} and no more."}]}
    assert call(world, "POST", template_id, parts).status == 200
    drain(world)
    assert code(call(world, "POST", template_id, parts)) == 100
    shown = get(world, f"{template_id}?fields=quality_score,components")
    assert shown["components"] == parts["components"]


def test_only_who_wrote_within_a_day_can_be_blocked() -> None:
    world = a_world()
    asha, quiet = world.ground.person("asha", "Asha"), world.ground.person("q", "Q")
    world.customers.write(asha, "Hi")
    target = f"{world.ids.phone_number_id}/block_users"
    users = [{"user": asha.wa_id}, {"user": quiet.wa_id}]
    answer = call(world, "POST", target, {"messaging_product": "whatsapp", "block_users": users})
    assert (answer.status, code(answer)) == (400, 139100)
    assert [row["wa_id"] for row in get(world, target)["data"]] == [asha.wa_id]
    assert code(text(world, asha)) == 130403
    body = {"messaging_product": "whatsapp", "block_users": users[:1]}
    assert call(world, "DELETE", target, body).status == 200
    assert get(world, target)["data"] == []


def test_the_message_history_tells_what_became_of_a_send() -> None:
    world = a_world()
    asha = world.ground.person("asha", "Asha")
    world.customers.write(asha, "Hi")
    sent = wamid(text(world, asha))
    drain(world)
    query = f"message_history?message_id={sent}&fields=id,message_id,events"
    (row,) = get(world, f"{world.ids.phone_number_id}/{query}")["data"]
    assert row["events"]["data"][-1]["webhook_update_state"] == "DELIVERED"
    assert get(world, f"{row['id']}/events")["data"] == row["events"]["data"]
    assert get(world, f"{world.ids.phone_number_id}/message_history?message_id=x")["data"] == []


def test_the_profile_is_read_here_and_edited_in_the_app() -> None:
    world = a_world()
    target = f"{world.ids.phone_number_id}/whatsapp_business_profile"
    assert get(world, f"{target}?fields=about")["data"][0]["about"]
    assert code(call(world, "POST", target, {"about": "x"})) == 100


def test_a_business_username_has_rules() -> None:
    world = a_world()
    target = f"{world.ids.phone_number_id}/username"
    assert code(call(world, "POST", target, {"username": "..no"})) == 147001
    assert call(world, "POST", target, {"username": "meera.sarees"}).status == 200
    assert get(world, target)["username"] == "meera.sarees"
    call(world, "DELETE", target)
    assert get(world, target) == {}


def test_a_removed_number_is_no_longer_ours_to_see() -> None:
    world = a_world()
    world.account.remove()
    assert code(call(world, "GET", world.ids.phone_number_id)) == 200
    assert code(call(world, "GET", f"{world.ids.waba_id}/phone_numbers")) == 200


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"\xff"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    world = a_world()
    headers = {"authorization": f"Bearer {world.ids.token}", "content-type": "application/json"}
    answer = world.graph("POST", f"/v25.0/{world.ids.phone_number_id}/messages", body, headers)
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["code"] == 100
