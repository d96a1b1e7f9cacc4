"""The phone number: its fields, settings, sync, and what a coexistence number refuses.

Fields: BASE/business-phone-numbers and embedded-signup/onboarding-business-app-users, 2025-2026.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from saath.simulator.account import Account
from saath.simulator.clock import HOUR
from saath.simulator.errors import GraphError
from saath.simulator.graph.callbacks import Callbacks
from saath.simulator.graph.exchange import Request
from saath.simulator.graph.health import health
from saath.simulator.graph.limits import invalid
from saath.simulator.ground import Ground
from saath.simulator.people import Object

SYNC_WITHIN = 24 * HOUR
SYNC_TYPES = frozenset({"smb_app_state_sync", "history"})
USUAL = (
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
    "webhook_configuration",
)
REFUSED = {
    "register": "The number is registered by the WhatsApp Business App. Do not register it.",
    "deregister": "A number in use by the WhatsApp Business App cannot be deregistered.",
    "request_code": "The number is verified by the WhatsApp Business App.",
    "verify_code": "The number is verified by the WhatsApp Business App.",
    "calls": "Calling is not available on this number.",
    "groups": "Groups are not available on this number.",
}
PROFILE_FIELDS = ("about", "address", "description", "email", "websites", "vertical")


@dataclass(slots=True)
class Number:
    """The number's own edges."""

    ground: Ground
    account: Account
    callbacks: Callbacks
    settings: Object = field(default_factory=dict)
    username: str = ""
    profile: Object = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.profile = {
            "about": "Sarees from Surat since 1998",
            "address": "Ring Road, Surat",
            "description": "",
            "email": "",
            "websites": [],
            "vertical": "RETAIL",
        }

    def get(self, request: Request) -> Object:
        """Fields of the number."""
        ids = self.ground.ids
        known = self._fields()
        wanted = request.wanted() or list(USUAL)
        for name in wanted:
            if name not in known:
                text = f"(#100) Tried accessing nonexisting field ({name})"
                raise GraphError(100, message=text)
        found = {name: known[name] for name in wanted if known[name] is not None}
        return found | {"id": ids.phone_number_id}

    def _fields(self) -> Object:
        ids, account = self.ground.ids, self.account
        connected = account.bond == "CONNECTED"
        return {
            "id": ids.phone_number_id,
            "display_phone_number": ids.display_phone_number,
            "verified_name": ids.verified_name,
            "status": "CONNECTED" if connected else "DISCONNECTED",
            "quality_rating": account.quality,
            "quality_score": {"score": account.quality},
            "name_status": "APPROVED",
            "new_name_status": "NONE",
            "code_verification_status": "VERIFIED",
            "platform_type": "CLOUD_API" if account.bond != "REMOVED" else "NOT_APPLICABLE",
            "is_on_biz_app": True,
            "throughput": {"level": "STANDARD"},
            "account_mode": "LIVE",
            "is_official_business_account": False,
            "is_pin_enabled": False,
            "is_preverified_number": False,
            "eligibility_for_api_business_global_search": "NOT_ELIGIBLE",
            "certificate": None,
            "new_certificate": None,
            "conversational_automation": None,
            "country_code": "IN",
            "country_dial_code": "91",
            "search_visibility": "VISIBLE",
            "last_onboarded_time": _iso(account.linked_at),
            "whatsapp_business_manager_messaging_limit": account.tier,
            "messaging_limit_tier": account.tier,
            "webhook_configuration": self.callbacks.configuration(),
            "health_status": health(self.ground, account),
            "username": self.username or None,
        }

    def refuse(self, edge: str) -> Object:
        """Edges that exist for other numbers. The code is a guess: Meta documents none."""
        raise GraphError(100, message=f"(#100) {REFUSED[edge]}", details=REFUSED[edge])

    def synchronise(self, request: Request) -> Object:
        """`smb_app_data`: contacts or history, once each, within 24 hours of the link."""
        kind = request.text("sync_type")
        if kind not in SYNC_TYPES:
            raise invalid("sync_type must be smb_app_state_sync or history")
        account = self.account
        if self.ground.clock.now - account.linked_at > SYNC_WITHIN:
            code = self.ground.settings.late_sync_code
            raise GraphError(code, details="Sync must be asked within 24 hours of onboarding.")
        if kind in account.synced:
            raise GraphError(2593107, details="This sync was already asked for.")
        if kind == "history":
            account.start_history()
        else:
            account.start_contacts()
        name = self.ground.chance.hexadecimal("request", 32).lower()
        return {"messaging_product": "whatsapp", "request_id": name}

    def get_settings(self) -> Object:
        return dict(self.settings)

    def set_settings(self, request: Request) -> Object:
        self.settings |= {k: v for k, v in request.fields.items() if k != "access_token"}
        return {"success": True}

    def get_profile(self, request: Request) -> Object:
        wanted = [name for name in request.wanted() if name in self.profile] or list(self.profile)
        shown = {name: self.profile[name] for name in wanted if self.profile[name]}
        return {"data": [shown | {"messaging_product": "whatsapp"}]}

    def set_profile(self) -> Object:
        """In coexistence the profile is edited in the app. The code is a guess."""
        text = "The profile of this number is edited in the WhatsApp Business App."
        raise GraphError(100, message=f"(#100) {text}", details=text)

    def get_username(self) -> Object:
        if not self.username:
            return {}
        return {"username": self.username, "status": "approved"}

    def set_username(self, request: Request) -> Object:
        """Choose a business username; the rules are those of the username page of 2026."""
        name = request.text("username").lower()
        letters = set("abcdefghijklmnopqrstuvwxyz")
        shaped = 3 <= len(name) <= 35 and set(name) <= letters | set("0123456789._")
        edges = name.startswith((".", "www")) or name.endswith(".") or ".." in name
        if not shaped or edges or not set(name) & letters:
            raise GraphError(147001, message="(#147001) The username does not follow the rules")
        self.username = name
        value: Object = {"display_phone_number": self.ground.ids.digits, "username": name}
        self.ground.management("business_username_updates", value | {"status": "approved"})
        return {"success": True, "status": "approved"}

    def delete_username(self) -> Object:
        value: Object = {"display_phone_number": self.ground.ids.digits, "username": self.username}
        self.username = ""
        self.ground.management("business_username_updates", value | {"status": "deleted"})
        return {"success": True}

    def suggestions(self) -> Object:
        stem = "".join(s for s in self.ground.ids.verified_name.lower() if s.isalnum())
        return {"data": [{"username_suggestions": [stem, f"{stem}.surat", f"{stem}_in"]}]}

    def forget_contact(self, request: Request) -> Object:
        """`DELETE contact_book`: the phone of a username user is no more kept for us."""
        person = self.ground.find(request.text("bsuid"))
        if person is None:
            raise invalid("bsuid is not known")
        person.in_contact_book = False
        person.last_phone_exchange = None
        return {"success": True}


def _iso(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
