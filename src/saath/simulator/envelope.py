"""The values inside webhooks, in Meta's shapes. Building only: who is told when is elsewhere.

Shapes: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference and
.../business-scoped-user-ids, as of mid-2026.
"""

from dataclasses import dataclass

from saath.simulator.ids import Ids
from saath.simulator.people import Message, Object, Person


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the webhooks have to tell. `keys` name it in the ground truth."""

    field: str
    entry_id: str
    value: Object
    keys: tuple[str, ...]
    at: int
    time: int | None = None  # entry.time, present on management fields

    @property
    def joinable(self) -> bool:
        """Tell whether Meta may put several of these into one value."""
        return "metadata" in self.value and "history" not in self.value


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes values for one number."""

    ids: Ids
    bsuid: bool = True

    def value(self, **lists: object) -> Object:
        metadata = {
            "display_phone_number": self.ids.digits,
            "phone_number_id": self.ids.phone_number_id,
        }
        filled = {name: items for name, items in lists.items() if items}
        return {"messaging_product": "whatsapp", "metadata": metadata, **filled}

    def contact(self, person: Person, now: int, *, named: bool = True) -> Object:
        profile: Object = {"name": person.name} if named else {}
        if self.bsuid and person.username:
            profile["username"] = person.username
        contact: Object = {"profile": profile} if profile else {}
        return contact | self.aliases(person, now, phone="wa_id", prefix="")

    def aliases(self, person: Person, now: int, *, phone: str, prefix: str) -> Object:
        """The ids of a person under the names the place asks for; hidden ones are left out."""
        found: Object = {}
        if person.phone_visible(now) or not self.bsuid:
            found[phone] = person.wa_id
        if self.bsuid:
            found[f"{prefix}user_id"] = person.bsuid
            if person.parent_bsuid:
                found[f"{prefix}parent_user_id"] = person.parent_bsuid
        return found

    def inbound(self, message: Message, person: Person, now: int) -> Object:
        sender = self.aliases(person, now, phone="from", prefix="from_")
        head: Object = {"context": message.context} if message.context else {}
        body = {"id": message.wamid, "timestamp": str(message.at // 1000), "type": message.type}
        return head | sender | body | message.content

    def echo(self, message: Message, person: Person, now: int) -> Object:
        head: Object = {"context": message.context} if message.context else {}
        receiver = self.aliases(person, now, phone="to", prefix="to_")
        body = {"id": message.wamid, "timestamp": str(message.at // 1000), "type": message.type}
        return {"from": self.ids.digits} | receiver | head | body | message.content

    def state_sync(self, person: Person, now: int, *, action: str) -> Object:
        contact = self.aliases(person, now, phone="phone_number", prefix="")
        if self.bsuid and person.username:
            contact["username"] = person.username
        if action == "add":
            name = person.saved_as or person.name
            contact = {"full_name": name, "first_name": name.split(" ")[0]} | contact
        stamp = {"timestamp": str(now // 1000)}
        return {"type": "contact", "contact": contact, "action": action, "metadata": stamp}
