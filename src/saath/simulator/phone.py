"""The owner's phone: the WhatsApp Business App and its linked devices.

What is typed here reaches the customer and is echoed to the platform. The link to the platform
itself (share history, disconnect, new phone) is in `account`.
"""

from dataclasses import dataclass, field

from saath.simulator.arrival import Arrival
from saath.simulator.clock import DAY, HOUR, SECOND
from saath.simulator.customers import Customers, Impossible
from saath.simulator.ground import Ground
from saath.simulator.people import Message, Object, Person

GREETS_AFTER = 14 * DAY
AWAY_ONCE_IN = 12 * HOUR


@dataclass(slots=True)
class Automatic:
    """The app's own automatic texts; empty means switched off."""

    greeting: str = ""
    away: str = ""
    away_now: bool = False
    greeted: dict[str, int] = field(default_factory=dict)
    excused: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class OwnerPhone:
    """What the owner can do with the phone in hand."""

    ground: Ground
    arrival: Arrival
    customers: Customers
    online: bool = True
    last_online: int = 0
    automatic: Automatic = field(default_factory=Automatic)

    def write(
        self, person: Person, text: str, *, reply_to: str = "", via: str = "phone"
    ) -> Message:
        return self.send(person, "text", {"text": {"body": text}}, reply_to=reply_to, via=via)

    def send(
        self, person: Person, kind: str, content: Object, *, reply_to: str = "", via: str = "phone"
    ) -> Message:
        """Send from the phone, or from a linked device (`via="companion"`)."""
        self._in_hand(via)
        message = self._new(person, kind, content, via)
        if reply_to:
            message.context = self._quote(reply_to)
        self.arrival.carry(message, tell=self.ground.settings.statuses_for_echoes)
        self.ground.tell_echo(message)
        return message

    def _in_hand(self, via: str) -> None:
        if via in {"phone", "automatic"} and not self.online:
            raise Impossible("the phone is offline; go online first, or use a linked device")
        if via == "phone":
            self.last_online = self.ground.clock.now

    def _new(self, person: Person, kind: str, content: Object, via: str) -> Message:
        message = Message(
            wamid=self.ground.new_wamid(person, outbound=True),
            person=person.key,
            outbound=True,
            via=via,
            at=self.ground.clock.now,
            type=kind,
            content=content,
        )
        return self.ground.put(message)

    def _quote(self, wamid: str) -> Object:
        quoted = self.ground.messages.get(wamid)
        if quoted is None:
            raise Impossible("the quoted message is not in this chat")
        ids = self.ground.ids
        sender = ids.digits if quoted.outbound else self.ground.people[quoted.person].wa_id
        return {"from": sender, "id": wamid}

    def media(self, person: Person, kind: str, *, caption: str = "", data: bytes = b"") -> Message:
        content = self.customers.media_content(kind, caption=caption, data=data)
        return self.send(person, kind, content)

    def edit(self, original: Message, text: str, *, via: str = "phone") -> Message:
        """Change the text or caption of a message of the business typed in the app."""
        self._in_hand(via)
        self._own(original)
        body = dict(original.content[original.type])
        body["body" if original.type == "text" else "caption"] = text
        changed = {"context": {"id": "M0"}, "type": original.type, original.type: body}
        note = {"original_message_id": original.wamid, "message": changed}
        edit = self._new(self.ground.people[original.person], "edit", {"edit": note}, via)
        original.content[original.type] = body
        original.edited = True
        self.ground.tell_echo(edit)
        return edit

    def revoke(self, original: Message, *, via: str = "phone") -> Message:
        """Delete a message of the business for everyone."""
        self._in_hand(via)
        self._own(original)
        note = {"revoke": {"original_message_id": original.wamid}}
        revoke = self._new(self.ground.people[original.person], "revoke", note, via)
        original.deleted = True
        self.ground.tell_echo(revoke)
        return revoke

    @staticmethod
    def _own(original: Message) -> None:
        if not original.outbound or original.deleted:
            raise Impossible("only a message of the business that still exists can be changed")

    def react(self, target: Message, emoji: str) -> Message:
        body: Object = {"message_id": target.wamid, "emoji": emoji}
        if emoji:
            target.reactions["business"] = emoji
        else:
            target.reactions.pop("business", None)
        return self.send(self.ground.people[target.person], "reaction", {"reaction": body})

    def save_contact(self, person: Person, name: str) -> None:
        """Add or rename somebody in the phone book."""
        person.saved_as = name
        self._tell_contact(person, "add")

    def remove_contact(self, person: Person) -> None:
        person.saved_as = ""
        self._tell_contact(person, "remove")

    def _tell_contact(self, person: Person, action: str) -> None:
        if not self.ground.linked:
            return
        ground, now = self.ground, self.ground.clock.now
        item = ground.pen.state_sync(person, now, action=action)
        key = f"contact:{person.key}:{now}:{action}"
        value = ground.pen.value(state_sync=[item])
        ground.tell(ground.event("smb_app_state_sync", key, value))

    def notice(self, message: Message) -> None:
        """Let the app's greeting and away texts fire on a customer's message."""
        if not self.online:
            return
        person, texts = self.ground.people[message.person], self.automatic
        now = self.ground.clock.now
        quiet = now - self._previous(person, message) > GREETS_AFTER
        if texts.greeting and quiet and now - texts.greeted.get(person.key, -DAY) > DAY:
            texts.greeted[person.key] = now
            self._fire(person, texts.greeting)
        elif self._excuses(person, now):
            texts.excused[person.key] = now
            self._fire(person, texts.away)

    def _excuses(self, person: Person, now: int) -> bool:
        texts = self.automatic
        rested = now - texts.excused.get(person.key, -AWAY_ONCE_IN) >= AWAY_ONCE_IN
        return bool(texts.away) and texts.away_now and rested

    def _previous(self, person: Person, message: Message) -> int:
        earlier = (self.ground.messages[w].at for w in self.ground.chats[person.key])
        return max((at for at in earlier if at < message.at), default=-GREETS_AFTER)

    def _fire(self, person: Person, text: str) -> None:
        wait = self.ground.chance.of("automatic").randint(1, 2) * SECOND
        content: Object = {"text": {"body": text}}

        def fire() -> None:
            if self.online:
                self.send(person, "text", content, via="automatic")

        self.ground.schedule.after(wait, fire)
