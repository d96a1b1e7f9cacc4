"""Bring the alerts of a business up to what its signs say, and write the letters that tell of it.

An alert and its letters are written in one transaction: none is told twice, none is forgotten.
"""

from collections.abc import Collection, Iterable

import msgspec

from saath.domain.alerts import (
    Change,
    Changed,
    Mended,
    Opened,
    Repeated,
    Standing,
    Worsened,
    changes,
)
from saath.domain.ids import digest
from saath.domain.lights import Sign
from saath.store.kinds import PRIMARY
from saath.store.models import Alert
from saath.store.tenancy import as_business
from saath.transition.alerts.letters import Told, write

EVENTS = {Opened: "opened", Worsened: "opened", Repeated: "repeated", Mended: "mended"}


def reconcile(
    business: str, signs: Collection[Sign], *, present: Collection[str], now: int
) -> bool:
    """Open, repeat and close; return whether a page should look again."""
    with as_business(business, PRIMARY):
        rows = {row.id: row for row in _open(business)}
        standing = [
            Standing(r.id, r.kind, r.state, r.told_at, bool(r.seen_at)) for r in rows.values()
        ]
        wanted = changes(standing, signs, present=present, now=now)
        moved = [_carry_out(business, change, rows, now) for change in wanted]
    return any(moved)


def note_seen(business: str, key: str, *, by: str, now: int) -> bool:
    """Somebody takes note of an alert: it is not told again. False when it was mended or noted."""
    with as_business(business, PRIMARY):
        rows = Alert.objects.using(PRIMARY).filter(
            business=business, id=key, closed_at=0, seen_at=0
        )
        return bool(rows.update(seen_by=by, seen_at=now))


def _open(business: str) -> Iterable[Alert]:
    return Alert.objects.using(PRIMARY).filter(business=business, closed_at=0)


def _carry_out(business: str, change: Change, rows: dict[str, Alert], now: int) -> bool:
    if isinstance(change, Changed):
        return _say(rows[change.alert.id], change.sign)
    row = _row(business, change, rows, now)
    if row is None:
        return False
    write(business, _told(EVENTS[type(change)], row, now), now=now)
    return True


def _row(
    business: str,
    change: Opened | Worsened | Repeated | Mended,
    rows: dict[str, Alert],
    now: int,
) -> Alert | None:
    """The row of the alert, written as the change wants it."""
    if isinstance(change, Opened):
        return _made(business, change.sign, now)
    row = rows[change.alert.id]
    if isinstance(change, Mended):
        row.closed_at = now
    else:
        row.told_at = now
        if isinstance(change, Worsened):
            row.seen_at, row.seen_by = 0, ""
        _put(row, change.sign)
    row.save(using=PRIMARY)
    return row


def _made(business: str, sign: Sign, now: int) -> Alert | None:
    """The row of a new alert; None when another worker opened it in the same moment."""
    row = Alert(
        business=business,
        id=digest("alert", business, sign.key, str(now)),
        kind=sign.key,
        light=sign.light,
        opened_at=now,
        told_at=now,
    )
    _put(row, sign)
    Alert.objects.using(PRIMARY).bulk_create([row], ignore_conflicts=True)
    mine = Alert.objects.using(PRIMARY).filter(business=business, id=row.id)
    return row if mine.exists() else None


def _say(row: Alert, sign: Sign) -> bool:
    """Let the row say what the sign says now. Ages grow all the time: they alone are no news."""
    before = (row.state, row.said)
    _put(row, sign)
    if before == (row.state, row.said):
        return False
    row.save(using=PRIMARY)
    return True


def _put(row: Alert, sign: Sign) -> None:
    row.state, row.said = sign.state, sign.said
    row.detail = msgspec.json.encode(dict(sign.values)).decode()


def _told(event: str, row: Alert, now: int) -> Told:
    return Told(
        event, row.id, row.kind, row.light, row.state, row.said, row.detail, row.opened_at, now
    )
