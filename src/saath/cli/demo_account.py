"""Two accounts of the same messages: what the shop told, and what Saath shows. Pure.

Lost is what was told and is not shown, or not as it was told. Doubled is what is shown once too
often, or was never told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saath.simulator.expected import Known

type Row = dict[str, Any]
"""A message as the API lists it, with the `contact` of its conversation."""

# An echo with no status yet was sent, or there would be no echo; history says "pending" of what
# the phone had not handed over, and "error" of what failed.
_STATUS = {"": "sent", "pending": "sending", "error": "failed"}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What the comparison found. A difference names fields and kinds, never what was said."""

    lost: int
    doubled: int
    differences: tuple[str, ...]


def reckon(told: Mapping[str, Known], shown: Iterable[Row]) -> Reckoning:
    """Compare both accounts, message by message. What says of itself that it never went is no claim."""
    rows = [row for row in shown if not _never_went(row)]
    times = Counter(row["wamid"] for row in rows)
    right = {row["wamid"] for row in rows if _is_told(told, row)}
    never = [row for row in rows if row["wamid"] not in told]
    again = sum(times[wamid] - 1 for wamid in times.keys() & told.keys())
    return Reckoning(
        lost=len(told.keys() - right),
        doubled=again + len(never),
        differences=tuple(_differences(told, rows, times)),
    )


def _never_went(row: Row) -> bool:
    return row["wamid"] is None and row["status"] in {"failed", "cancelled"}


def _is_told(told: Mapping[str, Known], row: Row) -> bool:
    known = told.get(row["wamid"])
    return known is not None and not _wrong(known, row)


def _differences(
    told: Mapping[str, Known], rows: Iterable[Row], times: Mapping[str | None, int]
) -> Iterable[str]:
    for known in told.values():
        if known.wamid not in times:
            yield f"not shown: {known.origin} {known.type} of {known.at}"
    for row in rows:
        what = f"{row['origin']} {row['type']} of {row['at']}"
        if row["wamid"] not in told:
            yield f"never told: {what}"
        elif wrong := _wrong(told[row["wamid"]], row):
            yield f"shown otherwise ({', '.join(wrong)}): {what}"
        elif times[row["wamid"]] > 1:
            yield f"shown {times[row['wamid']]} times: {what}"


def _wrong(known: Known, row: Row) -> list[str]:
    """The fields that say something else. Of our own sends the times are our own as well."""
    told = _as_told(known)
    if known.origin == "sent":
        del told["at"]
    shown = _as_shown(row)
    return [name for name in told if told[name] != shown[name]]


def _as_told(known: Known) -> Row:
    person = {"bsuid": known.bsuid} if known.bsuid else {"phone": known.phone}
    return person | {
        "direction": "out" if known.outbound else "in",
        "origin": known.origin,
        "type": known.type,
        "text": known.text,
        "at": known.at,
        "edited": known.edited,
        "deleted": known.deleted,
        "status": _STATUS.get(known.status, known.status) if known.outbound else None,
        "reactions": known.reactions,
    }


def _as_shown(row: Row) -> Row:
    return row | {
        "bsuid": row["contact"]["bsuid"],
        "phone": (row["contact"]["phone"] or "").lstrip("+"),
        "at": int(datetime.fromisoformat(row["at"]).timestamp()),
        "reactions": {reaction["from"]: reaction["emoji"] for reaction in row["reactions"]},
    }
