"""The calls that link a number, in Meta's words, and what their answers say. Pure.

Order and rules: Meta, embedded-signup/onboarding-business-app-users (read 2026-11-21). There is
no call here to register or deregister a number: on a coexistence number they would take it from
the phone's app, and nothing of ours may do that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from saath.domain.facts.linking import Asked, Sync
from saath.whatsapp.error_codes import rule_of

FIELDS = (
    *("messages", "history", "smb_app_state_sync", "smb_message_echoes", "account_update"),
    *("account_alerts", "account_review_update", "account_settings_update"),
    *("business_capability_update", "phone_number_quality_update", "phone_number_name_update"),
    *("message_template_status_update", "message_template_quality_update"),
    *("message_template_components_update", "template_category_update"),
    *("user_preferences", "user_id_update", "business_username_updates", "security"),
    *("flows", "partner_solutions", "payment_configuration_update", "automatic_events"),
)
"""Every field we can read. What Meta does not know by this name it refuses by name."""
MANAGEMENT = "whatsapp_business_management"
SYNC_TYPES: dict[Sync, str] = {"contacts": "smb_app_state_sync", "history": "history"}
ON_PHONE_TOO = frozenset({"CLOUD_API", "SMB", "SMB_CLOUD_API"})  # the last two: seen in a library


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of the Graph API; it may hold secrets and is never logged."""

    method: Literal["GET", "POST"]
    path: str
    query: dict[str, str] = field(default_factory=dict, repr=False)
    body: dict[str, Any] | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a call. `code` and `subcode` are Meta's when it refused.

    `not_sent` certainly did not count, `unknown` perhaps did.
    """

    kind: Literal["ok", "refused", "not_sent", "unknown"]
    tree: dict[str, Any] = field(default_factory=dict, repr=False)
    code: int = 0
    subcode: int = 0

    @property
    def is_ok(self) -> bool:
        """Whether Meta answered and did not refuse."""
        return self.kind == "ok"


@dataclass(frozen=True, slots=True)
class App:
    """The app that numbers are linked through."""

    id: str
    secret: str = field(repr=False)

    @property
    def token(self) -> str:
        """What the app itself speaks with."""
        return f"{self.id}|{self.secret}"


def exchange_code(app: App, code: str) -> Ask:
    """Buy the customer's token. The code lives 30 seconds and is used once."""
    given = {"client_id": app.id, "client_secret": app.secret, "code": code}
    return Ask("GET", "oauth/access_token", given)


def inspect_token(app: App, token: str) -> Ask:
    """What a token is, and which accounts it was granted."""
    return Ask("GET", "debug_token", {"input_token": token}, token=app.token)


def list_numbers(waba_id: str, token: str) -> Ask:
    """The numbers of an account, the one linked last first."""
    return Ask("GET", f"{waba_id}/phone_numbers", token=token)


def read_number(phone_number_id: str, token: str) -> Ask:
    """Whether a number is on the phone and on the API, and how it fares."""
    names = (
        *("is_on_biz_app", "platform_type", "display_phone_number", "quality_rating", "status"),
        *("whatsapp_business_manager_messaging_limit", "health_status"),
    )
    return Ask("GET", phone_number_id, {"fields": ",".join(names)}, token=token)


def read_account(waba_id: str, token: str) -> Ask:
    """Whose the account is and in which currency it is billed."""
    return Ask("GET", waba_id, {"fields": "owner_business_info,currency"}, token=token)


def subscribe_app(app: App, callback_url: str, verify_token: str) -> Ask:
    """Have every field told to this address."""
    told = {
        "object": "whatsapp_business_account",
        "callback_url": callback_url,
        "verify_token": verify_token,
        "fields": ",".join(FIELDS),
    }
    return Ask("POST", f"{app.id}/subscriptions", body=told, token=app.token)


def subscribe_account(waba_id: str, token: str) -> Ask:
    """Have what concerns this account told to the app."""
    return Ask("POST", f"{waba_id}/subscribed_apps", body={}, token=token)


def list_subscriptions(waba_id: str, token: str) -> Ask:
    """Which apps are told what concerns this account."""
    return Ask("GET", f"{waba_id}/subscribed_apps", token=token)


def ask_sync(phone_number_id: str, sync: Sync, token: str) -> Ask:
    """Ask for contacts or history: once each, within 24 hours of linking."""
    body = {"messaging_product": "whatsapp", "sync_type": SYNC_TYPES[sync]}
    return Ask("POST", f"{phone_number_id}/smb_app_data", body=body, token=token)


def token_in(reply: Reply) -> tuple[str, int]:
    """The token that was bought and for how many seconds it lives, 0 for ever."""
    token, lives = reply.tree.get("access_token"), reply.tree.get("expires_in")
    return (token if isinstance(token, str) else ""), (lives if isinstance(lives, int) else 0)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a token is good for. `expires_at` in milliseconds, 0 for never."""

    is_valid: bool
    accounts: tuple[str, ...]
    expires_at: int


def granted_in(reply: Reply) -> Granted:
    """Read what a token was granted; the browser's word on it counts for nothing."""
    data = _object(reply.tree, "data")
    expires = data.get("expires_at")
    return Granted(
        data.get("is_valid") is True,
        tuple(dict.fromkeys(_targets(data))),
        expires * 1000 if isinstance(expires, int) else 0,
    )


def _targets(data: dict[str, Any]) -> Iterable[str]:
    scopes = data.get("granular_scopes")
    for scope in scopes if isinstance(scopes, list) else []:
        if isinstance(scope, dict) and scope.get("scope") == MANAGEMENT:
            ids = scope.get("target_ids")
            yield from (str(i) for i in (ids if isinstance(ids, list) else []))


def numbers_in(reply: Reply) -> tuple[str, ...]:
    """The ids of an account's numbers, in the order they were given."""
    rows = reply.tree.get("data")
    found = [row.get("id") for row in rows if isinstance(row, dict)] if rows else []
    return tuple(str(one) for one in found if one)


def is_coexistence(reply: Reply) -> bool:
    """Whether the number is in the app on the phone and on the API at once."""
    return (
        reply.tree.get("is_on_biz_app") is True and reply.tree.get("platform_type") in ON_PHONE_TOO
    )


def text_in(reply: Reply, name: str) -> str:
    """A field of an answer, empty if it is not there."""
    value = reply.tree.get(name)
    return value if isinstance(value, str) else ""


def owner_in(reply: Reply) -> str:
    """The portfolio that owns an account."""
    return str(_object(reply.tree, "owner_business_info").get("id") or "")


def sending_in(reply: Reply) -> str:
    """Whether WhatsApp says that the number can send, and the first thing in its way."""
    health = _object(reply.tree, "health_status")
    can = str(health.get("can_send_message") or "")
    for entity in health.get("entities") or []:
        for error in entity.get("errors") or []:
            return f"{can}:{error.get('error_code')}"
    return can


def is_subscribed(reply: Reply, app_id: str) -> bool:
    """Whether our app is among those that are told."""
    rows = reply.tree.get("data")
    apps = [_object(row, "whatsapp_business_api_data") for row in rows or []]
    return any(str(app.get("id")) == app_id for app in apps)


def sync_answer(reply: Reply) -> tuple[Asked, str]:
    """What became of asking for a sync, and its request id.

    Most of Meta's noes are for good; what it would hear again later was not asked.
    """
    if reply.is_ok:
        request = text_in(reply, "request_id")
        return ("accepted", request) if request else ("unconfirmed", "")
    no: Asked = "deferred" if _is_put_off(reply) else "rejected"
    kinds: dict[str, Asked] = {"refused": no, "not_sent": "deferred"}
    return kinds.get(reply.kind, "unconfirmed"), ""


def _is_put_off(reply: Reply) -> bool:
    is_transient = _object(reply.tree, "error").get("is_transient") is True
    return is_transient or rule_of(reply.code).retry != "no"


def _object(tree: dict[str, Any], name: str) -> dict[str, Any]:
    value = tree.get(name)
    return value if isinstance(value, dict) else {}
