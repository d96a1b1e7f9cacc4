"""What people do in a world: customers, the owner with the phone, agents, the operator, WhatsApp.

Each act is one small function of the street; which one happens next is drawn by its weight.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from saath import requests
from saath.domain.actor import Actor
from saath.domain.facts import RequestMade
from saath.domain.facts.requests import (
    Assign,
    Claim,
    Control,
    Label,
    MarkRead,
    NeedsReply,
    Note,
    React,
    Reply,
    SendAgain,
    Speaking,
    Tending,
)
from saath.domain.outgoing import Outgoing
from saath.journal import JournalUnavailable
from saath.simulator.clock import SECOND
from saath.simulator.customers import Impossible
from saath.simulator.people import Message, Person
from tests.sending import NoWaker
from tests.simulation.desk import Looked, failed_messages, look
from tests.simulation.drawing import Drawn
from tests.simulation.house import House
from tests.simulation.loom import Loom
from tests.simulation.tale import Tale
from tests.simulation.town import Town

WORDS = (
    "hello", "kya price hai?", "Price please", "ye saree ka rate batao", "🙏", "ok", "thank you bhai",
    "कितने का है?", "order kab aayega", "stop", "It is 4200 rupees.", "haan", "kal milega?",
)  # fmt: skip
ANSWERS = ("Yes.", "It is 4200 rupees.", "Aaj bhej denge", "Ji haan 🙏", "We are open till 8.")
AGENTS = (Actor("agent", "beena", "Beena"), Actor("agent", "chirag", "Chirag"))
CRM = Actor("api", "crm", "CRM")
WAITING = requests.Waiting(lambda: 0.0, lambda _s: None, 0.0)
REQUEST_LIFE = 60 * SECOND

type Act = Callable[[Town], None]


@dataclass(slots=True)
class Asked:
    """One request that somebody made, whether or not it was answered."""

    business: str
    request: RequestMade
    appended: bool


@dataclass(slots=True)
class Street:
    """Everybody who acts."""

    drawn: Drawn
    loom: Loom
    house: House
    tale: Tale
    asked: list[Asked] = field(default_factory=list)
    clicks: int = 0
    stopped: bool = False

    def acts(self) -> dict[Act, float]:
        """Every act and how often it happens beside the others."""
        return {
            self.write: 10.0,
            self.burst: 2.0,
            self.send_media: 1.0,
            self.edit: 1.5,
            self.revoke: 0.7,
            self.react: 1.0,
            self.come_by_ad: 0.5,
            self.change_number: 0.4,
            self.prefer: 0.5,
            self.phone_writes: 4.0,
            self.phone_edits: 0.7,
            self.phone_revokes: 0.5,
            self.phone_reacts: 0.4,
            self.phone_saves: 0.4,
            self.phone_offline: 0.3,
            self.reply: 7.0,
            self.reply_blind: 2.0,
            self.program_replies: 1.5,
            self.take: 1.0,
            self.hand_back: 2.5,
            self.no_reply_needed: 1.5,
            self.tend: 2.0,
            self.send_again: 1.0,
            self.point: 1.0,
            self.pause: 0.3,
            self.resume: 0.5,
            self.change_policy: 0.3,
            self.offboard: 0.2,
            self.restrict: 0.15,
            self.ban: 0.15,
        }

    def act(self) -> None:
        """Let one act happen."""
        chance = self.drawn.chance
        acts = self.acts()
        chosen = chance.choices(list(acts), list(acts.values()))[0]
        town = chance.choice(self.house.towns)
        try:
            chosen(town)
        except Impossible:
            return

    # Customers

    def write(self, town: Town) -> None:
        person, text = self._person(town), self._draw(WORDS)
        town.world.customers.write(person, text)
        self._told(person, f"writes {text!r}")

    def burst(self, town: Town) -> None:
        person = self._person(town)
        for number in range(self.drawn.chance.randint(2, 5)):
            text = self._draw(WORDS)
            town.world.ground.schedule.after(
                number * self.drawn.chance.randint(0, 2 * SECOND),
                lambda t=text: town.world.customers.write(person, t) and None,
            )
        self._told(person, "writes several")

    def send_media(self, town: Town) -> None:
        person = self._person(town)
        kind = self._draw(("image", "audio", "document"))
        town.world.customers.media(person, kind, caption=self._draw(("", "price?")), data=b"\x00")
        self._told(person, f"sends {kind}")

    def edit(self, town: Town) -> None:
        message = self._message(town, outbound=False, kinds=("text",))
        town.world.customers.edit(message, self._draw(WORDS) + " (edited)")
        self._told(town.world.ground.people[message.person], "edits a message")

    def revoke(self, town: Town) -> None:
        message = self._message(town, outbound=False, kinds=("text", "image"))
        town.world.customers.revoke(message)
        self._told(town.world.ground.people[message.person], "takes a message back")

    def react(self, town: Town) -> None:
        message = self._message(town, outbound=None, kinds=("text", "image"))
        town.world.customers.react(message, self._draw(("👍", "❤️", "")))
        self._told(town.world.ground.people[message.person], "reacts")

    def come_by_ad(self, town: Town) -> None:
        person = self._person(town)
        town.world.customers.from_ad(person, "I saw your ad, price?", "Silk week")
        self._told(person, "comes by an ad")

    def change_number(self, town: Town) -> None:
        person = self._person(town)
        wa_id = "91556" + town.world.ground.chance.digits("moved", 7)
        town.world.customers.change_number(person, wa_id)
        self._told(person, "has another number")

    def prefer(self, town: Town) -> None:
        person, marketing = self._person(town), self.drawn.chance.random() < 0.4
        town.world.customers.prefer(person, marketing=marketing)
        self._told(person, "wants offers" if marketing else "wants no offers")

    # The owner's phone

    def phone_writes(self, town: Town) -> None:
        person, text = self._person(town), self._draw(ANSWERS)
        via = self._draw(("phone", "phone", "companion"))
        town.world.phone.write(person, text, via=via)
        self._phone(f"writes {text!r} to {person.key} ({via})")

    def phone_edits(self, town: Town) -> None:
        message = self._message(town, outbound=True, kinds=("text",), via="phone")
        town.world.phone.edit(message, self._draw(ANSWERS) + " (edited)")
        self._phone(f"edits a message to {message.person}")

    def phone_revokes(self, town: Town) -> None:
        message = self._message(town, outbound=True, kinds=("text",), via="phone")
        town.world.phone.revoke(message)
        self._phone(f"deletes a message to {message.person}")

    def phone_reacts(self, town: Town) -> None:
        message = self._message(town, outbound=False, kinds=("text", "image"))
        town.world.phone.react(message, self._draw(("👍", "")))
        self._phone("reacts")

    def phone_saves(self, town: Town) -> None:
        person = self._person(town)
        if person.saved_as:
            town.world.phone.remove_contact(person)
        else:
            town.world.phone.save_contact(person, f"{person.name} (shop)")
        self._phone(f"changes the address book: {person.key}")

    def phone_offline(self, town: Town) -> None:
        online = not town.world.phone.online
        town.world.account.set_online(online=online)
        self._phone("is online" if online else "is offline")

    # Agents and programs

    def reply(self, town: Town) -> None:
        """Look, think, write: what happens meanwhile is not seen."""
        seen = self._look(town)
        action = Reply(Outgoing("text", text=self._draw(ANSWERS)), seen.last)
        self._later(lambda: self._ask(town, seen, action, self._draw(AGENTS)))

    def reply_blind(self, town: Town) -> None:
        seen = self._look(town)
        action = Reply(Outgoing("text", text=self._draw(ANSWERS)))
        self._ask(town, seen, action, self._draw(AGENTS))

    def program_replies(self, town: Town) -> None:
        seen = self._look(town)
        self._ask(town, seen, Reply(Outgoing("text", text="Your parcel is on its way.")), CRM)

    def take(self, town: Town) -> None:
        self._ask(town, self._look(town), Control("agent"), self._draw(AGENTS))

    def hand_back(self, town: Town) -> None:
        to = "bot" if self.drawn.chance.random() < 0.75 else "nobody"
        self._ask(town, self._look(town), Control(to), self._draw(AGENTS))  # type: ignore[arg-type]

    def no_reply_needed(self, town: Town) -> None:
        seen, value = self._look(town), self.drawn.chance.random() < 0.2
        action = NeedsReply(value, "" if value else seen.last)
        self._later(lambda: self._ask(town, seen, action, self._draw(AGENTS)))

    def tend(self, town: Town) -> None:
        action: Tending = self._draw(
            (Note("Knows the owner"), Assign("beena", "Beena"), Assign(""), Claim(),
             Label(("vip",)), Label((), ("vip",)))
        )  # fmt: skip
        self._ask(town, self._look(town), action, self._draw(AGENTS))

    def send_again(self, town: Town) -> None:
        failed = failed_messages(town.business)
        if failed:
            seen = self.drawn.chance.choice(failed)
            self._ask(town, seen, SendAgain(seen.last), self._draw(AGENTS))

    def point(self, town: Town) -> None:
        seen = self._look(town)
        action: Speaking = MarkRead(seen.heard)
        if self.drawn.chance.random() < 0.5:
            action = React(seen.heard, self._draw(("👍", "🙏")))
        self._ask(town, seen, action, self._draw(AGENTS))

    # The operator, and WhatsApp's judgement

    def pause(self, town: Town) -> None:
        self._operate(
            lambda: requests.pause(
                self.house.journal, NoWaker(), town.business, by="beena", reason="", now=self._now
            ),
            "pauses everything automatic",
        )

    def resume(self, town: Town) -> None:
        self._operate(
            lambda: requests.resume(self.house.journal, NoWaker(), town.business, now=self._now),
            "resumes",
        )

    def change_policy(self, town: Town) -> None:
        off = self.drawn.chance.random() < 0.4
        wanted = () if off else town.policy.automations
        self._operate(
            lambda: requests.change(
                self.house.journal,
                NoWaker(),
                town.business,
                lambda policy: replace(policy, automations=wanted),
                now=self._now,
            ),
            f"turns automations {'off' if off else 'on'}",
        )

    def offboard(self, town: Town) -> None:
        if town.world.account.state == "CONNECTED":
            town.world.account.change_phone(self.drawn.chance.randint(1, 200))
            self.tale.tell(self.loom.now, "owner", "changes the phone: offboarded for a while")

    def restrict(self, town: Town) -> None:
        town.world.account.restrict("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", 1)
        self.tale.tell(self.loom.now, "whatsapp", "restricts the account for a day")

    def ban(self, town: Town) -> None:
        state = "REINSTATE" if town.world.account.state == "BANNED" else "DISABLE"
        if town.world.account.state in {"BANNED", "CONNECTED"}:
            town.world.account.ban(state)
            self.tale.tell(self.loom.now, "whatsapp", f"says {state}")

    # How it is done

    @property
    def _now(self) -> int:
        return self.house.clock()

    def _draw[T](self, among: tuple[T, ...]) -> T:
        return self.drawn.chance.choice(among)

    def _person(self, town: Town) -> Person:
        people = town.world.ground.people
        return people[self.drawn.chance.choice(sorted(people))]

    def _message(
        self, town: Town, *, outbound: bool | None, kinds: tuple[str, ...], via: str = ""
    ) -> Message:
        found = [
            m
            for m in town.world.ground.messages.values()
            if outbound in {None, m.outbound} and m.type in kinds and via in {"", m.via}
        ]
        if not found:
            raise Impossible("there is no such message")
        return self.drawn.chance.choice(found[-8:])

    def _told(self, person: Person, what: str) -> None:
        self.tale.tell(self.loom.now, person.key, what)

    def _phone(self, what: str) -> None:
        self.tale.tell(self.loom.now, "phone", what)

    def _look(self, town: Town) -> Looked:
        """What an agent has on the screen of one conversation."""
        if not self.house.is_up:
            raise Impossible("nothing answers")
        seen = look(town.business)
        if not seen:
            raise Impossible("there is no conversation")
        return self.drawn.chance.choice(seen)

    def _later(self, act: Callable[[], None]) -> None:
        self.loom.after(self.drawn.chance.choice((0, 3, 20, 200)) * SECOND, act)

    def _ask(self, town: Town, seen: Looked, action: Speaking | Tending, by: Actor) -> None:
        """Ask, and click once more now and then."""
        self.clicks += 1
        key = requests.request_id(town.business, by, str(self.clicks))
        request = RequestMade(
            key, by, seen.person, seen.phone_number_id, action, self._now + REQUEST_LIFE
        )
        times = 2 if self.drawn.chance.random() < 0.15 else 1
        for _ in range(times):
            self._send(town, request)

    def _send(self, town: Town, request: RequestMade) -> None:
        if not self.house.is_up or self.stopped:
            return
        what = type(request.action).__name__
        asked = Asked(town.business, request, appended=True)
        try:
            answer = requests.ask(
                self.house.journal,
                NoWaker(),
                town.business,
                request,
                now=self._now,
                waiting=WAITING,
            )
        except JournalUnavailable:
            self.tale.tell(self.loom.now, request.actor.id, f"asks {what}: 503, asks again")
            asked.appended = False
            if self.drawn.chance.random() < 0.7:
                self.loom.after(2 * SECOND, lambda: self._send(town, request))
        else:
            self.tale.tell(
                self.loom.now, request.actor.id, f"asks {what}: {type(answer).__name__}"
            )
        self.asked.append(asked)

    def _operate(self, act: Callable[[], object], what: str) -> None:
        if not self.house.is_up:
            return
        try:
            act()
        except JournalUnavailable:
            what += ": 503"
        self.tale.tell(self.loom.now, "operator", what)

