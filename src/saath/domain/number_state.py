"""Whether an account may send, as far as WhatsApp said. Six registers: the latest of each counts.

Leaving and coming back are told apart by what ends what: a reconnection ends a suspension and
nothing else, a new link ends a removal, only Meta's own word ends a ban. So events may come late,
twice or in the wrong order. Which event means what: Meta, account_update and the coexistence
pages (read 2026-11-21). What is not listed leaves the state as it is and is shown as a notice.
"""

import json
from dataclasses import replace
from typing import Literal

from saath.domain.limits import PORTFOLIO_TIERS
from saath.domain.values import dataclass

type Life = Literal["active", "suspended", "removed", "restricted", "banned"]
type Register = Literal[
    "offboarded_at", "reconnected_at", "removed_at", "added_at", "banned_at", "reinstated_at"
]

REGISTER_OF_EVENT: dict[str, Register] = {
    "PARTNER_REMOVED": "removed_at",
    "PARTNER_APP_UNINSTALLED": "removed_at",
    "PARTNER_ADDED": "added_at",
    "ACCOUNT_OFFBOARDED": "offboarded_at",
    "ACCOUNT_RECONNECTED": "reconnected_at",
    "ACCOUNT_DELETED": "banned_at",
}
REGISTER_OF_BAN: dict[str, Register] = {"DISABLE": "banned_at", "REINSTATE": "reinstated_at"}
NEVER = -1
"""What never happened; 0 happened at a time that nobody told."""
# Restrictions that forbid answering, not only starting conversations or calling.
RESTRICTS_REPLIES = frozenset({"RESTRICTED_CUSTOMER_INITIATED_MESSAGING"})
RESTRICTS_TEMPLATES = frozenset(
    {"RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_UTILITY_TEMPLATES"}
)


@dataclass(frozen=True, slots=True)
class NumberState:
    """The life of one account's numbers. Times are Meta's, of the latest event of each kind.

    `no_replies_until` and `no_templates_until` are ends of restrictions, milliseconds.
    `people_a_day` is how many people its portfolio may write to first, 0 as long as nobody told.
    """

    account_id: str
    offboarded_at: int = NEVER
    reconnected_at: int = NEVER
    removed_at: int = NEVER
    added_at: int = NEVER
    banned_at: int = NEVER
    reinstated_at: int = NEVER
    no_replies_until: int = 0
    no_templates_until: int = 0
    people_a_day: int = 0
    people_told_at: int = NEVER

    @property
    def life(self) -> Life:
        """What holds now; of two events at the same instant the stricter wins."""
        if _holds(self.banned_at, self.reinstated_at):
            return "banned"
        if _holds(self.removed_at, self.added_at):
            return "removed"
        if _holds(self.offboarded_at, max(self.reconnected_at, self.added_at)):
            return "suspended"
        return "active"

    @property
    def at(self) -> int:
        """When what holds now began."""
        match self.life:
            case "banned":
                return self.banned_at
            case "removed":
                return self.removed_at
            case "suspended":
                return self.offboarded_at
            case _:
                return max(self.reconnected_at, self.added_at, self.reinstated_at, 0)

    def at_now(self, now: int) -> Life:
        """The same with restrictions, which end by themselves."""
        is_restricted = now < max(self.no_replies_until, self.no_templates_until)
        return "restricted" if self.life == "active" and is_restricted else self.life


def live_on(state: NumberState, event: str, detail: str, at: int) -> NumberState:
    """Join one event; the order in which events are joined changes nothing."""
    said = _said(detail)
    register = REGISTER_OF_EVENT.get(event) or REGISTER_OF_BAN.get(_ban(said))
    joined = _joined(state, register, at) if register else state
    return replace(
        joined,
        no_replies_until=max(state.no_replies_until, _until(said, RESTRICTS_REPLIES)),
        no_templates_until=max(state.no_templates_until, _until(said, RESTRICTS_TEMPLATES)),
    )


def limited(state: NumberState, detail: str, at: int) -> NumberState:
    """Join what one event says of the portfolio's limit; of two at the same instant the lower wins."""
    people = people_in(_said(detail).get("max_daily_conversations_per_business"))
    told = max((state.people_told_at, -state.people_a_day), (at, -people))
    if not people or told == (state.people_told_at, -state.people_a_day):
        return state
    return replace(state, people_a_day=people, people_told_at=at)


def people_in(told: object) -> int:
    """How many people a limit allows, told as a number or as a tier; 0 for what tells nothing."""
    text = "TIER_UNLIMITED" if told == -1 else str(told)  # -1: Meta, of the key before this one
    if text in PORTFOLIO_TIERS:
        return PORTFOLIO_TIERS[text].value
    if not (text.isascii() and text.isdigit()):
        return 0
    return min(int(text[:16]), PORTFOLIO_TIERS["TIER_UNLIMITED"].value)


def linked(state: NumberState, at: int) -> NumberState:
    """Join what we know ourselves: the number was linked anew, whether or not Meta tells it."""
    return _joined(state, "added_at", at)


def _joined(state: NumberState, register: Register, at: int) -> NumberState:
    changed: dict[str, int] = {register: max(at, getattr(state, register))}
    return replace(state, **changed)  # type: ignore[arg-type]  # every register is an int


def _holds(began: int, ended: int) -> bool:
    return began > 0 and ended <= began


def _said(detail: str) -> dict[str, object]:
    try:
        said = json.loads(detail)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _ban(said: dict[str, object]) -> str:
    info = said.get("ban_info")
    return str(info.get("waba_ban_state", "")) if isinstance(info, dict) else ""


def _until(said: dict[str, object], types: frozenset[str]) -> int:
    """The latest end of a restriction of one of these types; Meta gives seconds."""
    infos = said.get("restriction_info")
    ends = [0]
    for info in infos if isinstance(infos, list) else []:
        if isinstance(info, dict) and info.get("restriction_type") in types:
            end = info.get("expiration")
            ends.append(end * 1000 if isinstance(end, int) else 0)
    return max(ends)
