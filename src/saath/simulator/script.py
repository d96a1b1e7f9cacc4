"""The sample shop at work: customers come and go, the owner answers on the phone.

Plans acts into the world's schedule, drawn from the seed; whoever drives the clock sees them happen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from saath.simulator.cast import CAST, Role, enter
from saath.simulator.clock import MINUTE, SECOND
from saath.simulator.people import Message, Person
from saath.simulator.sayings import Dialogue, Line, language
from saath.simulator.world import World

GREETING = "नमस्ते 🙏 Welcome to Meera Sarees, Surat. We reply between 10 am and 8 pm."
HEARTS = ("❤️", "👍", "🙏", "😍")
AD = "Diwali silk week: 20 % off Banarasi"


@dataclass(slots=True)
class Visit:
    """One customer in the middle of one dialogue."""

    role: Role
    person: Person
    lines: Iterator[Line]
    last: Message | None = None
    asked: Message | None = None  # what the owner has not answered yet


@dataclass(slots=True)
class Script:
    """Lets the shop live for a number of messages, or for ever."""

    world: World
    pace: float = 1.0  # how much faster than life people act; timestamps stay honest
    left: int | None = None
    acts: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    open_visits: int = 0

    def prepare(self) -> None:
        """Bring the customers in, with their past."""
        self.people = enter(self.world)
        self.world.phone.automatic.greeting = GREETING
        for role in CAST:
            dialogues = language(role.language).dialogues
            self.world.past.tell(self.people[role.key], dialogues, role.past, days=200)

    def open(self) -> None:
        """Open the shop: everybody comes some time."""
        for role in CAST:
            self._come_later(role, self._draw(1, 150) * SECOND)

    @property
    def over(self) -> bool:
        return self.left is not None and self.left <= 0 and not self.open_visits

    def _draw(self, low: int, high: int) -> int:
        return self.world.ground.chance.of("script").randint(low, high)

    def _likely(self, share: float) -> bool:
        return self.world.ground.chance.of("script").random() < share

    def _after(self, delay: float, visit: Visit) -> None:
        wait = max(int(delay / self.pace), SECOND)  # two messages never share a second
        self.world.ground.schedule.after(wait, lambda: self._next(visit))

    def _come_later(self, role: Role, delay: int) -> None:
        self.world.ground.schedule.after(int(delay / self.pace), lambda: self._come(role))

    def _come(self, role: Role) -> None:
        if self.left is not None and self.left <= 0:
            return
        dialogues = language(role.language).dialogues
        chosen: Dialogue = self.world.ground.chance.of("script").choice(dialogues)
        visit = Visit(role, self.people[role.key], iter(chosen.lines))
        self.open_visits += 1
        if role.from_ad and not self.world.ground.chats[visit.person.key]:
            visit.last = self.world.customers.from_ad(visit.person, "Is this offer still on?", AD)
            self._count()
            self._after(20 * SECOND, visit)
        else:
            self._after(SECOND, visit)

    def _count(self) -> None:
        self.acts += 1
        if self.left is not None:
            self.left -= 1

    def _next(self, visit: Visit) -> None:
        line = next(visit.lines, None)
        if line is None:
            self._leave(visit)
        elif line.by == "customer":
            self._customer(visit, line)
        else:
            self._owner_turn(visit, line)

    def _leave(self, visit: Visit) -> None:
        role = visit.role
        if visit.asked is None and self._likely(role.temper.thanks):
            thanks = self.world.ground.chance.of("script").choice(language(role.language).thanks)
            self._say(visit, Line("customer", "text", thanks))
        self.open_visits -= 1
        self._come_later(role, self._draw(2 * MINUTE, 12 * MINUTE))

    def _customer(self, visit: Visit, line: Line) -> None:
        temper = visit.role.temper
        halves = self._halves(line.text) if self._likely(temper.burst) else []
        if line.kind == "text" and halves:
            line = Line("customer", "text", halves[0])
            visit.lines = chain([Line("customer", "text", halves[1])], visit.lines)
        spoken = line.kind == "text" and self._likely(temper.voice)
        self._say(visit, Line("customer", "audio", "") if spoken else line)
        self._second_thoughts(visit)
        self._after(self._typing(visit, line) + self._draw(4, 12) * SECOND, visit)

    @staticmethod
    def _halves(text: str) -> list[str]:
        words = text.split(" ")
        middle = len(words) // 2
        return [" ".join(words[:middle]), " ".join(words[middle:])] if middle else []

    @staticmethod
    def _typing(visit: Visit, line: Line) -> int:
        return len(line.text) * visit.role.temper.per_letter

    def _say(self, visit: Visit, line: Line) -> None:
        customers = self.world.customers
        quote = visit.last.wamid if visit.last and self._likely(visit.role.temper.quotes) else ""
        if line.kind == "text":
            visit.last = customers.write(visit.person, line.text, reply_to=quote)
        else:
            visit.last = customers.media(visit.person, line.kind, caption=line.text)
        visit.asked = visit.asked or visit.last
        self._count()

    def _second_thoughts(self, visit: Visit) -> None:
        message, temper = visit.last, visit.role.temper
        if message is None or message.outbound or message.type != "text":
            return
        wait = int(self._draw(3, 9) * SECOND / self.pace)
        if self._likely(temper.revokes):
            self.world.ground.schedule.after(wait, lambda: self._take_back(message))
        elif self._likely(temper.edits):
            text = message.text + " 🙏"
            self.world.ground.schedule.after(wait, lambda: self._correct(message, text))

    def _take_back(self, message: Message) -> None:
        self.world.customers.revoke(message)
        self._count()

    def _correct(self, message: Message, text: str) -> None:
        self.world.customers.edit(message, text)
        self._count()

    def _owner_turn(self, visit: Visit, line: Line) -> None:
        """The owner answers at once, after a holding line, or only when nudged."""
        busy = self._likely(0.2)
        thinking = self._draw(2, 12) * SECOND + len(line.text) * 45
        if busy:
            self._later_nudge(visit, line)
        elif self._likely(0.08):
            self._hold(visit)
            self.world.ground.schedule.after(
                int(2 * thinking / self.pace), lambda: self._answer(visit, line)
            )
        else:
            self.world.ground.schedule.after(
                int(thinking / self.pace), lambda: self._answer(visit, line)
            )

    def _hold(self, visit: Visit) -> None:
        holding = language(visit.role.language).holding
        text = self.world.ground.chance.of("script").choice(holding)
        self.world.phone.write(visit.person, text)
        self._count()

    def _later_nudge(self, visit: Visit, line: Line) -> None:
        patience = int(visit.role.temper.patience / self.pace)

        def nudge() -> None:
            words = language(visit.role.language).nudges
            text = self.world.ground.chance.of("script").choice(words)
            self._say(visit, Line("customer", "text", text))
            wait = int(self._draw(5, 40) * SECOND / self.pace)
            self.world.ground.schedule.after(wait, lambda: self._answer(visit, line))

        self.world.ground.schedule.after(patience, nudge)

    def _answer(self, visit: Visit, line: Line) -> None:
        if not self._answered_elsewhere(visit) and self.world.phone.online:
            self._reply(visit, line)
        visit.asked = None
        self._after(self._draw(3, 15) * SECOND, visit)

    def _answered_elsewhere(self, visit: Visit) -> bool:
        """Tell whether the team or its bot has spoken since the customer asked."""
        if visit.asked is None:
            return False
        chat = self.world.chat(visit.person.key)
        since = visit.asked.at
        return any(m.outbound and m.via == "api" and m.at >= since for m in chat)

    def _reply(self, visit: Visit, line: Line) -> None:
        phone, last = self.world.phone, visit.last
        if line.kind == "text":
            said = phone.write(visit.person, line.text)
        else:
            said = phone.media(visit.person, line.kind, caption=line.text)
        visit.last = said
        self._count()
        if self._likely(visit.role.temper.reacts):
            emoji = self.world.ground.chance.of("script").choice(HEARTS)
            self._soon(lambda: self.world.customers.react(said, emoji))
        elif said.type == "text" and self._likely(0.06):
            self._soon(lambda: phone.edit(said, said.text + " 🙂"))
        elif last and not last.outbound and self._likely(0.1):
            self._soon(lambda: phone.react(last, "👍"))

    def _soon(self, act: Callable[[], object]) -> None:
        def done() -> None:
            act()
            self._count()

        self.world.ground.schedule.after(int(self._draw(2, 8) * SECOND / self.pace), done)
