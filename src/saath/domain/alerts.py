"""Which signs become alerts, which alerts are told again, and which are mended. Pure.

An alert is opened once, told again rarely, and closed only by proof: a sign that is not known any
more closes nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from saath.domain.lights import Sign
from saath.domain.limits import DAY, MINUTE

BAD = frozenset({"check", "act"})
WELL = frozenset({"green", "quiet"})
REPEAT_MS = {"act": DAY, "check": 7 * DAY}
"""Our own: an alert that is told every hour is soon read by nobody."""
STEADY_MS = MINUTE
"""Replies come and go by the second: what flows must stand for so long before anybody is told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert that is open. `seen` is whether somebody took note of it."""

    id: str
    kind: str
    state: str
    told_at: int
    seen: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Something needs somebody."""

    sign: Sign


@dataclass(frozen=True, slots=True)
class Worsened:
    """What needed a look needs acting now."""

    alert: Standing
    sign: Sign


@dataclass(frozen=True, slots=True)
class Repeated:
    """It still stands, and nobody took note of it."""

    alert: Standing
    sign: Sign


@dataclass(frozen=True, slots=True)
class Mended:
    """Back to normal."""

    alert: Standing


@dataclass(frozen=True, slots=True)
class Changed:
    """Nobody has to be told, but the page says something else now."""

    alert: Standing
    sign: Sign


type Change = Opened | Worsened | Repeated | Mended | Changed


@dataclass(slots=True)
class Steadiness:
    """Since when each sign is as well or as bad as it is. In memory: a restart waits once more."""

    since: dict[str, tuple[bool, int]] = field(default_factory=dict)

    def settle(self, signs: Iterable[Sign], now: int) -> list[Sign]:
        """Return the signs that have stood long enough to say anything."""
        return [sign for sign in signs if self._stands(sign, now)]

    def _stands(self, sign: Sign, now: int) -> bool:
        if sign.light != "flowing":
            return True
        bad = sign.state in BAD
        was, since = self.since.get(sign.key, (bad, now))
        if was != bad or since > now:
            since = now
        self.since[sign.key] = (bad, since)
        return now - since >= STEADY_MS


def changes(
    alerts: Collection[Standing], signs: Collection[Sign], *, present: Collection[str], now: int
) -> list[Change]:
    """What to do about the alerts, given these signs. `present` are the subjects there still are."""
    by_kind = {sign.key: sign for sign in signs}
    standing = {alert.kind for alert in alerts}
    opened = [Opened(s) for s in signs if s.state in BAD and s.key not in standing]
    told = [c for alert in alerts if (c := _told(alert, by_kind, present, now)) is not None]
    return [*opened, *told]


def _told(
    alert: Standing, signs: Mapping[str, Sign], present: Collection[str], now: int
) -> Change | None:
    sign = signs.get(alert.kind)
    if sign is None:
        subject = alert.kind.partition("/")[2]
        return Mended(alert) if subject and subject not in present else None
    if sign.state in WELL:
        return Mended(alert)
    if sign.state not in BAD:
        return None
    if sign.state == "act" and alert.state == "check":
        return Worsened(alert, sign)
    if not alert.seen and now - alert.told_at >= REPEAT_MS[sign.state]:
        return Repeated(alert, sign)
    return Changed(alert, sign)
