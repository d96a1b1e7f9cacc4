"""What happens inside: agents, programs with a key, the operator. All of it by requests and policies."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

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
from saath.store.bodies import encode_request, entry
from tests.sending import NoWaker
from tests.simulation.actors import ANSWERS, Actors
from tests.simulation.desk import Looked, failed_messages, look
from tests.simulation.town import Town

TENDING: tuple[Tending, ...] = (
    Note("Knows the owner"), Assign("beena", "Beena"), Assign(""), Claim(), Label(("vip",)),
    Label((), ("vip",)),
)  # fmt: skip
AGENTS = (Actor("agent", "beena", "Beena"), Actor("agent", "chirag", "Chirag"))
CRM = Actor("api", "crm", "CRM")
WAITING = requests.Waiting(lambda: 0.0, lambda _s: None, 0.0)
REQUEST_LIFE = 60 * SECOND


@dataclass(slots=True)
class Asked:
    """One request that somebody made, whether or not it was answered."""

    business: str
    request: RequestMade
    appended: bool


@dataclass
class Inside(Actors):
    """Everybody who acts through the product."""

    asked: list[Asked] = field(default_factory=list)
    clicks: int = 0

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

    def spree(self, town: Town) -> None:
        """Write a lot to one person at once."""
        seen = self._look(town)
        for number in range(self.drawn.chance.randint(4, 9)):
            action = Reply(Outgoing("text", text=f"Offer {number}"))
            self._ask(town, seen, action, AGENTS[0])

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
        self._ask(town, self._look(town), self._draw(TENDING), self._draw(AGENTS))

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

    @property
    def _now(self) -> int:
        return self.house.clock()

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
        """Ask; now and then a second click goes to a server that had looked before the first."""
        self.clicks += 1
        key = requests.request_id(town.business, by, str(self.clicks))
        request = RequestMade(
            key, by, seen.person, seen.phone_number_id, action, self._now + REQUEST_LIFE
        )
        self._send(town, request)
        if self.drawn.chance.random() < 0.15:
            wait = self.drawn.chance.choice((0, 0, 300, 2 * SECOND))
            self.loom.after(wait, partial(self._send_blindly, town, request))

    def _send_blindly(self, town: Town, request: RequestMade) -> None:
        """Append it as `requests.ask` does once it has seen no result."""
        if not self.house.is_up or self.stopped:
            return
        body = encode_request(request)
        with suppress(JournalUnavailable):
            self.house.journal.append([entry(town.business, "request", body, now=self._now)])
            self.tale.tell(self.loom.now, request.actor.id, "clicks once more")

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
            self.tale.tell(self.loom.now, request.actor.id, f"asks {what}: {type(answer).__name__}")
        self.asked.append(asked)

    def _operate(self, act: Callable[[], object], what: str) -> None:
        if not self.house.is_up:
            return
        try:
            act()
        except JournalUnavailable:
            what += ": 503"
        self.tale.tell(self.loom.now, "operator", what)
