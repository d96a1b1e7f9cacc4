"""Whether the bot ever spoke over a person: the journal's order against what the simulator knows.

Who wrote an echo and whether a send was accepted is the simulator's word; only the order, and what
the team asked, is the journal's. The parser and the fold of the product have no part in it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from saath.domain.facts import AttemptMade, RequestMade, TimerFell
from saath.domain.facts.requests import Control, Reply
from saath.journal import Record
from saath.simulator.expected import CHANGES
from saath.simulator.truth import Acceptance
from saath.simulator.world import World
from saath.store.bodies import decode_attempt, decode_request, decode_timer

type Who = Literal["person", "release", "bot"]
type Turn = tuple[str, Who]
"""Whose chat, and who spoke there or let go of it."""


def count_bot_over_person(turns: Iterable[Turn]) -> int:
    """How often the bot spoke after a person had, and nobody had let go since."""
    held: set[str] = set()
    over = 0
    for chat, who in turns:
        match who:
            case "person":
                held.add(chat)
            case "release":
                held.discard(chat)
            case _:
                over += chat in held
    return over


def key_of(acceptance: Acceptance) -> str:
    """The intention that a send was for."""
    return acceptance.opaque.rpartition(".")[0]


@dataclass(slots=True)
class Order:
    """What the records say, in their order. `people` leads from our ids of people to customers."""

    world: World
    people: Mapping[str, str]
    sources: dict[str, str] = field(default_factory=dict)
    _echoed: set[str] = field(default_factory=set)
    _accepted: dict[str, Acceptance] = field(init=False)

    def __post_init__(self) -> None:
        """Index what was accepted by what we called it."""
        self._accepted = {a.opaque: a for a in self.world.truth.acceptances}

    def turns(self, records: Iterable[Record]) -> Iterator[Turn]:
        """Whose turn each record was; also learns who speaks in each intention."""
        for record in records:
            match record.kind:
                case "delivery":
                    yield from self._delivery(record.body)
                case "request":
                    yield from self._request(decode_request(record.body))
                case "attempt":
                    yield from self._attempt(decode_attempt(record.body))
                case "timer":
                    yield from self._timer(decode_timer(record.body))
                case _:
                    pass

    def _delivery(self, body: bytes) -> Iterator[Turn]:
        """An echo takes the chat when it is first heard of."""
        for wamid in echoes(json.loads(body)):
            message = self.world.ground.messages.get(wamid)
            if message is None or message.via == "automatic" or message.type in CHANGES:
                continue
            if wamid not in self._echoed:
                self._echoed.add(wamid)
                yield message.person, "person"

    def _request(self, asked: RequestMade) -> Iterator[Turn]:
        chat = self.people[asked.person]
        match asked.action:
            case Reply() if asked.actor.kind == "agent":
                yield chat, "person"
            case Control(to=to):
                yield chat, "person" if to == "agent" else "release"
            case _:
                pass

    def _attempt(self, attempt: AttemptMade) -> Iterator[Turn]:
        self.sources[attempt.intention.key] = attempt.intention.source
        accepted = self._accepted.get(f"{attempt.intention.key}.{attempt.number}")
        if accepted and attempt.intention.source == "bot":
            yield accepted.person, "bot"

    def _timer(self, timer: object) -> Iterator[Turn]:
        if isinstance(timer, TimerFell) and timer.kind == "release":
            yield self.people[timer.person], "release"

    def replies(self) -> Counter[str]:
        """How many messages of each source customers really have, each counted once."""
        received = {wamid for wamids in self.world.truth.received.values() for wamid in wamids}
        keys = {key_of(a) for a in self._accepted.values() if a.wamid in received}
        return Counter(self.sources[key] for key in keys)


def echoes(body: Any) -> Iterator[str]:
    """The ids of what was written in the app, anywhere in a delivery."""
    for entry in body.get("entry", ()):
        for change in entry.get("changes", ()):
            if change.get("field") == "smb_message_echoes":
                yield from (item["id"] for item in change["value"].get("message_echoes", ()))
