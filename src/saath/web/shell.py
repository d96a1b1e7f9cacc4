"""What every page of somebody signed in shows around itself: the shop, the person, the count."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from saath.queries.businesses import get_business, get_pause
from saath.queries.inbox import count_waiting
from saath.web.asking import KEEPERS, MOVERS, OPERATORS, Asking, sees_past
from saath.web.lights import standing_parts
from saath.web.pause.pages import PAUSERS

# One zone for all of India; a setting of the business comes with its opening hours.
ZONE = ZoneInfo("Asia/Kolkata")

_ROLES = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "agent": _("Agent"),
    "observer": _("Observer"),
    "developer": _("Developer"),
    "auditor": _("Auditor"),
}


def shell(request: Asking, place: str, waiting: int | None = None) -> dict[str, Any]:
    """The context of `shell.html`; `waiting` is counted here unless the page knows it."""
    user = request.user
    business = get_business(user.business)
    if waiting is None:
        waiting = count_waiting(user.business, request.now, past=sees_past(user))
    return {
        "shop": business.name,
        "simulated": business.simulated,
        "phone_url": f"{business.simulator}/_sim/phone" if business.simulator else "",
        "role": translated(_ROLES.get(user.role, user.role)),
        "initials": (user.name or user.username)[:2].upper(),
        "is_operator": user.role in OPERATORS,
        "may_assess": user.role in KEEPERS,
        "may_move": user.role in MOVERS,
        "role_sees_past": sees_past(user),
        "place": place,
        "paused": get_pause(user.business),
        "may_pause": user.role in PAUSERS,
        "waiting": waiting,
        **standing_parts(request),
    }
