"""What a delivered message costs, as the `pricing` object of a status says. Money is not counted here.

Rules: BASE/pricing and BASE/pricing/non-template-messages, capture of 11 Sep 2026: since 1 Oct 2026
service messages and utility templates inside the window are billed; 1,000 service messages a month
stay free; a free entry point frees everything for 72 hours.
"""

from dataclasses import dataclass, field

from saath.simulator.clock import DAY, HOUR
from saath.simulator.ground import Ground
from saath.simulator.people import Message, Object

WINDOW = 24 * HOUR
FREE_ENTRY = 72 * HOUR
MONTH = 30 * DAY  # the free allowance here renews every 30 days


@dataclass(slots=True)
class Pricing:
    """The meter of one number."""

    ground: Ground
    entries: dict[str, int] = field(default_factory=dict)  # person -> free entry point until
    from_ads: dict[str, int] = field(default_factory=dict)  # person -> came by an ad at
    served: dict[int, int] = field(default_factory=dict)  # month -> service messages

    def notice(self, message: Message) -> None:
        """Remember who came by an ad."""
        if "referral" in message.content:
            self.from_ads[message.person] = self.ground.clock.now

    def window_open(self, person: str) -> bool:
        last = self.ground.window.get(person)
        return last is not None and self.ground.clock.now - last < WINDOW

    def mark(self, message: Message) -> Object:
        """What the statuses of a message carry: pricing, and a conversation where Meta still has one."""
        self._answer_ad(message.person)
        priced = self._priced(message)
        extra: Object = {"pricing": priced}
        free_entry = priced["type"] == "free_entry_point"
        if self.ground.settings.webhook_version <= 23 or free_entry:
            expires = (self.ground.clock.now + WINDOW) // 1000
            origin = {"type": priced["category"]}
            name = self.ground.chance.hexadecimal("conversation", 32).lower()
            conversation = {"id": name, "expiration_timestamp": str(expires), "origin": origin}
            extra = {"conversation": conversation} | extra
        return extra

    def _answer_ad(self, person: str) -> None:
        came, now = self.from_ads.pop(person, None), self.ground.clock.now
        if came is not None and now - came < WINDOW:
            self.entries[person] = now + FREE_ENTRY

    def _priced(self, message: Message) -> Object:
        kind, category = "regular", message.category or "service"
        if self.entries.get(message.person, 0) > self.ground.clock.now:
            kind, category = "free_entry_point", "referral_conversion"
        elif category == "service":
            kind = self._service()
        elif category == "utility" and not self._service_billed():
            inside = self.window_open(message.person)
            kind = "free_customer_service" if inside else "regular"
        billable = kind == "regular"
        return {"billable": billable, "pricing_model": "PMP", "type": kind, "category": category}

    def _service_billed(self) -> bool:
        return self.ground.clock.now >= self.ground.settings.service_billed_from

    def _service(self) -> str:
        if not self._service_billed():
            return "free_customer_service"
        month = self.ground.clock.now // MONTH
        self.served[month] = self.served.get(month, 0) + 1
        free = self.served[month] <= self.ground.settings.free_service_messages
        return "free_customer_service" if free else "regular"
