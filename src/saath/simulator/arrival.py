"""What becomes of a message on its way to a customer: sent, delivered, read, played, or failed.

Status webhooks are told for messages of the API; for those of the app only when the settings say
so, because Meta documents none.
"""

from dataclasses import dataclass

from saath.simulator.clock import SECOND
from saath.simulator.ground import Ground
from saath.simulator.people import Message, Object, Person

RANK = {"sent": 1, "delivered": 2, "read": 3, "played": 4}


@dataclass(slots=True)
class Arrival:
    """Carries messages to customers."""

    ground: Ground

    def carry(self, message: Message, *, tell: bool, extra: Object | None = None) -> None:
        """Plan the way of a message; the customer's device gets it if it can."""
        person = self.ground.people[message.person]
        stream = self.ground.chance.of("arrival")
        self._plan(message, "sent", stream.randint(60, 600), tell=tell, extra=extra)
        if person.online and not person.has_blocked_us:
            self._on_device(message, person, tell=tell, extra=extra)

    def _on_device(
        self, message: Message, person: Person, *, tell: bool, extra: Object | None
    ) -> None:
        stream = self.ground.chance.of("arrival")
        first = stream.randint(700, 3_000)
        open_chat = person.reads and stream.random() < 0.12
        self.ground.schedule.after(first, lambda: self._receive(message))
        if message.type == "reaction":
            return
        if not open_chat:
            self._plan(message, "delivered", first, tell=tell, extra=extra)
        if person.reads:
            wait = 0 if open_chat else stream.randint(2, 40) * SECOND
            priced = extra if open_chat else None
            self._plan(message, "read", first + wait, tell=tell, extra=priced)
        if self._is_voice(message) and person.reads:
            self._plan(message, "played", first + 60 * SECOND, tell=tell, extra=None)

    def come_online(self, person: Person) -> None:
        """Hand over what waited while the customer's phone was off."""
        person.online = True
        had = set(self.ground.truth.received.get(person.key, ()))
        for wamid in self.ground.chats[person.key]:
            message = self.ground.messages[wamid]
            if message.outbound and wamid not in had and message.status == "sent":
                self._on_device(message, person, tell=message.via == "api", extra=None)

    @staticmethod
    def _is_voice(message: Message) -> bool:
        return bool(message.type == "audio" and message.content["audio"].get("voice"))

    def _receive(self, message: Message) -> None:
        if message.status == "failed" or message.received_at is not None:
            return
        message.received_at = self.ground.clock.now
        self.ground.truth.note_received(message.person, message.wamid)

    def _plan(
        self, message: Message, status: str, delay: int, *, tell: bool, extra: Object | None
    ) -> None:
        self.ground.schedule.after(
            delay, lambda: self.change(message, status, tell=tell, extra=extra)
        )

    def change(
        self, message: Message, status: str, *, tell: bool, extra: Object | None = None
    ) -> None:
        """Change a status now, and tell it."""
        ground = self.ground
        message.fate.append((ground.clock.now, status))
        if status == "failed" or RANK.get(message.status, 0) <= RANK[status]:
            message.status = status
        if tell and ground.linked:
            self.tell(message, status, extra or {})

    def tell(self, message: Message, status: str, extra: Object) -> None:
        """Tell one status."""
        ground = self.ground
        person, now = ground.people[message.person], ground.clock.now
        receiver = ground.pen.aliases(person, now, phone="recipient_id", prefix="recipient_")
        item: Object = {"id": message.wamid, "status": status, "timestamp": str(now // 1000)}
        item |= receiver
        if message.opaque:
            item["biz_opaque_callback_data"] = message.opaque
        item |= extra
        shown = ground.settings.bsuid and status != "failed"
        contacts = [self._contact(person, status)] if shown else []
        value = ground.pen.value(contacts=contacts, statuses=[item])
        ground.tell(ground.event("messages", f"status:{message.wamid}:{status}", value))

    def _contact(self, person: Person, status: str) -> Object:
        contact = self.ground.pen.contact(person, self.ground.clock.now)
        if status == "sent":
            contact["profile"].pop("username", None)
        return contact
