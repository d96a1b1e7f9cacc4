"""A bundle of states, and a draft of changes upon it. Plain dictionaries; no rules here.

`step` reads states through a `Draft` and hands back only what changed, so that the caller can
fold thousands of facts in memory and write each row once.
"""

from dataclasses import dataclass, field
from itertools import chain

from saath.domain.conversation import Conversation
from saath.domain.identity import Identity
from saath.domain.intention import Intention
from saath.domain.media import MediaState, Upload
from saath.domain.message import Message
from saath.domain.notice import Notice
from saath.domain.number_state import NumberState
from saath.domain.person import Alias
from saath.domain.policy import Number
from saath.domain.result import Result

type ConversationKey = tuple[str, str]
"""(person, phone_number_id)"""

type Met = tuple[Identity, Number, str]
"""By which names, to which number of ours, and the person whom these names belong to."""


@dataclass(slots=True)
class States:
    """States by key. `people` maps a person to the ids of all their aliases.

    `merged` maps each person who turned out to be somebody else to that somebody (one step of a
    chain). Whoever stores these states moves the rows of the merged along. An intention that is
    gone is a row to delete.
    """

    aliases: dict[str, Alias] = field(default_factory=dict)
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    conversations: dict[ConversationKey, Conversation] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    numbers: dict[str, NumberState] = field(default_factory=dict)
    intentions: dict[str, Intention] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    media: dict[str, MediaState] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)

    def absorb(self, changes: "States") -> None:
        """Take over what a step changed."""
        for loser in changes.merged:
            self._forget(loser)
        self.update(changes)

    def update(self, changes: "States") -> None:
        """Take over what changed, but for what the merged leave behind."""
        self.aliases.update(changes.aliases)
        self.people.update(changes.people)
        self.conversations.update(changes.conversations)
        self.messages.update(changes.messages)
        self.notices.update(changes.notices)
        self.numbers.update(changes.numbers)
        self.intentions.update(changes.intentions)
        self.results.update(changes.results)
        self.media.update(changes.media)
        self.uploads.update(changes.uploads)
        self.merged.update(changes.merged)

    def _forget(self, person: str) -> None:
        self.people.pop(person, None)
        for key in [k for k in self.conversations if k[0] == person]:
            del self.conversations[key]

    def find(self, person: str) -> str:
        """Who this person is by now, after every merge. Any of their alias ids leads to them."""
        while (present := self._next(person)) != person:
            person = present
        return person

    def _next(self, person: str) -> str:
        alias = self.aliases.get(person)
        return self.merged.get(person) or (alias.person if alias is not None else person)


class Draft:
    """Changes being made upon states that stay as they are.

    `met` is the last one who was named without a profile name or username, until two people
    become one: a thread of a history names one person a thousand times.
    """

    __slots__ = ("_base", "changes", "met")

    def __init__(self, base: States) -> None:
        self._base = base
        self.changes = States()
        self.met: Met | None = None

    def alias(self, key: str) -> Alias | None:
        """The alias with this id, if anybody has it."""
        return self.changes.aliases.get(key) or self._base.aliases.get(key)

    def known_alias(self, key: str) -> Alias:
        """The alias of somebody who is known: all of a person's aliases are loaded together."""
        return self.changes.aliases.get(key) or self._base.aliases[key]

    def person(self, key: str) -> tuple[str, ...]:
        """The alias ids of this person."""
        return self.changes.people.get(key) or self._base.people.get(key, ())

    def conversation(self, person: str, phone_number_id: str) -> Conversation | None:
        """The conversation of this person with this number, unless the person was merged away."""
        key = (person, phone_number_id)
        if person in self.changes.merged:
            return None
        return self.changes.conversations.get(key) or self._base.conversations.get(key)

    def message(self, key: str) -> Message | None:
        """The message with this id, stub or not; the wamid of one of ours leads to ours."""
        known = self.changes.messages.get(key) or self._base.messages.get(key)
        return self.message(known.ours) if known is not None and known.ours else known

    def keep(self, message: Message) -> None:
        """Put a message among the changes, if it is one: most of what is told twice says nothing."""
        known = self.changes.messages.get(message.id) or self._base.messages.get(message.id)
        if known is not message:
            self.changes.messages[message.id] = message

    def notice(self, key: str) -> Notice | None:
        """The notice with this id."""
        return self.changes.notices.get(key) or self._base.notices.get(key)

    def number(self, account_id: str) -> NumberState:
        """What WhatsApp said of this account so far."""
        known = self.changes.numbers.get(account_id) or self._base.numbers.get(account_id)
        return known or NumberState(account_id)

    def intention(self, key: str) -> Intention | None:
        """The intention with this key, unless it came to its end."""
        known = self.changes.intentions.get(key) or self._base.intentions.get(key)
        return None if known is None or known.stage == "gone" else known

    def intentions_of(self, person: str, phone_number_id: str) -> list[Intention]:
        """Every intention of this conversation that has not come to its end."""
        before, changed = self._base.intentions, self.changes.intentions
        known = chain((changed.get(key, i) for key, i in before.items()), changed.values())
        found = {
            i.key: i
            for i in known
            if i.stage != "gone"
            and i.phone_number_id == phone_number_id
            and self.find(i.person) == person
        }
        return list(found.values())

    def result(self, key: str) -> Result | None:
        """What became of this request, if it was folded before."""
        return self.changes.results.get(key) or self._base.results.get(key)

    def media(self, key: str) -> MediaState | None:
        """What is known of this attachment, if any message named it."""
        return self.changes.media.get(key) or self._base.media.get(key)

    def upload(self, key: str) -> Upload | None:
        """WhatsApp's copy of a file of ours, if it has one."""
        return self.changes.uploads.get(key) or self._base.uploads.get(key)

    def find(self, person: str) -> str:
        """Who this person is by now, after every merge. Any of their alias ids leads to them."""
        changed, base = self.changes, self._base
        while True:  # in one piece: every message asks
            present = changed.merged.get(person) or base.merged.get(person)
            if present is None:
                alias = changed.aliases.get(person) or base.aliases.get(person)
                present = person if alias is None else alias.person
            if present == person:
                return person
            person = present
