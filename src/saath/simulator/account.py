"""The life of the link between the phone and the platform, and Meta's judgement of the account.

Events and shapes: webhooks/reference/account_update and embedded-signup pages, as of mid-2026.
"""

from dataclasses import dataclass, field

from saath.simulator.clock import DAY, SECOND
from saath.simulator.customers import Impossible
from saath.simulator.ground import Ground
from saath.simulator.people import Object
from saath.simulator.phone import OwnerPhone
from saath.simulator.sync import Sync

CODE_LIVES = 30 * SECOND
BAN_STATES = ("DISABLE", "REINSTATE", "SCHEDULE_FOR_DISABLE")
TIERS = ("TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED")


@dataclass(slots=True)
class Account:
    """The account as Meta sees it."""

    ground: Ground
    phone: OwnerPhone
    sync: Sync
    bond: str = "CONNECTED"  # between phone and platform: CONNECTED, OFFBOARDED, REMOVED
    banned: bool = False
    share_history: bool = True
    asked: bool = False  # a partner asked the owner to link
    offered: str = ""  # the code the last answer gave to the browser
    synced: set[str] = field(default_factory=set)
    quality: str = "GREEN"
    tier: str = "TIER_2K"
    restrictions: dict[str, int] = field(default_factory=dict)  # type -> expires, ms
    codes: dict[str, int] = field(default_factory=dict)  # code -> expires
    used_codes: set[str] = field(default_factory=set)
    callable: bool = True  # health: can the API send

    @property
    def state(self) -> str:
        """What is in force. A ban outlives a new phone and a new link: only Meta lifts it."""
        return "BANNED" if self.banned else self.bond

    @property
    def linked_at(self) -> int:
        return self.sync.linked_at

    def ask_link(self) -> None:
        """A partner's sign-up reached the phone: the owner must answer."""
        self.asked, self.offered = True, ""

    def answer_link(self, *, accept: bool, share_history: bool = True) -> str:
        """Answer the link request on the phone; gives the code for the browser."""
        if not self.asked:
            raise Impossible("nobody has asked to link this phone; start the sign-up first")
        self.asked = False
        self.offered = self.link(share_history=share_history) if accept else ""
        return self.offered

    def link(self, *, share_history: bool = True) -> str:
        """Link the number: a code of 30 seconds, a fresh chance to sync, PARTNER_ADDED."""
        now = self.ground.clock.now
        self.bond, self.ground.linked, self.sync.linked_at = "CONNECTED", True, now
        self.share_history = share_history
        self.synced.clear()
        self.tell_linked()
        return self.new_code()

    def tell_linked(self) -> None:
        ids = self.ground.ids
        info = {"waba_id": ids.waba_id, "owner_business_id": ids.portfolio_id}
        value: Object = {"event": "PARTNER_ADDED", "waba_info": info}
        self.ground.management("account_update", value, entry_id=ids.partner_portfolio_id)

    def new_code(self) -> str:
        code = "AQ" + self.ground.chance.hexadecimal("code", 60)
        self.codes[code] = self.ground.clock.now + CODE_LIVES
        return code

    def start_contacts(self) -> None:
        self.synced.add("smb_app_state_sync")
        self.sync.contacts()

    def start_history(self) -> None:
        self.synced.add("history")
        if self.share_history:
            self.sync.history()
        else:
            self.sync.declined()

    def decline_history(self) -> None:
        self.share_history = False

    def offboard(self) -> None:
        """A new phone or a re-installation: sending stops, partner access stays."""
        if self.bond == "REMOVED":
            raise Impossible("a number that is not linked cannot be offboarded; link it first")
        self.bond = "OFFBOARDED"
        self.ground.management("account_update", {"event": "ACCOUNT_OFFBOARDED"})
        self.ground.linked = False

    def reconnect(self) -> None:
        if self.bond != "OFFBOARDED":
            raise Impossible("only an offboarded number can reconnect; link it anew instead")
        self.bond, self.ground.linked = "CONNECTED", True
        self.ground.management("account_update", {"event": "ACCOUNT_RECONNECTED"})

    def change_phone(self, minutes: int = 5) -> None:
        """Move to a new phone; the app reconnects by itself after a while."""
        self.offboard()
        self.ground.schedule.after(minutes * 60 * SECOND, self._reconnect_by_itself)

    def _reconnect_by_itself(self) -> None:
        if self.bond == "OFFBOARDED":
            self.reconnect()

    def remove(self, reason: str = "", initiated_by: str = "USER") -> None:
        """Disconnect from the platform; only a new link repairs it."""
        ids, ground = self.ground.ids, self.ground
        value: Object = {"event": "PARTNER_REMOVED"}
        if reason:
            value["disconnection_info"] = {"reason": reason, "initiated_by": initiated_by}
        if ground.settings.removed_shape == "phone_number":
            ground.management("account_update", {"phone_number": ids.digits} | value)
        else:
            info = {"waba_id": ids.waba_id, "owner_business_id": ids.portfolio_id}
            value["waba_info"] = info
            ground.management("account_update", value, entry_id=ids.partner_portfolio_id)
        self.bond, ground.linked = "REMOVED", False

    def set_online(self, *, online: bool) -> None:
        """Take the phone offline or back; 14 days offline end the link."""
        phone, ground = self.phone, self.ground
        phone.online, phone.last_online = online, ground.clock.now
        if not online:
            ground.schedule.after(ground.settings.inactivity_limit, self._watch_inactivity)

    def _watch_inactivity(self) -> None:
        away = self.ground.clock.now - self.phone.last_online
        too_long = away >= self.ground.settings.inactivity_limit
        if too_long and not self.phone.online and self.bond == "CONNECTED":
            self.remove("PRIMARY_INACTIVITY", "SYSTEM")

    def restrict(self, kind: str, days: int) -> None:
        expires = self.ground.clock.now + days * DAY
        self.restrictions[kind] = expires
        info = [{"restriction_type": kind, "expiration": expires // 1000}]
        value: Object = {"event": "ACCOUNT_RESTRICTION", "restriction_info": info}
        self.ground.management("account_update", value)

    def restricted(self, kind: str) -> bool:
        return self.restrictions.get(kind, 0) > self.ground.clock.now

    def violate(self, kind: str = "SPAM") -> None:
        value: Object = {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": kind}}
        self.ground.management("account_update", value)

    def ban(self, state: str = "DISABLE", date: str = "") -> None:
        if state not in BAN_STATES:
            raise Impossible(f"a ban is one of {', '.join(BAN_STATES)}")
        info = {"waba_ban_state": state, "waba_ban_date": date or "today"}
        value: Object = {"event": "DISABLED_UPDATE", "ban_info": info}
        if state != "SCHEDULE_FOR_DISABLE":
            self.banned = state == "DISABLE"
        self.ground.management("account_update", value)

    def set_quality(self, quality: str) -> None:
        """Change the rating of the number. Meta tells no webhook for it, only the field."""
        if quality not in {"GREEN", "YELLOW", "RED", "UNKNOWN"}:
            raise Impossible("the quality of a number is GREEN, YELLOW, RED or UNKNOWN")
        self.quality = quality

    def set_tier(self, tier: str) -> None:
        if tier not in TIERS:
            raise Impossible(f"the limit is one of {', '.join(TIERS)}")
        self.tier = tier
        digits = self.ground.ids.digits
        value: Object = {"display_phone_number": digits, "event": "ONBOARDING"}
        value["max_daily_conversations_per_business"] = tier
        self.ground.management("phone_number_quality_update", value)
        capability: Object = {"max_daily_conversations_per_business": tier}
        capability["max_phone_numbers_per_business"] = 20
        self.ground.management(
            "business_capability_update", capability, entry_id=self.ground.ids.portfolio_id
        )
