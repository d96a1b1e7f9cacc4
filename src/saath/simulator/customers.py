"""What customers do: write, send media, edit, take back, react, press, order, change their number.

Each act changes the chat and is told by a webhook. How a scripted customer chooses is in `temper`.
"""

from dataclasses import dataclass

from saath.simulator import samples
from saath.simulator.clock import MINUTE, SECOND
from saath.simulator.ground import Ground
from saath.simulator.ids import bsuid
from saath.simulator.media import WEBHOOK_ID_LIVES
from saath.simulator.people import Message, Object, Person

EDIT_WITHIN = 15 * MINUTE
REVOKE_WITHIN = 2 * 24 * 60 * MINUTE
UNAVAILABLE = "This message is currently unavailable."


class Impossible(ValueError):
    """Something WhatsApp would not let this person do."""


@dataclass(slots=True)
class Customers:
    """All customers of the number, acting one at a time."""

    ground: Ground

    def write(self, person: Person, text: str, *, reply_to: str = "") -> Message:
        return self.send(person, "text", {"text": {"body": text}}, reply_to=reply_to)

    def send(
        self,
        person: Person,
        kind: str,
        content: Object,
        *,
        reply_to: str = "",
        context: Object | None = None,
    ) -> Message:
        """Send any message; the content is in the webhook's shape."""
        message = self._new(person, kind, content)
        message.context = context or self._quote(reply_to)
        if person.phone_visible(self.ground.clock.now):
            person.last_phone_exchange = self.ground.clock.now
        self._open_window(person)
        self._show(message)
        self._heard(message)
        return message

    def _open_window(self, person: Person) -> None:
        if self.ground.linked:  # what falls into a gap of the link opens nothing
            self.ground.window[person.key] = self.ground.clock.now

    def _new(self, person: Person, kind: str, content: Object) -> Message:
        message = Message(
            wamid=self.ground.new_wamid(person, outbound=False),
            person=person.key,
            outbound=False,
            via="customer",
            at=self.ground.clock.now,
            type=kind,
            content=content,
        )
        return self.ground.put(message)

    def _heard(self, message: Message) -> None:
        for listener in self.ground.on_inbound:
            listener(message)

    def _show(self, message: Message) -> None:
        if not self.ground.people[message.person].blocked:
            self.ground.tell_inbound(message)

    def _quote(self, wamid: str) -> Object:
        quoted = self.ground.messages.get(wamid)
        if quoted is None:
            return {}
        ids = self.ground.ids
        sender = ids.digits if quoted.outbound else self.ground.people[quoted.person].wa_id
        return {"from": sender, "id": wamid}

    def media(
        self, person: Person, kind: str, *, caption: str = "", data: bytes = b"", reply_to: str = ""
    ) -> Message:
        """Send a picture, voice note, clip, document or sticker."""
        content = self.media_content(kind, caption=caption, data=data)
        return self.send(person, kind, content, reply_to=reply_to)

    def media_content(self, kind: str, *, caption: str = "", data: bytes = b"") -> Object:
        """Store media and describe it as a webhook does."""
        shelf, stream = self.ground.shelf, self.ground.chance.of("samples")
        bytes_ = data or samples.sample(kind, stream, caption)
        media = shelf.keep(bytes_, samples.MIME[kind], lives=WEBHOOK_ID_LIVES)
        body: Object = {"mime_type": media.mime, "sha256": media.sha256_base64, "id": media.id}
        body["url"] = shelf.url(media)
        if caption and kind in {"image", "video", "document"}:
            body["caption"] = caption
        if kind == "audio":
            body["voice"] = True
        if kind == "sticker":
            body["animated"] = False
        if kind == "document":
            body["filename"] = f"bill-{media.id[:4]}.pdf"
        return {kind: body}

    def edit(self, original: Message, text: str) -> Message:
        """Change the text or caption of one's own message."""
        self._own(original, EDIT_WITHIN)
        changed = self._changed(original, text)
        note = {"original_message_id": original.wamid, "message": changed}
        edit = self._new(self.ground.people[original.person], "edit", {"edit": note})
        original.content[original.type] = changed[original.type]
        original.edited = True
        self._show(edit)
        return edit

    def _own(self, original: Message, within: int) -> None:
        if original.outbound or original.deleted:
            raise Impossible("a customer can change only an own message that still exists")
        if self.ground.clock.now - original.at > within:
            raise Impossible("the message is too old to be changed")

    @staticmethod
    def _changed(original: Message, text: str) -> Object:
        body = dict(original.content[original.type])
        body["body" if original.type == "text" else "caption"] = text
        return {"context": {"id": "M0"}, "type": original.type, original.type: body}

    def revoke(self, original: Message) -> Message:
        """Take one's own message back."""
        self._own(original, REVOKE_WITHIN)
        note = {"revoke": {"original_message_id": original.wamid}}
        revoke = self._new(self.ground.people[original.person], "revoke", note)
        original.deleted = True
        self._show(revoke)
        return revoke

    def react(self, target: Message, emoji: str) -> Message:
        """React to a message; an empty emoji takes the reaction away."""
        body: Object = {"message_id": target.wamid}
        if emoji:
            body["emoji"] = emoji
            target.reactions["customer"] = emoji
        else:
            target.reactions.pop("customer", None)
        person = self.ground.people[target.person]
        message = self._new(person, "reaction", {"reaction": body})
        self._show(message)
        return message

    def press(self, person: Person, offered: Message, button: Object) -> Message:
        """Answer an interactive message or a template's quick reply of ours."""
        context = {"from": self.ground.ids.digits, "id": offered.wamid}
        if offered.type == "template":
            return self.send(person, "button", {"button": button}, context=context)
        return self.send(person, "interactive", {"interactive": button}, context=context)

    def unavailable(self, person: Person) -> Message:
        """Show only that something came: the placeholder of coexistence, 131060."""
        error = {"code": 131060, "title": UNAVAILABLE, "message": UNAVAILABLE}
        error["error_data"] = {"details": UNAVAILABLE}
        content = {"errors": [error], "unsupported": {"type": "media_placeholder"}}
        message = self._new(person, "unsupported", content)
        self._show(message)
        return message

    def from_ad(self, person: Person, text: str, headline: str) -> Message:
        """Come by a click-to-WhatsApp ad: a placeholder first, the real message seconds later."""
        placeholder = self.unavailable(person)
        referral = self._referral(headline)
        wait = self.ground.chance.of("ads").randint(2, 9) * SECOND
        self.ground.schedule.after(wait, lambda: self._real(placeholder, text, referral))
        return placeholder

    def _real(self, placeholder: Message, text: str, referral: Object) -> None:
        person = self.ground.people[placeholder.person]
        content = {"referral": referral, "text": {"body": text}}
        if self.ground.settings.real_after_131060 == "other":
            self.send(person, "text", content)
            return
        placeholder.type, placeholder.content = "text", content
        self._open_window(person)
        self._show(placeholder)
        self._heard(placeholder)

    def _referral(self, headline: str) -> Object:
        digits = self.ground.chance.digits
        return {
            "source_url": "https://fb.me/" + self.ground.chance.hexadecimal("ads", 9).lower(),
            "source_id": digits("ads", 17),
            "source_type": "ad",
            "body": headline,
            "headline": "Chat with us",
            "media_type": "image",
            "image_url": "https://scontent.example/ad.jpg",
            "ctwa_clid": self.ground.chance.hexadecimal("ads", 60),
            "welcome_message": {"text": "Namaste! How can we help?"},
        }

    def change_number(self, person: Person, wa_id: str) -> Message:
        """Move to another phone number: WhatsApp gives a new business-scoped id as well."""
        before, old_id = person.wa_id, person.bsuid
        person.former.append((before, old_id))
        note = self._new(person, "system", {})
        person.wa_id, person.bsuid = wa_id, bsuid(self.ground.chance, old_id[:2])
        body = f"User {person.name} changed from {before} to {wa_id}"
        system: Object = {"body": body, "wa_id": wa_id, "type": "user_changed_number"}
        if self.ground.settings.bsuid:
            system["user_id"] = person.bsuid
        note.content = {"system": system}
        item = {"from": before} if person.phone_visible(self.ground.clock.now) else {}
        if self.ground.settings.bsuid:
            item["from_user_id"] = old_id
        item |= {"id": note.wamid, "timestamp": str(note.at // 1000), "type": "system"}
        value = self.ground.pen.value(messages=[item | note.content])
        self.ground.tell(self.ground.event("messages", f"message:{note.wamid}", value))
        if self.ground.settings.bsuid:
            self._tell_new_id(person, old_id)
        return note

    def _tell_new_id(self, person: Person, old_id: str) -> None:
        ground = self.ground
        change: Object = {"detail": "User id has been updated."}
        if person.phone_visible(ground.clock.now):
            change["wa_id"] = person.wa_id
        change["user_id"] = {"previous": old_id, "current": person.bsuid}
        change["timestamp"] = str(ground.clock.now // 1000)
        value = ground.pen.value(user_id_update=[change])
        ground.tell(ground.event("user_id_update", f"identity:{person.bsuid}", value))

    def prefer(self, person: Person, *, marketing: bool) -> None:
        """Stop or resume marketing messages."""
        ground, now = self.ground, self.ground.clock.now
        person.wants_marketing = marketing
        word = "resume" if marketing else "stop"
        choice = ground.pen.aliases(person, now, phone="wa_id", prefix="")
        choice |= {
            "detail": f"User requested to {word} marketing messages",
            "category": "marketing_messages",
            "value": word,
            "timestamp": now // 1000,
        }
        contact = ground.pen.contact(person, now)
        value = ground.pen.value(contacts=[contact], user_preferences=[choice])
        key = f"preference:{person.key}:{now}"
        ground.tell(ground.event("user_preferences", key, value))
