"""One number of the business: what state it is in, since when, and everything that befell it.

Not here: its sync (`ledger`), what somebody should do about it (`conditions`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from msgspec.json import decode

from saath.domain.fold.numbers import OF_A_LINK, SYNC
from saath.domain.identity import digits
from saath.domain.number_state import Life, NumberState
from saath.domain.policy import Number
from saath.queries.reading import Reading, reading
from saath.store.kinds import PRIMARY, TABLES
from saath.store.load import load_accounts
from saath.store.models import Connection, Link, Observation
from saath.store.tenancy import as_business

TIMELINE_MAX = 200
LINKED = "LINKED"
"""Our own word for what the registry says; Meta's PARTNER_ADDED may come late, or never."""

_MARKS = """SELECT COALESCE(MAX(asked_at), 0), COALESCE(MAX(answered_at), 0) FROM conversation
    WHERE business = ? AND phone_number_id = ?"""
_TOLD = """SELECT at, what, event, detail FROM notice WHERE business = ? AND what <> 'history'
    AND ((subject = 'number' AND subject_id IN (?, ?)) OR (subject = 'account'
    AND subject_id IN (?, ?))) ORDER BY at DESC, id LIMIT ?"""

_WAS_CUT = """SELECT 1 FROM account_state WHERE business = ? AND account_id = ?
    AND (offboarded_at >= 0 OR removed_at >= 0)"""

type State = Life | Literal["not_linked"]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that befell the number. `what` is Meta's field, `event` its word, `detail` JSON."""

    at: int
    what: str
    event: str
    detail: str

    @property
    def sync(self) -> str:
        """Which sync it is about, if it is about one."""
        of_a_link = self.what == SYNC and self.detail.startswith(OF_A_LINK)
        return str(decode(self.detail).get("sync", "")) if of_a_link else ""

    @property
    def word(self) -> str:
        """What happened, in one word: Meta's event, or of a ban which way it went."""
        if self.event != "DISABLED_UPDATE":
            return self.event
        info = decode(self.detail).get("ban_info")
        return str(info.get("waba_ban_state", "")) if isinstance(info, dict) else self.event


@dataclass(frozen=True, slots=True)
class Cut:
    """From when to when nothing reached Saath; `to` is 0 while it lasts.

    What was said on the phone meanwhile is on the phone only: WhatsApp does not tell it later.
    """

    since: int
    to: int
    why: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at WhatsApp found, since when it is so, and when it was looked at last."""

    value: str
    since: int
    at: int


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number. Times are milliseconds, 0 when it never was; None when nobody knows.

    `phone_seen_at` is the last sign of the phone that reaches us: words written on it, or its
    reconnection. `seen` is what looking found, by what was looked at.
    """

    phone_number_id: str
    display_phone_number: str
    waba_id: str
    portfolio_id: str
    provider: str
    state: State
    since: int
    linked_at: int
    last_inbound_at: int
    last_echo_at: int
    phone_seen_at: int
    quality: str
    tier: str
    token_expires_at: int | None
    restricted_until: int
    inbound_ms: int | None
    echo_ms: int | None
    seen: dict[str, Seen]
    timeline: tuple[Happening, ...]
    cuts: tuple[Cut, ...]


def list_numbers(business: str, *, using: str = TABLES) -> tuple[str, ...]:
    """The ids of the business's numbers, in the order of its registry."""
    with reading(business, 0, using) as read:
        return tuple(number.phone_number_id for number in read.policy.numbers)


def get_number(
    business: str, phone_number_id: str, now: int, *, using: str = TABLES
) -> NumberView | None:
    """The number with this id, or None if the business has no such number."""
    with reading(business, now, using) as read:
        number = read.policy.number(phone_number_id)
        if number is None:
            return None
        state = load_accounts(business, using).get(number.waba_id) or NumberState(number.waba_id)
        inbound, echo = read.database.select(_MARKS, (business, phone_number_id))[0]
        told = _told(read, number)
    return _view(_Known(business, number, state, inbound, echo, told), now)


@dataclass(frozen=True, slots=True)
class _Known:
    business: str
    number: Number
    state: NumberState
    inbound: int
    echo: int
    told: tuple[Happening, ...]


def _view(known: _Known, now: int) -> NumberView:
    number, state = known.number, known.state
    link, provider, seen = _kept(known.business, number.phone_number_id)
    life = state.at_now(now)
    return NumberView(
        phone_number_id=number.phone_number_id,
        display_phone_number=number.display_phone_number,
        waba_id=number.waba_id,
        portfolio_id=number.portfolio_id,
        provider=provider,
        state=life if number.linked_at or life != "active" else "not_linked",
        since=state.at or number.linked_at,
        linked_at=number.linked_at,
        last_inbound_at=known.inbound,
        last_echo_at=known.echo,
        phone_seen_at=max(known.echo, number.linked_at, state.reconnected_at, 0),
        quality=seen["quality"].value if "quality" in seen else "",
        tier=seen["tier"].value if "tier" in seen else "",
        token_expires_at=link.token_expires_at if link and link.linked_at else None,
        restricted_until=max(state.no_replies_until, state.no_templates_until),
        inbound_ms=link.inbound_ms if link and link.inbound_ms >= 0 else None,
        echo_ms=link.echo_ms if link and link.echo_ms >= 0 else None,
        seen=seen,
        timeline=known.told,
        cuts=cuts_of(known.told),
    )


def _told(read: Reading, number: Number) -> tuple[Happening, ...]:
    display = digits(number.display_phone_number)
    ids = (number.phone_number_id, display, number.waba_id, number.portfolio_id)
    rows = read.database.select(_TOLD, (read.business, *ids, TIMELINE_MAX))
    told = [Happening(*row) for row in rows]
    if number.linked_at:
        told.append(Happening(number.linked_at, "link", LINKED, "{}"))
    return tuple(sorted(told, key=lambda happening: happening.at, reverse=True))


def _kept(business: str, phone_number_id: str) -> tuple[Link | None, str, dict[str, Seen]]:
    """The last link of the number that came through, its provider, and what looking found."""
    with as_business(business, PRIMARY, reads=True):
        links = Link.objects.filter(
            business=business, phone_number_id=phone_number_id, linked_at__gt=0
        )
        link = links.order_by("-linked_at").first()
        rows = Connection.objects.filter(business=business, phone_number_id=phone_number_id)
        providers = list(rows.values_list("provider", flat=True))
        looked = Observation.objects.filter(business=business, phone_number_id=phone_number_id)
        seen = {o.what: Seen(o.value, o.since, o.at) for o in looked}
    return link, providers[0] if providers else "", seen


_CUTS = {
    "ACCOUNT_OFFBOARDED": "suspended",
    "PARTNER_REMOVED": "removed",
    "PARTNER_APP_UNINSTALLED": "removed",
}
_MENDS = {
    "suspended": {"ACCOUNT_RECONNECTED", "PARTNER_ADDED", LINKED},
    "removed": {"PARTNER_ADDED", LINKED},
}


def cuts_of(told: Iterable[Happening]) -> tuple[Cut, ...]:
    """When the link was cut, the first first; each cut lasts until what mends it."""
    cuts: list[Cut] = []
    for event in sorted(told, key=lambda happening: happening.at):
        is_open = bool(cuts) and not cuts[-1].to
        why = _CUTS.get(event.event)
        if is_open and event.event in _MENDS[cuts[-1].why]:
            cuts[-1] = Cut(cuts[-1].since, event.at, cuts[-1].why)
        elif why and not is_open:
            cuts.append(Cut(event.at, 0, why))
        elif is_open and why == "removed":
            cuts[-1] = Cut(cuts[-1].since, 0, why)
    return tuple(cuts)


def list_cuts(read: Reading, phone_number_id: str) -> tuple[Cut, ...]:
    """When the link of this number was cut; nothing is read for one that never was."""
    number = read.policy.number(phone_number_id)
    if number is None or not read.database.select(_WAS_CUT, (read.business, number.waba_id)):
        return ()
    return cuts_of(_told(read, number))
