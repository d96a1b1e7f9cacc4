"""The ledger of a number's sync: what was asked for, what came, what is missing. Pure.

Read off what was told, never off a wish: `complete` needs proof. Facts of Meta: contacts and
history are asked for once each, within 24 hours of linking; history comes in phases (0: the day
of linking and the day before, 1: up to day 90, 2: up to day 180) of chunks in any order, and a
phase without messages sends nothing; progress 100 ends it; nothing ends the contacts
(embedded-signup/onboarding-business-app-users and webhooks/history, read 2026-11-21).

Chunk numbers prove that nothing is missing inside a phase and, with progress 100, at the end of
the last one. A chunk lost from the very end of an earlier phase leaves no trace in what Meta says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from saath.domain.facts.linking import Asked, Sync
from saath.domain.policy import HOUR_MS, MINUTE_MS

DAY_MS = 24 * HOUR_MS
WINDOW_MS = 24 * HOUR_MS
SILENT_MS = HOUR_MS
STALLED_MS = 20 * MINUTE_MS
ALARM_HOURS = (1, 6, 20)
REACH_DAYS = ((0, 1), (1, 90), (90, 180))
"""Which days before linking each phase holds, counted back."""
MISSING_MAX = 200
"""So many lost chunks are named. A number that is spoiled would prove two thousand million others:
to name them takes more memory than there is."""
TOO_LATE_CODES = frozenset({2593108, 135000})  # the second was seen in a library, not at Meta
ALREADY_CODES = frozenset({2593107})

type SyncState = Literal[
    "not_requested",
    "requested",
    "receiving",
    "partial",
    "complete",
    "declined",
    "expired",
    "silent",
]
OVER: frozenset[SyncState] = frozenset({"complete", "declined", "expired"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """One delivery of history. `at` is when it first came."""

    phase: int
    order: int
    progress: int
    messages: int
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """Asking for one sync, and the answer: empty while none is known."""

    sync: Sync
    at: int
    answer: Asked | Literal[""] = ""
    request_id: str = ""
    code: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was told about the sync of one link."""

    phone_number_id: str
    linked_at: int
    calls: tuple[Call, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    declined_at: int | None = None
    contacts: int = 0
    hears_contacts: bool = False
    alarms: frozenset[tuple[Sync, int]] = frozenset()
    days: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """What came of one phase. `missing` are the first chunks that others prove to exist."""

    number: int
    chunks: int
    messages: int
    progress: int
    missing: tuple[int, ...]
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: a chunk, or (`chunk` None) the end of what was announced.

    Messages of it lie between `begins` and `ends`; `empty_days` are the days in there of which
    nothing came, as their beginnings, when days were counted.
    """

    phase: int
    chunk: int | None
    begins: int
    ends: int
    empty_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncLine:
    """One of the two syncs. `count` is of messages or contacts; `deadline` ends asking for it."""

    sync: Sync
    state: SyncState
    asked_at: int
    answer: Asked | Literal[""]
    request_id: str
    code: int
    deadline: int
    count: int
    progress: int
    last_at: int
    alarms: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        """Whether it was certainly not asked for yet, and can be: not refused, not too late."""
        return self.state == "not_requested" and self.answer == ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sync of one link, as far as it is known now."""

    phone_number_id: str
    linked_at: int
    contacts: SyncLine
    history: SyncLine
    phases: tuple[Phase, ...]
    gaps: tuple[Gap, ...]
    proven_empty: tuple[tuple[int, int], ...]

    @property
    def states(self) -> dict[Sync, SyncState]:
        """The state of each sync."""
        return {"contacts": self.contacts.state, "history": self.history.state}


def ledger_of(told: Evidence, *, now: int) -> Ledger:
    """Draw up the ledger."""
    chunks = _each_once(told)
    phases = _phases(told, chunks)
    ends = bool(chunks) and _last(chunks).progress == 100
    history = _history(told, chunks, phases, now=now, ends=ends)
    return Ledger(
        told.phone_number_id,
        told.linked_at,
        _contacts(told, now),
        history,
        phases,
        _gaps(told, phases, history.state, ends=ends),
        _proven_empty(told, history, now),
    )


def due_alarms(ledger: Ledger, now: int) -> Iterable[tuple[Sync, int]]:
    """The alarms that should have sounded by now and did not, while there is time to act."""
    for line in (ledger.contacts, ledger.history):
        worried = line.state in {"not_requested", "requested", "silent", "partial"}
        if ledger.linked_at and worried and now < line.deadline:
            for hours in ALARM_HOURS:
                if now >= ledger.linked_at + hours * HOUR_MS and hours not in line.alarms:
                    yield line.sync, hours


def _each_once(told: Evidence) -> dict[tuple[int, int], Chunk]:
    """Each chunk once; of two copies the one that is further."""
    found: dict[tuple[int, int], Chunk] = {}
    for chunk in told.chunks:
        key = (chunk.phase, chunk.order)
        found[key] = max(found.get(key, chunk), chunk, key=_furthest)
    return found


def _furthest(chunk: Chunk) -> tuple[int, int, int]:
    return (chunk.progress, chunk.messages, chunk.at)


def _last(chunks: Mapping[tuple[int, int], Chunk]) -> Chunk:
    return chunks[max(chunks)]


def _phases(told: Evidence, chunks: Mapping[tuple[int, int], Chunk]) -> tuple[Phase, ...]:
    return tuple(
        _phase(told, number, [c for c in chunks.values() if c.phase == number])
        for number in sorted({chunk.phase for chunk in chunks.values()})
    )


def _phase(told: Evidence, number: int, chunks: list[Chunk]) -> Phase:
    orders = {chunk.order for chunk in chunks}
    missing = (n for n in range(min(1, *orders), max(orders)) if n not in orders)
    begins, ends = _reach(told.linked_at, number)
    return Phase(
        number,
        len(chunks),
        sum(chunk.messages for chunk in chunks),
        max(chunk.progress for chunk in chunks),
        tuple(islice(missing, MISSING_MAX)),
        begins,
        ends,
    )


def _reach(linked_at: int, phase: int) -> tuple[int, int]:
    near, far = REACH_DAYS[min(max(phase, 0), len(REACH_DAYS) - 1)]
    return linked_at - far * DAY_MS, linked_at - near * DAY_MS


def _call(told: Evidence, sync: Sync) -> Call:
    """The last time it was asked for; an answer that certainly did not count is no asking."""
    calls = [call for call in told.calls if call.sync == sync and call.answer != "deferred"]
    return max(calls, key=lambda call: call.at, default=Call(sync, 0))


def _history(
    told: Evidence,
    chunks: Mapping[tuple[int, int], Chunk],
    phases: tuple[Phase, ...],
    *,
    now: int,
    ends: bool,
) -> SyncLine:
    heard = max((chunk.at for chunk in chunks.values()), default=0)
    whole = ends and not any(phase.missing for phase in phases)
    state: SyncState
    if told.declined_at is not None and not chunks:
        state = "declined"
    elif not chunks:
        state = _unheard(told, "history", now)
    elif whole:
        state = "complete"
    else:
        state = "partial" if now - heard >= STALLED_MS else "receiving"
    progress = max((phase.progress for phase in phases), default=0)
    count = sum(phase.messages for phase in phases)
    return _line(told, "history", state, count, progress, heard)


def _contacts(told: Evidence, now: int) -> SyncLine:
    """Nothing ever ends them: WhatsApp goes on telling every change of the phone book."""
    asked = bool(_call(told, "contacts").at)
    if asked and told.hears_contacts:
        return _line(told, "contacts", "receiving", told.contacts, 0, 0)
    return _line(told, "contacts", _unheard(told, "contacts", now), 0, 0, 0)


def _unheard(told: Evidence, sync: Sync, now: int) -> SyncState:
    """The state of a sync of which nothing came."""
    call = _call(told, sync)
    if call.code in TOO_LATE_CODES:
        return "expired"
    if call.at and (call.answer != "rejected" or call.code in ALREADY_CODES):
        return "silent" if now - call.at >= SILENT_MS else "requested"
    is_over = told.linked_at and now >= told.linked_at + WINDOW_MS
    return "expired" if is_over else "not_requested"


def _line(
    told: Evidence, sync: Sync, state: SyncState, count: int, progress: int, last_at: int
) -> SyncLine:
    call = _call(told, sync)
    deadline = told.linked_at + WINDOW_MS if told.linked_at else 0
    alarms = tuple(sorted(hours for of, hours in told.alarms if of == sync))
    return SyncLine(
        sync, state, call.at, call.answer, call.request_id, call.code, deadline, count, progress,
        last_at, alarms,
    )  # fmt: skip


def _gaps(
    told: Evidence, phases: tuple[Phase, ...], state: SyncState, *, ends: bool
) -> tuple[Gap, ...]:
    found = [
        Gap(phase.number, chunk, phase.begins, phase.ends, _empty_days(told, phase))
        for phase in phases
        for chunk in phase.missing
    ]
    if phases and not ends and state == "partial":
        oldest = _reach(told.linked_at, 2)[0]
        found.append(Gap(phases[-1].number, None, oldest, phases[-1].ends))
    return tuple(found)


def _empty_days(told: Evidence, phase: Phase) -> tuple[int, ...]:
    if told.days is None:
        return ()
    days = range(-(-phase.begins // DAY_MS), phase.ends // DAY_MS)
    return tuple(day * DAY_MS for day in days if not told.days.get(day))


def _proven_empty(told: Evidence, history: SyncLine, now: int) -> tuple[tuple[int, int], ...]:
    """Where WhatsApp surely gives nothing: all of the past, or what lies beyond its reach.

    Days of which nothing came are proven only once everything else is there. A day of which
    something is there, told by an earlier link, is never empty.
    """
    spans = _asked_in_vain(told, history, now) if told.linked_at else ()
    return tuple(_without(spans, told.days or {}))


def lies_in(spans: Iterable[tuple[int, int]], at: int) -> bool:
    """Whether a moment lies in one of these spans; their ends do not belong to them."""
    return any(begins <= at < ends for begins, ends in spans)


def _without(
    spans: tuple[tuple[int, int], ...], days: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    full = sorted(day * DAY_MS for day, count in days.items() if count)
    for begins, ends in spans:
        rest = begins
        for day in full:
            if rest < day + DAY_MS and day < ends:
                if rest < day:
                    yield rest, day
                rest = day + DAY_MS
        if rest < ends:
            yield rest, ends


def _asked_in_vain(told: Evidence, history: SyncLine, now: int) -> tuple[tuple[int, int], ...]:
    is_late = now >= told.linked_at + WINDOW_MS and history.state in {"not_requested", "expired"}
    if history.state == "declined" or is_late:
        return ((0, told.linked_at),)
    horizon = _reach(told.linked_at, 2)[0]
    spans = [(0, horizon)]
    if history.state == "complete" and told.days is not None:
        days = range(-(-horizon // DAY_MS), told.linked_at // DAY_MS)
        empty = (day for day in days if not told.days.get(day))
        spans += [(day * DAY_MS, (day + 1) * DAY_MS) for day in empty]
    return tuple(spans)
