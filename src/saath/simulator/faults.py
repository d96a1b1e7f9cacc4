"""Faults by name and strength: which exist, which are on, and whether one strikes now.

The numbers are those of the product's fault catalogue. Where a fault acts is written in the module
that it disturbs; this one only keeps the switches. Faults of our own machine (F45 and up) are not
Meta's and are not here.
"""

from dataclasses import dataclass, field

from saath.simulator.chance import Chance


class UnknownFault(ValueError):
    """A fault that nobody has written."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which Meta, the phone or a customer can be difficult."""

    name: str
    number: str
    what: str


def _rows(*rows: tuple[str, str, str]) -> dict[str, Fault]:
    return {name: Fault(name, number, what) for name, number, what in rows}


CATALOGUE = _rows(
    ("duplicate", "F1", "the same bytes again, 1 to 19 times within 7 days"),
    ("rebatch", "F2", "the same events again in other bytes: order of keys, extra fields"),
    ("reorder", "F3", "an event waits up to a minute while later ones pass"),
    ("delay", "F4", "an event waits minutes to days before its first delivery"),
    ("lose", "F4", "an event is never delivered"),
    (
        "giant-batch",
        "F5",
        "up to 1,000 updates in a delivery, foreign accounts and poison among them",
    ),
    ("big-body", "F6", "a body blown up to 2.9 MB (variant: over, huge)"),
    ("strange-transport", "F6", "slow, chunked, compressed, or with a wrong length"),
    ("bad-signature", "F8", "first attempt signed wrongly (missing, wrong, sha1, uppercase)"),
    ("replay", "F9", "an old acknowledged body again, byte for byte"),
    ("bad-challenge", "F10", "a handshake with a wrong token"),
    ("unknown-shape", "F11", "fields, types and enumerations nobody has seen"),
    ("two-apps", "F12", "a second app is subscribed with the same URL"),
    ("silence", "F13", "Meta stops delivering and forgets what happens meanwhile"),
    ("shuffled-history", "F14", "chunks out of order, phase 2 first, a chunk twice"),
    ("missing-chunk", "F15", "a chunk never comes, progress stops"),
    ("bare-decline", "F16", "declined history without the envelope"),
    ("history-overlap", "F18", "live messages appear in the history as well"),
    ("placeholder-only", "F19", "late media never comes"),
    ("media-first", "F19", "late media comes before its placeholder"),
    ("media-gone", "F20", "the media id or URL answers 404"),
    ("media-corrupt", "F20", "the bytes are not those of the sha256"),
    ("media-redirect", "F20", "the URL redirects for ever or to a private address"),
    ("many-contacts", "F21", "thousands of contacts, removals and edits, empty phones"),
    ("stalled-sync", "F22", "the app is closed in the middle of the sync"),
    ("call-limit", "F23", "80007 or 4: too many calls"),
    ("throughput", "F24", "130429 although the rate was kept"),
    ("pair-limit", "F25", "131056 although the pair was quiet"),
    ("spam-limit", "F26", "131048"),
    ("ecosystem", "F26", "failed with 131049"),
    ("experiment", "F26", "failed with 130472"),
    ("server-error", "F27", "500 to 504 with a Graph body; nothing was sent"),
    ("bare-error", "F27", "502 to 504 without a Graph body; it may have been sent"),
    ("reset", "F28", "accepted, then the connection is cut"),
    ("slow-answer", "F28", "accepted, answered after 120 s"),
    ("no-id", "F29", "200 without a message id"),
    ("held", "F29", "held for quality assessment, later released or dropped"),
    ("late-failure", "F30", "accepted, failed 20 minutes later"),
    ("failed-then-delivered", "F30", "a failed status, then delivered"),
    ("no-status", "F31", "the recipient is away; no status ever"),
    ("false-window", "F32", "131047 inside an open window"),
    ("token", "F33", "190: the token has expired"),
    ("permission", "F33", "10 or 200: a permission is gone"),
    ("payment", "F35", "131042 for everything that costs money"),
    ("maintenance", "F36", "131057 or 2494100"),
)


@dataclass(slots=True)
class Faults:
    """The switches of one world."""

    chance: Chance
    _strengths: dict[str, float] = field(default_factory=dict)
    _left: dict[str, int] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)
    struck: dict[str, int] = field(default_factory=dict)

    def set(self, name: str, strength: float, *, times: int = 0, variant: str = "") -> None:
        """Switch a fault on (0 is off), for good or for a number of times."""
        if name not in CATALOGUE:
            raise UnknownFault(f"no fault is called {name!r}; known: {', '.join(CATALOGUE)}")
        self._strengths[name] = min(max(strength, 0.0), 1.0)
        self._left[name] = times
        self.variants[name] = variant

    def strength(self, name: str) -> float:
        return self._strengths.get(name, 0.0)

    def strikes(self, name: str) -> bool:
        strength = self.strength(name)
        if strength <= 0.0 or self.chance.of(f"fault:{name}").random() >= strength:
            return False
        self.struck[name] = self.struck.get(name, 0) + 1
        if self._left.get(name):
            self._left[name] -= 1
            if not self._left[name]:
                self._strengths[name] = 0.0
        return True

    def calm(self) -> None:
        """Switch everything off: the world is kind again."""
        self._strengths.clear()

    @property
    def on(self) -> dict[str, float]:
        return {name: strength for name, strength in self._strengths.items() if strength > 0}
