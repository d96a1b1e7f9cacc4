"""Ground truth: what really happened, for whoever checks a program against it.

The webhooks tell a program a part of this, in any order; this module is never told by the program.
"""

from collections import Counter
from dataclasses import dataclass, field

from saath.simulator.envelope import Event


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One send that Meta accepted, whether or not the sender ever heard of it."""

    wamid: str
    person: str
    at: int
    type: str
    opaque: str
    answered: bool


@dataclass(slots=True)
class Truth:
    """Everything a checker may ask."""

    emitted: dict[str, Event] = field(default_factory=dict)
    acknowledged: Counter[str] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    keep_bodies: bool = True
    lost: set[str] = field(default_factory=set)
    fooled: int = 0  # handshakes with a wrong token that were answered 200
    posts: int = 0
    posts_acknowledged: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    acceptances: list[Acceptance] = field(default_factory=list)
    received: dict[str, list[str]] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)  # happened while the link was cut
    read_by_us: list[str] = field(default_factory=list)
    typing_shown: list[tuple[str, int]] = field(default_factory=list)

    def note_emitted(self, event: Event) -> None:
        for key in event.keys:
            self.emitted.setdefault(key, event)

    def note_answer(self, keys: tuple[str, ...], body: bytes, status: int) -> None:
        self.posts += 1
        if status != 200:
            self.refused[status] += 1
            return
        self.posts_acknowledged += 1
        self.acknowledged.update(keys)
        if self.keep_bodies:
            self.bodies.append(body)

    def note_received(self, person: str, wamid: str) -> None:
        self.received.setdefault(person, []).append(wamid)

    @property
    def unacknowledged(self) -> set[str]:
        return {key for key in self.emitted if not self.acknowledged[key]}

    def counts(self) -> dict[str, int]:
        """Count distinct acknowledged facts by kind, and the deliveries that carried them."""
        kinds = Counter(key.split(":", 1)[0] for key in self.acknowledged)
        return {
            "inbound": kinds["message"],
            "echoes": kinds["echo"],
            "statuses": kinds["status"],
            "history": kinds["history"],
            "records": self.posts_acknowledged,
        }
