"""Limits that Meta, the law or we ourselves set: dated data with a source, never buried in a rule.

A limit changes by a new row here (and later by a policy), not by an edit of the rule that reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Limit:
    """`value` in the unit that the name says. `source` and `checked` say where it stands and when."""

    value: int
    source: str
    checked: str


WINDOW_MARGIN_MS = Limit(
    5 * 60 * 1000, "our own: a message on its way must not be late", "2026-11-21"
)
NUMBER_PER_SECOND = Limit(
    20,
    "Meta: coexistence numbers have a fixed throughput of 20 messages a second, both ways",
    "2026-11-21",
)
OWN_SHARE_PER_SECOND = Limit(14, "our own: leaves room for what customers write", "2026-11-21")
CLOCK_BACK_MS = Limit(
    5 * 60 * 1000,
    "our own: what lies further ahead was written before a clock was set back",
    "2026-11-22",
)
PERSON_EVERY_MS = Limit(6000, "Meta: one message to the same person every 6 s", "2026-11-21")
PERSON_BURST = Limit(5, "our own: Meta lets 45 be borrowed and then blocks (131056)", "2026-11-21")
HELD_BACK_MS = Limit(
    75 * 60 * 1000,
    "Meta, template pacing: 99 of 100 messages that are held for a look at their template's"
    " quality are let go or dropped (132015) within an hour; a quarter more is our own",
    "2026-11-21",
)
_TIERS = "Meta: messaging limits, people outside their window in a moving day, of the portfolio"
PORTFOLIO_TIERS: Mapping[str, Limit] = {
    name: Limit(people, _TIERS, "2026-11-22")
    for name, people in (
        ("TIER_50", 50),
        ("TIER_250", 250),
        ("TIER_1K", 1_000),
        ("TIER_2K", 2_000),
        ("TIER_10K", 10_000),
        ("TIER_100K", 100_000),
        ("TIER_UNLIMITED", 2**53),
    )
}
PORTFOLIO_UNTOLD = Limit(
    250, "Meta: every portfolio begins with 250; it holds until WhatsApp tells more", "2026-11-22"
)
PUT_OFF_GRACE_MS = Limit(
    60 * 1000,
    "our own: what WhatsApp put off still fits this long after the wait it asked for",
    "2026-11-22",
)
AUTOMATIC_PER_HOUR = Limit(6, "our own: bots that talk to bots must end", "2026-11-21")
AUTOMATIC_RUN = Limit(
    2, "our own: never a third automatic message without a word back", "2026-11-21"
)
SILENCE_MINUTES = Limit(
    240, "our own: nothing from anybody in four business hours is worth a look", "2026-11-22"
)


def _ends(version: str, at: int) -> Limit:
    return Limit(at, f"Meta, docs/graph-api/changelog: when {version} ends", "2026-11-21")


GRAPH_ENDS: Mapping[str, Limit] = {
    version: _ends(version, at)
    for version, at in (
        ("v20.0", 1_790_208_000_000),
        ("v21.0", 1_800_489_600_000),
        ("v22.0", 1_810_771_200_000),
        ("v23.0", 1_822_953_600_000),
        ("v24.0", 1_834_444_800_000),
        ("v25.0", 1_848_441_600_000),
    )
}
"""When each version of the Graph API stops answering; one that is not here, Meta has not said."""
GRAPH_PLAN_DAYS = Limit(180, "our own: half a year to plan the next version", "2026-11-22")
GRAPH_WARN_DAYS = Limit(90, "our own: three months to move to the next version", "2026-11-22")
GRAPH_ACT_DAYS = Limit(30, "our own: a month is the last moment for an upgrade", "2026-11-22")

# From when on something needs a look, or acting: for `domain.lights`.
BACKUP_CHECK_MS = Limit(26 * HOUR, "our own: once a day, and two hours to spare", "2026-11-22")
BACKUP_ACT_MS = Limit(3 * DAY, "our own: three days of chats would be lost", "2026-11-22")
DISK_CHECK_BYTES = Limit(2_000_000_000, "our own: days, not hours, are left", "2026-11-22")
DISK_ACT_BYTES = Limit(
    200_000_000, "our own: the journal must never meet a full disk", "2026-11-22"
)
LAG_CHECK_MS = Limit(10 * SECOND, "our own: a page is then behind the phone", "2026-11-22")
LAG_ACT_MS = Limit(60 * SECOND, "our own: whoever folds stands still", "2026-11-22")
ECHO_CHECK_MS = Limit(30 * SECOND, "our own: Meta delivers echoes within seconds", "2026-11-22")
ECHO_ACT_MS = Limit(10 * MINUTE, "our own: the team answers what was answered", "2026-11-22")
WAIT_CHECK_MS = Limit(
    4 * HOUR, "our own, as long as no objective and no opening hours are set", "2026-11-22"
)
WAIT_ACT_MS = Limit(
    24 * HOUR, "Meta: free-form messages end 24 h after the customer's last", "2026-11-21"
)
HELD_CHECK_MS = Limit(MINUTE, "our own: the pace holds for seconds, not for minutes", "2026-11-22")
ERRORS_CHECK_PERCENT = Limit(1, "our own: the gate of the pilot", "2026-11-22")
ERRORS_ACT_PERCENT = Limit(3, "our own: automations hold themselves at this", "2026-11-22")
ERRORS_ACT_COUNT = Limit(3, "our own: one failed message of ten is not a trend", "2026-11-22")
TOKEN_CHECK_MS = Limit(
    14 * DAY, "our own; Meta's sign-up template gives a token 60 days", "2026-11-21"
)
TOKEN_ACT_MS = Limit(2 * DAY, "our own: over a weekend nobody renews a token", "2026-11-22")
REPORT_OLD_MS = Limit(26 * HOUR, "our own: what WhatsApp said a day ago is not known", "2026-11-22")
PHONE_CHECK_MS = Limit(
    7 * DAY, "our own: half of the time that WhatsApp gives an unused phone", "2026-11-21"
)
PHONE_ACT_MS = Limit(
    12 * DAY,
    "Meta: PRIMARY_INACTIVITY, about 14 days; partners say 13. Neither is promised",
    "2026-11-21",
)
