"""From when on something needs a look, or acting: dated data with a source, for `domain.lights`."""

from saath.domain.limits import Limit

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

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
