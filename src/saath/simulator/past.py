"""A past for a chat: months of earlier messages, drawn from the same sayings as today's."""

from collections.abc import Sequence
from dataclasses import dataclass

from saath.simulator.clock import DAY, MINUTE, SECOND
from saath.simulator.customers import Customers
from saath.simulator.ground import Ground
from saath.simulator.people import Message, Object, Person
from saath.simulator.sayings import Dialogue, Line

STATUSES = ("read", "read", "read", "read", "delivered", "sent")


@dataclass(slots=True)
class Past:
    """Writes what was said before the link."""

    ground: Ground
    customers: Customers

    def tell(self, person: Person, dialogues: Sequence[Dialogue], count: int, days: int) -> None:
        """Put about `count` messages into the last `days` days of a chat."""
        stream = self.ground.chance.of("past")
        meetings: list[int] = []
        written = 0
        while written < count and dialogues:
            meetings.append(stream.randint(2 * 60 * MINUTE, days * DAY))
            written += len(dialogues[len(meetings) % len(dialogues)].lines)
        for number, ago in enumerate(sorted(meetings, reverse=True)):
            dialogue = dialogues[number % len(dialogues)]
            self._meet(person, dialogue, self.ground.clock.now - ago)

    def _meet(self, person: Person, dialogue: Dialogue, at: int) -> None:
        stream = self.ground.chance.of("past")
        for line in dialogue.lines:
            at += stream.randint(10, 240) * SECOND
            if at < self.ground.clock.now - MINUTE:
                self._put(person, line, at)

    def _put(self, person: Person, line: Line, at: int) -> Message:
        stream = self.ground.chance.of("past")
        outbound = line.by == "owner"
        message = Message(
            wamid=self.ground.new_wamid(person, outbound=outbound),
            person=person.key,
            outbound=outbound,
            via="phone" if outbound else "customer",
            at=at,
            type=line.kind,
            content=self._content(line),
            past=True,
            status=stream.choice(STATUSES) if outbound else "sent",
            received_at=at if outbound else None,
        )
        return self.ground.put(message)

    def _content(self, line: Line) -> Object:
        if line.kind == "text":
            return {"text": {"body": line.text}}
        return self.customers.media_content(line.kind, caption=line.text)
