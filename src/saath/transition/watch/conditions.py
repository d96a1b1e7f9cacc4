"""A condition of a number, as the lights judge it: which light, how bad, which sentence.

Only what the lights do not measure themselves. A condition that does not hold is said to be absent:
an alert is closed only by a sign, never by silence.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from saath.domain.lights import ABSENT, LightName, Sign, State


class Condition(Protocol):
    """Something that is wrong with a number, since when, and what it follows from."""

    @property
    def kind(self) -> str:
        """What programs call it."""

    @property
    def since(self) -> int:
        """Since when."""

    @property
    def evidence(self) -> str:
        """What it follows from: figures and dates."""

    @property
    def number(self) -> str:
        """The number's id."""


MEASURED = frozenset(
    {
        *("number_suspended", "number_removed", "number_banned", "number_restricted"),
        *("quality_low", "token_expiring", "phone_away"),
    }
)
"""The lights measure these themselves."""
JUDGED: Mapping[str, tuple[LightName, State]] = {
    "sending_blocked": ("number", "act"),
    "subscription_lost": ("number", "act"),
    "token_refused": ("number", "act"),
    "webhooks_silent": ("flowing", "check"),
    "graph_version_ending": ("number", "check"),
    "history_not_requested": ("kept", "act"),
    "contacts_not_requested": ("kept", "check"),
    "history_silent": ("kept", "act"),
    "history_partial": ("kept", "check"),
    "history_expired": ("kept", "check"),
    "contacts_silent": ("kept", "check"),
    "contacts_partial": ("kept", "check"),
    "contacts_expired": ("kept", "check"),
}
USUAL: tuple[LightName, State] = ("number", "check")
"""What nobody has judged yet is looked at, never passed over."""


def signs_of(conditions: Iterable[Condition], numbers: Collection[str]) -> Iterator[Sign]:
    """The conditions as signs, and what is absent of each number that was looked at."""
    held: set[tuple[str, str]] = set()
    for one in conditions:
        if one.kind not in MEASURED:
            held.add((one.kind, one.number))
            yield _held(one)
    for kind, (light, _state) in JUDGED.items():
        for number in numbers:
            if (kind, number) not in held:
                yield Sign(kind, light, "quiet", ABSENT, subject=number)


def _held(one: Condition) -> Sign:
    light, state = JUDGED.get(one.kind, USUAL)
    said = f"condition.{one.kind if one.kind in JUDGED else 'other'}"
    values = (("kind", one.kind), ("evidence", one.evidence))
    return Sign(one.kind, light, state, said, one.since, values, one.number)
