"""Tell what happens in one conversation, as a script; ask what came of it.

The whole of `step` behind it, and a clock that moves only when the story says so. Asha owns the
saree shop and its phone, Beena answers in the inbox, Chitra is a customer.
"""

from dataclasses import dataclass, field, replace
from typing import Self

from saath.domain.actor import Actor
from saath.domain.content import Content
from saath.domain.conversation import Conversation
from saath.domain.facts import (
    AccountChanged,
    AttemptMade,
    EchoReceived,
    Fact,
    MessageReceived,
    OutcomeKnown,
    PreferenceChanged,
    RequestMade,
    StatusChanged,
    TimerFell,
)
from saath.domain.facts.messages import Failure, Status
from saath.domain.facts.requests import Reply, Speaking, Tending
from saath.domain.fold.requests import scene
from saath.domain.guard import Scene, guard
from saath.domain.identity import Identity
from saath.domain.ids import digest
from saath.domain.intention import Intention
from saath.domain.media import media_key
from saath.domain.message import Message
from saath.domain.outgoing import Outgoing
from saath.domain.policy import Automation, Number, Pause, Policy
from saath.domain.refusals import Refusal
from saath.domain.result import Result
from saath.domain.states import Draft, States
from saath.domain.step import Keys, keys, step

NUMBER, WABA = "551", "waba-asha"
CHITRA = Identity(bsuid="IN.31", phone="919000000031", profile_name="Chitra")
BEENA = Actor("agent", "beena", "Beena")
PROGRAM = Actor("api", "key-1", "Shop software")
START = 1_700_000_000_000
SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000

POLICY = Policy(
    "asha-sarees",
    version=1,
    numbers=(Number(NUMBER, WABA, "portfolio-asha", "915550000001", 0, ("We open at ten.",)),),
)
ANSWERS = (
    Automation(
        "price", "keyword", "A Banarasi is 4200 rupees.", ("rate", "kitne ka", "दाम"), on=True
    ),
    Automation("hello", "greeting", "Welcome to Asha Sarees.", on=True),
)


@dataclass(slots=True)
class Story:
    """Everything told so far, and the states it led to."""

    policy: Policy = POLICY
    now: int = START
    states: States = field(default_factory=States)
    told: list[tuple[Fact, Policy, int]] = field(default_factory=list)
    count: int = 0
    last: Result | None = None

    def tell(self, fact: Fact) -> Self:
        """Let one fact happen now."""
        self.told.append((fact, self.policy, self.now))
        changes = step(self.states, fact, self.policy, self.now)
        loaded = as_loaded(self.states, keys([fact], self.policy))
        assert step(loaded, fact, self.policy, self.now) == changes, "a state was not named by keys"
        self.states.absorb(changes)
        return self

    def after(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> Self:
        """Let time pass."""
        self.now += int(hours * HOUR + minutes * MINUTE + seconds * SECOND)
        return self

    def with_bot(self) -> Self:
        """Switch the automatic answers on."""
        self.policy = replace(self.policy, automations=ANSWERS)
        return self

    def paused(self) -> Self:
        """Everything automatic stands still."""
        self.policy = replace(self.policy, pause=Pause("asha", "festival"))
        return self

    def customer_writes(self, text: str = "hello", *, ago: int = 0, origin: str = "live") -> Self:
        """Chitra writes; `ago` milliseconds before it arrives here."""
        fact = MessageReceived(
            NUMBER, self._wamid(), self.now - ago, CHITRA, Content("text", text),
            "live" if origin == "live" else "history",
        )  # fmt: skip
        return self.tell(fact)

    def owner_writes_on_phone(
        self, text: str = "haan, hai", *, ago: int = 0, origin: str = "live"
    ) -> Self:
        """Asha answers on the phone."""
        fact = EchoReceived(
            NUMBER, self._wamid(), self.now - ago, CHITRA, Content("text", text),
            "live" if origin == "live" else "history",
        )  # fmt: skip
        return self.tell(fact)

    def again(self, index: int = -1) -> Self:
        """Meta delivers one of the earlier facts once more."""
        return self.tell(self.told[index][0])

    def asks(
        self, action: Speaking | Tending, *, by: Actor = BEENA, key: str = "", life: int = 60_000
    ) -> Self:
        """Somebody asks something of the conversation."""
        self.count += 1
        request = RequestMade(
            digest("request", key or str(self.count)), by, self.person or "nobody", NUMBER, action,
            self.now + life,
        )  # fmt: skip
        self.tell(request)
        self.last = self.states.results.get(request.id)
        return self

    def replies(self, text: str = "Yes, we have it.", *, seen: str = "", by: Actor = BEENA) -> Self:
        """Beena (or a program) replies."""
        return self.asks(Reply(Outgoing("text", text=text), seen), by=by)

    def attempted(self, intention: Intention | None = None) -> Self:
        """What waits is being sent now."""
        chosen = intention or self.waiting[0]
        return self.tell(AttemptMade(chosen, chosen.attempts + 1))

    def comes_to(self, outcome: str, key: str = "", **known: object) -> Self:
        """The outcome of the last attempt, or of `key`."""
        chosen = key or next(iter(self.open_ones)).key
        number = self.states.intentions[chosen].attempts
        return self.tell(
            OutcomeKnown(chosen, self.person, NUMBER, number, outcome, **known)  # type: ignore[arg-type]
        )

    def tell_outcome(self, key: str, outcome: str) -> Self:
        """An outcome of something that may be long over."""
        return self.tell(OutcomeKnown(key, self.person, NUMBER, 1, outcome))  # type: ignore[arg-type]

    def status(self, wamid: str, status: Status, *, callback: str = "", code: int = 0) -> Self:
        """WhatsApp reports what became of a message of ours."""
        failure = Failure(code, "failed") if code else None
        return self.tell(
            StatusChanged(NUMBER, wamid, self.now, status, CHITRA, callback, failure=failure)
        )

    def timer(self, kind: str = "release", due: int = 0, intention: str = "") -> Self:
        """A moment came."""
        due = due or self.conversation.control_until
        return self.tell(TimerFell(kind, due, self.person, NUMBER, intention))  # type: ignore[arg-type]

    def account(self, event: str, detail: str = "{}") -> Self:
        """WhatsApp says something about the account."""
        return self.tell(AccountChanged(WABA, self.now, "account_update", event, detail))

    def prefers(self, value: str) -> Self:
        """Chitra tells WhatsApp what she thinks of offers."""
        return self.tell(PreferenceChanged(NUMBER, self.now, CHITRA, value))  # type: ignore[arg-type]

    @property
    def person(self) -> str:
        """Chitra's id."""
        return next(iter(self.states.people), "")

    @property
    def conversation(self) -> Conversation:
        """The one conversation of the story."""
        return self.states.conversations[self.person, NUMBER]

    @property
    def control(self) -> str:
        """Who answers now."""
        return self.conversation.controlled_by(self.policy)

    @property
    def thread(self) -> list[Message]:
        """Everything shown, oldest first."""
        shown = [m for m in self.states.messages.values() if not m.is_stub and not m.ours]
        return sorted(shown, key=lambda m: m.mark)

    @property
    def words(self) -> list[str]:
        """What was said, oldest first."""
        return [m.shown.text for m in self.thread if m.shown]

    @property
    def waiting(self) -> list[Intention]:
        """What waits to be sent."""
        return [i for i in self.states.intentions.values() if i.stage == "queued"]

    @property
    def open_ones(self) -> list[Intention]:
        """What is being sent, or was and nobody knows."""
        return [i for i in self.states.intentions.values() if i.stage in {"open", "unconfirmed"}]

    @property
    def refusal(self) -> Refusal:
        """Why the last request was refused."""
        assert self.last is not None
        assert self.last.refusal is not None
        return self.last.refusal

    def scene(self, **seen: object) -> Scene:
        """What the guard would look at now."""
        bare = scene(Draft(self.states), self.conversation, self.policy)
        return replace(bare, **seen)  # type: ignore[arg-type]

    def verdict(self, intention: Intention | None = None, **seen: object) -> str:
        """Whether the guard lets what waits go out: "yes", or the reason against it."""
        refusal = guard(intention or self.waiting[0], self.scene(**seen), now=self.now)
        return refusal.reason if refusal else "yes"

    def _wamid(self) -> str:
        self.count += 1
        return f"wamid.{self.count}"


def as_loaded(states: States, wanted: Keys) -> States:
    """Only what a store would load for these keys: see `Keys`."""
    messages = {key: states.messages[key] for key in wanted.messages if key in states.messages}
    for known in [message for message in messages.values() if message.ours]:
        messages[known.ours] = states.messages[known.ours]
    aliases = [states.aliases[key] for key in wanted.aliases if key in states.aliases]
    people = {alias.person for alias in aliases} | {message.person for message in messages.values()}
    people = {states.find(person) for person in people if person}
    intentions = {k: i for k, i in states.intentions.items() if states.find(i.person) in people}
    for key, waiting in intentions.items():
        if waiting.automatic and waiting.attempts and key in states.messages:
            messages[key] = states.messages[key]
    files = wanted.media | {
        media_key("", message.content.media)
        for message in messages.values()
        if message.content and message.content.media
    }
    return States(
        media={k: m for k, m in states.media.items() if k in files},
        aliases={k: a for k, a in states.aliases.items() if a.person in people},
        people={k: names for k, names in states.people.items() if k in people},
        conversations={k: c for k, c in states.conversations.items() if k[0] in people},
        messages=messages,
        notices=dict(states.notices),  # kept under what they say: writing one twice is once
        numbers=dict(states.numbers),
        intentions=intentions,
        results={k: r for k, r in states.results.items() if k in wanted.results},
        merged=dict(states.merged),
    )
