"""The three lights, computed from what was measured: chats kept, replies flowing, number healthy.

Pure. A light is as bad as its worst sign; what is not known keeps it from being green, and a light
without any sign is not known. Not here: the words (`queries.signs`), the measuring.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from saath.domain import limits
from saath.domain.evidence import Evidence, Flow, Kept, NumberSeen, Report

type State = Literal["green", "check", "act", "unknown", "quiet"]
type LightName = Literal["kept", "flowing", "number"]

LIGHTS: tuple[LightName, ...] = ("kept", "flowing", "number")
WORST: tuple[State, ...] = ("act", "check", "unknown", "green")
"""`quiet` is in none: it was measured, and there was nothing to measure."""
ABSENT = "condition.none"
"""What is said of a condition that does not hold: it closes an alert, and no page shows it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at. `id` stays the same while its state changes; `said` names the
    sentence; `since` is when it began, 0 if unknown; `subject` the number it is about.
    """

    id: str
    light: LightName
    state: State
    said: str
    since: int = 0
    values: tuple[tuple[str, int | str], ...] = ()
    subject: str = ""

    @property
    def key(self) -> str:
        """What an alert about it is called."""
        return f"{self.id}/{self.subject}" if self.subject else self.id


@dataclass(frozen=True, slots=True)
class Light:
    """One of the three."""

    name: LightName
    state: State
    signs: tuple[Sign, ...]

    @property
    def shown(self) -> tuple[Sign, ...]:
        """The signs that say something to people."""
        return tuple(sign for sign in self.signs if sign.said != ABSENT)


def lights(evidence: Evidence, *, now: int, also: Iterable[Sign] = ()) -> tuple[Light, ...]:
    """Judge everything. `also` are signs that somebody else measured: they count as much, and
    stand in the place of one of the same name that is not known here.
    """
    found = {
        sign.key: sign
        for sign in (
            *kept_signs(evidence.kept, now=now),
            *flow_signs(evidence.flow, now=now),
            *(sign for number in evidence.numbers for sign in number_signs(number, now=now)),
        )
    }
    for sign in also:
        if sign.key not in found or found[sign.key].state == "unknown":
            found[sign.key] = sign
    return tuple(_light(n, [s for s in found.values() if s.light == n]) for n in LIGHTS)


def _light(name: LightName, signs: list[Sign]) -> Light:
    states = {sign.state for sign in signs}
    worst: State = next((state for state in WORST if state in states), "unknown")
    return Light(name, worst, tuple(sorted(signs, key=_order)))


def _order(sign: Sign) -> int:
    return WORST.index(sign.state) if sign.state in WORST else len(WORST)


# ---------------------------------------------------------------- chats kept


def kept_signs(kept: Kept, *, now: int) -> list[Sign]:
    """What says whether chats are kept."""
    return [_journal(kept), _disk(kept), _backup(kept, now), _gaps(kept), _parked(kept)]


def _journal(kept: Kept) -> Sign:
    match kept.journal:
        case None:
            return Sign("journal", "kept", "unknown", "journal.unknown")
        case "writable":
            return Sign("journal", "kept", "green", "journal.writable")
        case told:
            return Sign("journal", "kept", "act", f"journal.{told}")


def _disk(kept: Kept) -> Sign:
    free = kept.free_bytes
    if free is None:
        return Sign("disk", "kept", "quiet", "disk.elsewhere")
    values = (("free_bytes", free),)
    if free < limits.DISK_ACT_BYTES.value:
        return Sign("disk", "kept", "act", "disk.full", values=values)
    low = free < limits.DISK_CHECK_BYTES.value
    said = "disk.low" if low else "disk.enough"
    return Sign("disk", "kept", "check" if low else "green", said, values=values)


def _backup(kept: Kept, now: int) -> Sign:
    backup = kept.backup
    since = backup.at if backup else kept.founded_at
    age = max(0, now - since)
    late: State = "act" if age > limits.BACKUP_ACT_MS.value else "check"
    values = (("age_ms", age),)
    if backup is None:
        return Sign("backup", "kept", late, "backup.none", since)
    if age > limits.BACKUP_CHECK_MS.value:
        return Sign("backup", "kept", late, "backup.old", since, values)
    if not backup.verified:
        return Sign("backup", "kept", "check", "backup.unverified", since, values)
    return Sign("backup", "kept", "green", "backup.fresh", since, values)


def _gaps(kept: Kept) -> Sign:
    if kept.gaps is None:
        return Sign("ledger", "kept", "unknown", "ledger.unknown")
    if kept.gaps:
        return Sign("ledger", "kept", "check", "ledger.gaps", values=(("count", kept.gaps),))
    return Sign("ledger", "kept", "green", "ledger.whole")


def _parked(kept: Kept) -> Sign:
    if kept.parked is None:
        return Sign("parked", "kept", "unknown", "parked.unknown")
    if kept.parked:
        return Sign("parked", "kept", "act", "parked.some", values=(("count", kept.parked),))
    return Sign("parked", "kept", "green", "parked.none")


# ------------------------------------------------------------ replies flowing


def flow_signs(flow: Flow, *, now: int) -> list[Sign]:
    """What says whether replies flow."""
    return [
        _lag(flow),
        _echo(flow),
        _waiting(flow, now),
        _errors(flow),
        _held(flow, now),
        _doubtful(flow),
    ]


def _lag(flow: Flow) -> Sign:
    if flow.lag_ms is None:
        return Sign("lag", "flowing", "unknown", "lag.unknown")
    state = _by(flow.lag_ms, limits.LAG_CHECK_MS.value, limits.LAG_ACT_MS.value)
    said = "lag.none" if state == "green" else "lag.behind"
    return Sign("lag", "flowing", state, said, values=(("lag_ms", flow.lag_ms),))


def _echo(flow: Flow) -> Sign:
    if flow.echo_ms is None:
        return Sign("echo", "flowing", "quiet", "echo.none")
    state = _by(flow.echo_ms, limits.ECHO_CHECK_MS.value, limits.ECHO_ACT_MS.value)
    said = "echo.quick" if state == "green" else "echo.slow"
    return Sign("echo", "flowing", state, said, values=(("lag_ms", flow.echo_ms),))


def _waiting(flow: Flow, now: int) -> Sign:
    if not flow.waiting_since:
        return Sign("wait", "flowing", "green", "wait.none")
    waited = max(0, now - flow.waiting_since)
    state = _by(waited, limits.WAIT_CHECK_MS.value, limits.WAIT_ACT_MS.value)
    said = {"green": "wait.within", "check": "wait.over", "act": "wait.closed"}[state]
    return Sign("wait", "flowing", state, said, flow.waiting_since, (("waited_ms", waited),))


def _errors(flow: Flow) -> Sign:
    if not flow.sent:
        return Sign("errors", "flowing", "quiet", "errors.quiet")
    values = (("failed", flow.failed), ("sent", flow.sent))
    if not flow.failed:
        return Sign("errors", "flowing", "green", "errors.none", values=values)
    percent = 100 * flow.failed / flow.sent
    many = (
        percent > limits.ERRORS_ACT_PERCENT.value and flow.failed >= limits.ERRORS_ACT_COUNT.value
    )
    few = percent > limits.ERRORS_CHECK_PERCENT.value
    state: State = "act" if many else "check" if few else "green"
    return Sign("errors", "flowing", state, "errors.some", values=values)


def _held(flow: Flow, now: int) -> Sign:
    """The pace holds for seconds; while everything automatic is paused, holding is the wish."""
    long = flow.held and now - flow.held_since > limits.HELD_CHECK_MS.value
    values = (("count", flow.held),)
    if long and not flow.paused:
        return Sign("held", "flowing", "check", "held.long", flow.held_since, values)
    if flow.held:
        return Sign("held", "flowing", "quiet", "held.passing", flow.held_since, values)
    return Sign("held", "flowing", "green", "held.none")


def _doubtful(flow: Flow) -> Sign:
    if flow.doubtful:
        values = (("count", flow.doubtful),)
        return Sign("doubt", "flowing", "check", "doubt.some", values=values)
    return Sign("doubt", "flowing", "green", "doubt.none")


def _by(value: int, check: int, act: int) -> State:
    """Green up to and including `check`, to be looked at above it, to be acted on above `act`."""
    if value > act:
        return "act"
    return "check" if value > check else "green"


# ------------------------------------------------------------- number healthy


def number_signs(number: NumberSeen, *, now: int) -> list[Sign]:
    """What says whether one number is healthy."""
    report = number.report
    current = report if report and now - report.at <= limits.REPORT_OLD_MS.value else None
    signs = [_life(number, current, now), _phone(number, now), *_told(number, current, now)]
    name = number.phone_number_id
    return [Sign(s.id, "number", s.state, s.said, s.since, s.values, subject=name) for s in signs]


def _life(number: NumberSeen, report: Report | None, now: int) -> Sign:
    life = number.life
    if life and life != "active":
        return Sign("life", "number", "act", f"life.{life}", number.life_at)
    if now < number.restricted_until:
        values = (("until_at", number.restricted_until),)
        return Sign("life", "number", "act", "life.limited", values=values)
    if report and report.status:
        well = report.status == "CONNECTED" and report.coexists != "no"
        return Sign(
            "life", "number", "green" if well else "act", "life.active" if well else "life.apart"
        )
    return Sign("life", "number", "green" if life else "unknown", f"life.{life or 'unknown'}")


def _phone(number: NumberSeen, now: int) -> Sign:
    """The phone's own words are the only sign of life that reaches us."""
    since = number.phone_seen_at or number.linked_at
    if not since:
        return Sign("phone", "number", "unknown", "phone.never")
    away = max(0, now - since)
    state = _by(away, limits.PHONE_CHECK_MS.value, limits.PHONE_ACT_MS.value)
    values = (("away_ms", away),)
    if state == "green" and not number.phone_seen_at:
        return Sign("phone", "number", "unknown", "phone.never", since)
    said = "phone.seen" if state == "green" else "phone.away"
    return Sign("phone", "number", state, said, since, values)


def _told(number: NumberSeen, report: Report | None, now: int) -> list[Sign]:
    """What only WhatsApp can say; nobody asked, nothing known."""
    if report is None:
        said = "asked.old" if number.report else "asked.never" if number.speaks else "asked.nowhere"
        return [Sign("asked", "number", "unknown", said)]
    if report.permission == "no":
        return [Sign("token", "number", "act", "token.refused", report.at)]
    if report.error:
        return [Sign("asked", "number", "unknown", "asked.failed", report.at)]
    return [_token(report, now), _quality(report), _limit(report), _payment(report), _hook(report)]


def _token(report: Report, now: int) -> Sign:
    ends = report.permission_ends_at
    if report.permission == "unknown":
        return Sign("token", "number", "unknown", "token.unknown")
    if ends <= 0:
        said = "token.endless" if ends == 0 else "token.valid"
        return Sign("token", "number", "green", said)
    left = max(0, ends - now)
    values = (("left_ms", left),)
    if left > limits.TOKEN_CHECK_MS.value:
        return Sign("token", "number", "green", "token.lives", values=values)
    state: State = "act" if left <= limits.TOKEN_ACT_MS.value else "check"
    return Sign("token", "number", state, "token.ends", ends, values)


def _quality(report: Report) -> Sign:
    states: dict[str, State] = {"GREEN": "green", "YELLOW": "check", "RED": "act"}
    state = states.get(report.quality, "unknown")
    return Sign("quality", "number", state, f"quality.{state}")


def _limit(report: Report) -> Sign:
    if not report.tier:
        return Sign("limit", "number", "unknown", "limit.unknown")
    return Sign("limit", "number", "quiet", "limit.known", values=(("tier", report.tier),))


def _payment(report: Report) -> Sign:
    states: dict[str, State] = {"yes": "green", "no": "act", "unknown": "unknown"}
    return Sign("payment", "number", states[report.payment], f"payment.{report.payment}")


def _hook(report: Report) -> Sign:
    if report.subscribed == "no":
        return Sign("hook", "number", "act", "hook.none")
    if report.missing:
        values = (("fields", ", ".join(report.missing)),)
        return Sign("hook", "number", "act", "hook.missing", values=values)
    known = report.subscribed == "yes"
    return Sign("hook", "number", "green" if known else "unknown", f"hook.{report.subscribed}")
