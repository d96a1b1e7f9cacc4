"""A ledger as programs are told it: one object, times in ISO 8601, by the CLI and the API alike."""

from datetime import UTC, datetime
from typing import Any

from saath.domain.ledger import Gap, Ledger, Phase, SyncLine

type Told = dict[str, Any]


def moment(at: int) -> str | None:
    """A time as it is told; None for never."""
    if not at:
        return None
    written = datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z")


def ledger_told(ledger: Ledger, now: int) -> Told:
    """Everything the ledger says."""
    return {
        "phone_number_id": ledger.phone_number_id,
        "linked_at": moment(ledger.linked_at),
        "contacts": _line(ledger.contacts, now),
        "history": _line(ledger.history, now),
        "phases": [_phase(phase) for phase in ledger.phases],
        "gaps": [_gap(gap) for gap in ledger.gaps],
        "proven_empty": [
            {"from": moment(begins), "to": moment(ends)} for begins, ends in ledger.proven_empty
        ],
    }


def _line(line: SyncLine, now: int) -> Told:
    left = max(0, line.deadline - now) // 1000 if line.deadline else None
    return {
        "state": line.state,
        "count": line.count,
        "progress": line.progress,
        "asked_at": moment(line.asked_at),
        "answer": line.answer or None,
        "request_id": line.request_id or None,
        "code": line.code or None,
        "deadline": moment(line.deadline),
        "seconds_left": left,
        "last_at": moment(line.last_at),
        "alarms": list(line.alarms),
    }


def _phase(phase: Phase) -> Told:
    return {
        "phase": phase.number,
        "chunks": phase.chunks,
        "messages": phase.messages,
        "progress": phase.progress,
        "missing": list(phase.missing),
        "from": moment(phase.begins),
        "to": moment(phase.ends),
    }


def _gap(gap: Gap) -> Told:
    return {
        "phase": gap.phase,
        "chunk": gap.chunk,
        "from": moment(gap.begins),
        "to": moment(gap.ends),
        "empty_days": [str(moment(day))[:10] for day in gap.empty_days],
    }
