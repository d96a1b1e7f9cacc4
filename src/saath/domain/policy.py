"""A published version of everything that `step` reads. Drafts and screens live elsewhere.

The registry of numbers is a policy too, so `step` never reads a primary table and a replay sees
exactly what was in force then. Version 1, published by `init`, spells out every default.
"""

from dataclasses import dataclass
from typing import Literal

MINUTE_MS = 60 * 1000
HOUR_MS = 60 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Number:
    """One WhatsApp number of the business, as it was when the policy was published.

    `automatic_texts` are greeting and away messages that the phone's app sends by itself.
    """

    phone_number_id: str
    waba_id: str
    portfolio_id: str
    display_phone_number: str = ""
    linked_at: int = 0
    automatic_texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Automation:
    """One automatic answer. A `greeting` meets who writes first, a `keyword` finds its words.

    Nothing is on until somebody turns it on.
    """

    id: str
    kind: Literal["greeting", "keyword"]
    text: str
    words: tuple[str, ...] = ()
    on: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """How long things hold, in milliseconds. Our own defaults; a business may choose others.

    Asked for by the product's rules of order: phone 4 h, agent 2 h, typing 30 s; a request is
    good for 60 s, an automatic answer for 5 minutes, to a message not older than that.
    """

    phone_hold: int = 4 * HOUR_MS
    agent_hold: int = 2 * HOUR_MS
    claim: int = 30 * 1000
    request_life: int = MINUTE_MS
    answer_life: int = 5 * MINUTE_MS
    trigger_age: int = 5 * MINUTE_MS
    settle: int = 3 * 1000
    greet_again: int = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Pause:
    """Everything automatic stands still: who asked for it, and why."""

    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """Who sees what was brought over from the phone. Until the owner passed it (`shared`), owners
    and managers only; the chats of `private` people stay theirs for good.
    """

    shared: bool = False
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force for one business from one journal position on."""

    business: str
    version: int = 0
    numbers: tuple[Number, ...] = ()
    automations: tuple[Automation, ...] = ()
    times: Times = Times()
    pause: Pause | None = None
    past: Past = Past()

    def number(self, phone_number_id: str) -> Number | None:
        """The registered number, or None for one that this business does not own."""
        for number in self.numbers:
            if number.phone_number_id == phone_number_id:
                return number
        return None

    @property
    def answers_by_itself(self) -> bool:
        """Whether any automation is on."""
        return any(automation.on for automation in self.automations)
