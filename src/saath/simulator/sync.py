"""The one-time sync after linking: contacts, history in phases and chunks, late media.

Shapes and rules: webhooks/reference/history and embedded-signup/onboarding-business-app-users, as
of mid-2026. Phase 0 is the day of linking and the day before, 1 up to day 90, 2 up to day 180.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from saath.simulator.clock import DAY, MINUTE, SECOND
from saath.simulator.envelope import Event
from saath.simulator.ground import Ground
from saath.simulator.people import Message, Object, Person

MEDIA = frozenset({"image", "audio", "video", "document", "sticker"})
DECLINED = "History sync is turned off by the business from the WhatsApp Business App"
SKIPPED = frozenset({"system", "unsupported"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """One POST of history."""

    phase: int
    order: int
    progress: int
    messages: tuple[Message, ...]


@dataclass(slots=True)
class Sync:
    """What WhatsApp hands over about the time before."""

    ground: Ground
    linked_at: int = 0

    def contacts(self, *, spread: int = 4 * SECOND) -> None:
        """Tell every contact of the phone book, several a delivery."""
        ground = self.ground
        saved = [person for person in ground.people.values() if person.saved_as]
        for start in range(0, len(saved), 50):
            ground.schedule.after(self._soon(spread), self._contacts_act(saved[start : start + 50]))
        if ground.faults.strikes("many-contacts"):
            count = int(ground.faults.variants.get("many-contacts") or 5_000)
            self._crowd(count, spread)

    def _crowd(self, count: int, spread: int) -> None:
        """A phone book of thousands, with edits, removals and entries without a phone (F21)."""
        ground, stream = self.ground, self.ground.chance.of("crowd")
        for start in range(0, count, 500):
            numbers = [start + n for n in range(min(500, count - start))]
            items = [self._stranger(n, stream.random()) for n in numbers]
            items += [self._stranger(n, 1.0) for n in numbers[::7]]  # edited again
            keys = tuple(f"contact:crowd{n}" for n in numbers)
            event = ground.event("smb_app_state_sync", keys, ground.pen.value(state_sync=items))
            self._tell_later(event, spread)

    def _stranger(self, number: int, luck: float) -> Object:
        phone = "" if luck < 0.01 else f"91560{number:07}"
        contact: Object = {"phone_number": phone}
        action = "remove" if 0.01 <= luck < 0.05 else "add"
        if action == "add":
            name = f"Contact {number}" + (" (shop)" if luck == 1.0 else "")
            contact = {"full_name": name, "first_name": "Contact"} | contact
        stamp = {"timestamp": str(self.ground.clock.seconds + (luck == 1.0))}
        return {"type": "contact", "contact": contact, "action": action, "metadata": stamp}

    def _contacts_act(self, people: Sequence[Person]) -> Callable[[], None]:
        ground = self.ground

        def act() -> None:
            now = ground.clock.now
            items = [ground.pen.state_sync(person, now, action="add") for person in people]
            keys = tuple(f"contact:{person.key}:{now}:add" for person in people)
            value = ground.pen.value(state_sync=items)
            ground.tell(ground.event("smb_app_state_sync", keys, value))

        return act

    def _soon(self, spread: int) -> int:
        return self.ground.chance.of("sync").randint(200, max(spread, 201))

    def declined(self) -> None:
        """Tell that the owner does not share history."""
        error: Object = {"code": 2593109, "title": DECLINED, "message": DECLINED}
        error["error_data"] = {"details": "History sharing is turned off by the business"}
        value = self.ground.pen.value(history=[{"errors": [error]}])
        self.ground.tell(self.ground.event("history", "chunk:declined", value))

    def history(self, *, spread: int = 3 * MINUTE) -> None:
        """Hand over the past: chunks in any order, then the media of the last days."""
        chunks = self._mishandled(list(self.chunks()))
        for chunk in chunks:
            self._later(chunk, spread)
        media_first = self.ground.faults.strikes("media-first")
        offset = 0 if media_first else spread
        for message in self._late_media(chunks):
            if not self.ground.faults.strikes("placeholder-only"):
                self._tell_media_later(message, offset + self._soon(spread))

    def _later(self, chunk: Chunk, spread: int) -> None:
        self._tell_later(self._event(chunk), spread)

    def _tell_later(self, event: Event, spread: int) -> None:
        self.ground.schedule.after(self._soon(spread), lambda: self.ground.tell(event))

    def chunks(self) -> Iterator[Chunk]:
        """Cut the past into phases and chunks; a phase without messages sends nothing."""
        phases = [self._phase(number) for number in (0, 1, 2)]
        total, done = sum(map(len, phases)), 0
        size = self.ground.settings.chunk_size
        for number, messages in enumerate(phases):
            for order, start in enumerate(range(0, len(messages), size), 1):
                part = tuple(messages[start : start + size])
                done += len(part)
                yield Chunk(number, order, 100 * done // total, part)

    def _phase(self, number: int) -> list[Message]:
        days = ((0, 1), (1, 90), (90, self.ground.settings.history_days))[number]
        overlap = self.ground.faults.strikes("history-overlap")
        found = [
            message
            for message in self.ground.messages.values()
            if message.type not in SKIPPED
            and (message.past or overlap)
            and days[0] * DAY <= self.linked_at - message.at < days[1] * DAY
        ]
        return sorted(found, key=lambda message: (message.person, message.at))

    def _mishandled(self, chunks: list[Chunk]) -> list[Chunk]:
        faults, stream = self.ground.faults, self.ground.chance.of("history-faults")
        if faults.strikes("shuffled-history") and chunks:
            stream.shuffle(chunks)
            again = stream.choice(chunks)
            chunks.append(replace(again, progress=max(again.progress - 5, 0)))
        if faults.strikes("missing-chunk") and len(chunks) > 1:
            chunks.pop(stream.randrange(len(chunks)))
            chunks = [replace(chunk, progress=min(chunk.progress, 55)) for chunk in chunks]
        if faults.strikes("stalled-sync"):
            chunks = chunks[: max(1, len(chunks) // 2)]
            chunks = [replace(chunk, progress=min(chunk.progress, 55)) for chunk in chunks]
        return chunks

    def _event(self, chunk: Chunk) -> Event:
        threads: dict[str, list[Object]] = {}
        for message in chunk.messages:
            threads.setdefault(message.person, []).append(self.item(message))
        listed = [self._thread(self.ground.people[key], items) for key, items in threads.items()]
        metadata = {"phase": chunk.phase, "chunk_order": chunk.order, "progress": chunk.progress}
        value = self.ground.pen.value(history=[{"metadata": metadata, "threads": listed}])
        name = f"chunk:{chunk.phase}:{chunk.order}:{chunk.progress}"
        keys = (name, *(f"history:{message.wamid}" for message in chunk.messages))
        return self.ground.event("history", keys, value)

    def _thread(self, person: Person, items: list[Object]) -> Object:
        ids = self.ground.pen.aliases(person, self.ground.clock.now, phone="wa_id", prefix="")
        thread: Object = {"id": ids["wa_id"]} if "wa_id" in ids else {}
        if self.ground.settings.bsuid:
            named = {"username": person.username} if person.username else {}
            thread["context"] = ids | named
        return thread | {"messages": items}

    def item(self, message: Message) -> Object:
        """One message inside a chunk: media only as a placeholder."""
        head = self._direction(message)
        head |= {"id": message.wamid, "timestamp": str(message.at // 1000)}
        if message.type in MEDIA:
            body: Object = {"type": "media_placeholder"}
        else:
            body = {"type": message.type} | message.content
        return head | body | {"history_context": {"status": self._status(message)}}

    def _direction(self, message: Message) -> Object:
        person, now = self.ground.people[message.person], self.ground.clock.now
        if not message.outbound:
            return self.ground.pen.aliases(person, now, phone="from", prefix="from_")
        ids = self.ground.pen.aliases(person, now, phone="to", prefix="to_")
        if not self.ground.settings.history_to_user_id:
            ids = {name: value for name, value in ids.items() if name == "to"}
        return {"from": self.ground.ids.digits} | ids

    @staticmethod
    def _status(message: Message) -> str:
        return message.status.upper() if message.outbound else "READ"

    def _late_media(self, chunks: Sequence[Chunk]) -> list[Message]:
        young = self.linked_at - self.ground.settings.history_media_days * DAY
        found = (message for chunk in chunks for message in chunk.messages)
        unique = {m.wamid: m for m in found if m.type in MEDIA and m.at >= young}
        return list(unique.values())

    def _tell_media_later(self, message: Message, delay: int) -> None:
        self.ground.schedule.after(delay, lambda: self._tell_media(message))

    def _tell_media(self, message: Message) -> None:
        ground, now = self.ground, self.ground.clock.now
        person = ground.people[message.person]
        if message.outbound:
            contacts = [ground.pen.contact(person, now, named=False)]
            items = [ground.pen.echo(message, person, now)]
            value = ground.pen.value(contacts=contacts, message_echoes=items)
        else:
            value = ground.pen.value(messages=[ground.pen.inbound(message, person, now)])
        ground.tell(ground.event("history", f"late:{message.wamid}", value))
