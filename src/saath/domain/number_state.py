"""Whether an account may send, as far as WhatsApp said. A register: the latest statement counts.

Which event means what: Meta, account_update and the coexistence pages (read 2026-11-21). What is
not listed leaves the state as it is and is shown as a notice.
"""

import json
from typing import Literal

from saath.domain.values import dataclass

type Life = Literal["active", "suspended", "removed", "restricted", "banned"]

LIFE_OF_EVENT: dict[str, Life] = {
    "PARTNER_REMOVED": "removed",
    "PARTNER_APP_UNINSTALLED": "removed",
    "ACCOUNT_OFFBOARDED": "suspended",
    "ACCOUNT_RECONNECTED": "active",
    "ACCOUNT_DELETED": "banned",
}
LIFE_OF_BAN: dict[str, Life] = {"DISABLE": "banned", "REINSTATE": "active"}
# Restrictions that forbid answering, not only starting conversations or calling.
RESTRICTS_REPLIES = frozenset({"RESTRICTED_CUSTOMER_INITIATED_MESSAGING"})
RESTRICTS_TEMPLATES = frozenset(
    {"RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_UTILITY_TEMPLATES"}
)
STRICTER: tuple[Life, ...] = ("active", "suspended", "removed", "restricted", "banned")


@dataclass(frozen=True, slots=True)
class NumberState:
    """The life of one account's numbers. `at` is Meta's time of the statement.

    `no_replies_until` and `no_templates_until` are ends of restrictions, milliseconds.
    """

    account_id: str
    life: Life = "active"
    at: int = 0
    no_replies_until: int = 0
    no_templates_until: int = 0


def live_on(state: NumberState, event: str, detail: str, at: int) -> NumberState:
    """Join one event; of two at the same instant the stricter wins, whatever the order."""
    said = _said(detail)
    life, at_of_life = state.life, state.at
    told = LIFE_OF_EVENT.get(event) or LIFE_OF_BAN.get(_ban(said))
    if told and (at, STRICTER.index(told)) > (at_of_life, STRICTER.index(life)):
        life, at_of_life = told, at
    return NumberState(
        state.account_id,
        life,
        at_of_life,
        max(state.no_replies_until, _until(said, RESTRICTS_REPLIES)),
        max(state.no_templates_until, _until(said, RESTRICTS_TEMPLATES)),
    )


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
