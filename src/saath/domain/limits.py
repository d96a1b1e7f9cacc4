"""Limits that Meta, the law or we ourselves set: dated data with a source, never buried in a rule.

A limit changes by a new row here (and later by a policy), not by an edit of the rule that reads it.
"""

from dataclasses import dataclass


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
PUT_OFF_GRACE_MS = Limit(
    60 * 1000,
    "our own: what WhatsApp put off still fits this long after the wait it asked for",
    "2026-11-22",
)
AUTOMATIC_PER_HOUR = Limit(6, "our own: bots that talk to bots must end", "2026-11-21")
AUTOMATIC_RUN = Limit(
    2, "our own: never a third automatic message without a word back", "2026-11-21"
)
PHONE_AWAY_ENDS_DAYS = Limit(
    14,
    "Meta, account_update PRIMARY_INACTIVITY: the link ends about 14 days after the app was last"
    " online",
    "2026-11-21",
)
PHONE_AWAY_WARN_DAYS = Limit(7, "our own: half of Meta's 14 days", "2026-11-21")
TOKEN_WARN_DAYS = Limit(14, "our own: time to sign in again before the token ends", "2026-11-22")
SILENCE_MINUTES = Limit(
    240, "our own: nothing from anybody in four business hours is worth a look", "2026-11-22"
)
GRAPH_VERSION_ENDS = Limit(
    1_848_441_600_000, "Meta, Graph API changelog: v25.0 ends 29 July 2028", "2026-11-21"
)
GRAPH_WARN_DAYS = Limit(90, "our own: three months to move to the next version", "2026-11-22")
