"""The calls that link a number: what they ask, and what is read of what came back."""

from typing import Any

import pytest

from saath.whatsapp import linking
from saath.whatsapp.adapters import adapter_of
from saath.whatsapp.linking import App, Ask, Reply

APP = App("884", "hush")


def ok(**tree: Any) -> Reply:
    return Reply("ok", tree)


def test_no_call_registers_or_deregisters_a_number() -> None:
    asks: list[Ask] = [
        linking.exchange_code(APP, "c"),
        linking.inspect_token(APP, "t"),
        linking.list_numbers("1", "t"),
        linking.read_number("5", "t"),
        linking.read_account("1", "t"),
        linking.subscribe_app(APP, "https://shop.example/webhooks", "v"),
        linking.subscribe_account("1", "t"),
        linking.list_subscriptions("1", "t"),
        linking.ask_sync("5", "history", "t"),
    ]
    assert not [ask.path for ask in asks if "register" in ask.path]
    assert "hush" not in repr(asks)


def test_the_app_speaks_with_its_own_token_and_every_field_is_asked_for() -> None:
    asked = linking.subscribe_app(APP, "https://shop.example/webhooks", "v")
    assert (asked.method, asked.path, asked.token) == ("POST", "884/subscriptions", "884|hush")
    assert asked.body is not None
    fields = asked.body["fields"].split(",")
    assert {"messages", "history", "smb_app_state_sync", "smb_message_echoes"} <= set(fields)


def test_a_token_and_its_life_are_read_and_oddities_are_nothing() -> None:
    assert linking.token_in(ok(access_token="EAA", expires_in=60)) == ("EAA", 60)
    assert linking.token_in(ok(access_token=7, expires_in="soon")) == ("", 0)


def test_only_the_accounts_that_the_token_manages_count() -> None:
    scopes = [
        {"scope": linking.MANAGEMENT, "target_ids": ["1", "2", "1"]},
        {"scope": "whatsapp_business_messaging", "target_ids": ["3"]},
        {"scope": linking.MANAGEMENT, "target_ids": None},
        "odd",
    ]
    data = {"is_valid": True, "expires_at": 9, "granular_scopes": scopes}
    granted = linking.granted_in(ok(data=data))
    assert (granted.is_valid, granted.accounts, granted.expires_at) == (True, ("1", "2"), 9_000)
    nothing = linking.granted_in(ok(data={"granular_scopes": "odd", "expires_at": "x"}))
    assert (nothing.is_valid, nothing.accounts, nothing.expires_at) == (False, (), 0)


def test_numbers_are_read_in_their_order() -> None:
    assert linking.numbers_in(ok(data=[{"id": "5"}, "odd", {}, {"id": 6}])) == ("5", "6")
    assert linking.numbers_in(ok()) == ()


@pytest.mark.parametrize(
    ("on_app", "platform", "both"),
    [(True, "CLOUD_API", True), (False, "CLOUD_API", False), (True, "NOT_APPLICABLE", False)],
)
def test_coexistence_is_the_app_and_the_api_at_once(
    *, on_app: bool, platform: str, both: bool
) -> None:
    assert linking.is_coexistence(ok(is_on_biz_app=on_app, platform_type=platform)) is both


def test_who_owns_the_account_and_whether_it_can_send() -> None:
    assert linking.owner_in(ok(owner_business_info={"id": 9})) == "9"
    assert linking.owner_in(ok(owner_business_info="odd")) == ""
    assert linking.text_in(ok(currency="INR"), "currency") == "INR"
    assert linking.text_in(ok(currency=1), "currency") == ""
    blocked = {
        "can_send_message": "BLOCKED",
        "entities": [{"errors": []}, {"errors": [{"error_code": 141006}]}],
    }
    assert linking.sending_in(ok(health_status=blocked)) == "BLOCKED:141006"
    assert linking.sending_in(ok(health_status={"can_send_message": "AVAILABLE"})) == "AVAILABLE"


def test_a_subscription_is_ours_only_by_our_id() -> None:
    rows = [{"whatsapp_business_api_data": {"id": 884}}]
    assert linking.is_subscribed(ok(data=rows), "884")
    assert not linking.is_subscribed(ok(data=rows), "885")
    assert not linking.is_subscribed(ok(), "884")


@pytest.mark.parametrize(
    ("reply", "became"),
    [
        (ok(request_id="r"), ("accepted", "r")),
        (ok(), ("unconfirmed", "")),
        (Reply("refused", code=2593107), ("rejected", "")),
        (Reply("refused", code=2), ("deferred", "")),
        (Reply("refused", code=80007), ("deferred", "")),
        (Reply("refused", {"error": {"is_transient": True}}, code=999), ("deferred", "")),
        (Reply("not_sent"), ("deferred", "")),
        (Reply("unknown"), ("unconfirmed", "")),
    ],
)
def test_a_sync_that_perhaps_was_asked_for_is_not_asked_again(
    reply: Reply, became: tuple[str, str]
) -> None:
    assert linking.sync_answer(reply) == became


def test_meta_is_spoken_to_by_version_and_number_with_a_bearer_token() -> None:
    adapter = adapter_of("meta")
    url = adapter.messages_url("https://graph.example", "v25.0", "551")
    assert url == "https://graph.example/v25.0/551/messages"
    assert adapter.headers("t") == {"authorization": "Bearer t"}
    assert adapter.unwrap(b"{}") == b"{}"
