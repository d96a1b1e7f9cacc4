"""What a sign of the lights means to a person: one sentence, and what mends it.

Data only, translated when it is shown. Which sign stands when is decided in `domain.lights`. A
remedy ends with a command or names a page; `place` is the page where the evidence is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from saath.domain.lights import LightName, Sign, State

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
ZONE = ZoneInfo("Asia/Kolkata")

LIGHT_WORDS: Mapping[LightName, str] = {
    "kept": _("Chats kept"),
    "flowing": _("Replies flowing"),
    "number": _("Number healthy"),
}
STATE_WORDS: Mapping[State, str] = {
    "green": _("fine"),
    "check": _("check"),
    "act": _("act now"),
    "unknown": _("not known"),
    "quiet": _("nothing to measure"),
}

_BACK_UP = _("Take one: saath backup --verify --data DIR --to FILE")
_DOCTOR = _("See what mends it: saath doctor --data DIR")
_PHONE = _("Open WhatsApp Business on the phone, with the internet on.")
_META = _("The owner settles it in Meta Business Suite.")
_LINK = _("Ask WhatsApp again: saath doctor --only graph --data DIR")
_FIX_HOOK = _("Subscribe again: saath doctor --fix --only webhook --data DIR")

_WORDS: Mapping[str, tuple[str, str]] = {
    "journal.writable": (_("What WhatsApp sends is written down before anything else."), ""),
    "journal.unknown": (_("Whether the journal can be written is not known here."), _DOCTOR),
    "journal.readonly": (
        _("The journal cannot be written: WhatsApp's messages are refused and come again later."),
        _DOCTOR,
    ),
    "journal.unreachable": (_("The journal cannot be reached: no message comes in."), _DOCTOR),
    "journal.behind": (
        _("The journal lost records that the pages still show. What comes in is not shown."),
        _("Stop Saath and restore the whole backup; do not fold the tables anew."),
    ),
    "journal.damaged": (
        _("A record of the journal is not what was written. What came after it is not shown."),
        _("Restore the last verified backup beside it and compare: saath restore --verify"),
    ),
    "disk.enough": (_("%(free_bytes)s are free on the disk."), ""),
    "disk.elsewhere": (_("The database keeps its own disk; look there."), ""),
    "disk.low": (_("Only %(free_bytes)s are free on the disk."), _("Make room, or move to a larger disk.")),
    "disk.full": (
        _("The disk is nearly full (%(free_bytes)s free): soon no message can be kept."),
        _("Make room now."),
    ),
    "backup.fresh": (_("The last backup is %(age_ms)s old, and it was read again whole."), ""),
    "backup.none": (_("There is no backup yet: a broken disk would lose every chat."), _BACK_UP),
    "backup.old": (_("The last backup is %(age_ms)s old."), _BACK_UP),
    "backup.unverified": (
        _("The last backup was never read again, so nobody knows whether it is whole."),
        _BACK_UP,
    ),
    "ledger.whole": (_("The history from the phone came over without gaps."), ""),
    "ledger.unknown": (
        _("Whether the history from the phone came over whole is not known."),
        _("Look at Move > Sync once the number is linked."),
    ),
    "ledger.gaps": (_("Open gaps in the history from the phone: %(count)s."), _("Fill them with exported chats.")),
    "parked.none": (_("Every message found its place in a chat."), ""),
    "parked.unknown": (_("Whether a chat is stuck is not known here."), _DOCTOR),
    "parked.some": (
        _("Chats that stand still, for they hold something that could not be processed: %(count)s."),
        _("See Unplaced, then tell whoever runs this server."),
    ),
    "lag.none": (_("What arrives is shown at once."), ""),
    "lag.unknown": (_("How far the pages are behind is not known here."), _DOCTOR),
    "lag.behind": (
        _("The pages are %(lag_ms)s behind what WhatsApp sent."),
        _("Look at the worker: saath doctor --only worker --data DIR"),
    ),
    "echo.none": (_("Nothing was written on the phone lately, so there is nothing to measure."), ""),
    "echo.quick": (_("What is written on the phone appears within %(lag_ms)s."), ""),
    "echo.slow": (
        _("What was written on the phone took %(lag_ms)s to appear: two people may answer one customer."),
        _("Look at the phone before you answer."),
    ),
    "wait.none": (_("Nobody waits for an answer."), ""),
    "wait.within": (_("The longest wait is %(waited_ms)s, within the target."), ""),
    "wait.over": (_("Somebody has waited for %(waited_ms)s."), _("Answer the first chat of the inbox.")),
    "wait.closed": (
        _("Somebody has waited for %(waited_ms)s; free answers by Saath have ended there."),
        _("Answer from the phone."),
    ),
    "errors.quiet": (_("Saath sent nothing in the last hour."), ""),
    "errors.none": (_("Every message of the last hour was taken: %(sent)s."), ""),
    "errors.some": (
        _("%(failed)s of %(sent)s messages of the last hour failed."),
        _("Open one of them: it says why and what to do."),
    ),
    "held.none": (_("No message is held back."), ""),
    "held.passing": (_("Messages held back for a moment, or by the pause: %(count)s."), ""),
    "held.long": (_("Messages held back: %(count)s."), _("Each says in its chat what it waits for.")),
    "doubt.none": (_("Of everything that was sent it is known what became of it."), ""),
    "doubt.some": (
        _("Of %(count)s messages nobody knows yet whether WhatsApp took them. They are not sent twice."),
        _("Look on the phone before you send one again."),
    ),
    "life.active": (_("The number is linked and may send."), ""),
    "life.unknown": (_("WhatsApp has not said yet whether this number may send."), _LINK),
    "life.apart": (_("WhatsApp says that this number is not connected to the app and to Saath together."), _LINK),
    "life.suspended": (
        _("WhatsApp suspended the link: the phone was changed or reset. Messages wait."),
        _PHONE,
    ),
    "life.removed": (_("The number was disconnected on the phone. Nothing is sent or received."), _("Link it again.")),
    "life.restricted": (_("WhatsApp restricted this number."), _META),
    "life.banned": (_("WhatsApp disabled this account."), _META),
    "life.limited": (_("WhatsApp lets this number answer nobody until %(until_at)s."), _META),
    "phone.seen": (_("The phone last wrote %(away_ms)s ago."), ""),
    "phone.never": (_("Nothing written on the phone was seen yet, so nobody knows whether it is online."), _PHONE),
    "phone.away": (
        _("No sign of life from the phone for %(away_ms)s. After about 14 days WhatsApp ends the link."),
        _PHONE,
    ),
    "asked.nowhere": (
        _("This number speaks to nobody: no address of WhatsApp was given."),
        _("Give one: saath init --graph-url URL --graph-token-file FILE --data DIR"),
    ),
    "asked.never": (_("WhatsApp was not asked about this number yet."), _LINK),
    "asked.old": (_("What WhatsApp said of this number is more than a day old."), _LINK),
    "asked.failed": (_("WhatsApp did not answer when asked about this number."), _LINK),
    "token.valid": (_("WhatsApp accepts our permission to send."), ""),
    "token.endless": (_("Our permission to send does not end."), ""),
    "token.lives": (_("Our permission to send lasts for %(left_ms)s."), ""),
    "token.unknown": (_("How long our permission to send lasts is not known."), _LINK),
    "token.ends": (_("Our permission to send ends in %(left_ms)s; then nothing can be sent."), _("Link the number again to renew it.")),
    "token.refused": (_("WhatsApp refuses our permission to send. Nothing can be sent."), _("Link the number again to renew it.")),
    "quality.green": (_("WhatsApp rates the number's quality as high."), ""),
    "quality.check": (_("WhatsApp rates the number's quality as medium: people block or report it."), _("Send fewer offers.")),
    "quality.act": (_("WhatsApp rates the number's quality as low: it may be restricted."), _("Stop sending offers.")),
    "quality.unknown": (_("WhatsApp has no rating of the number's quality."), ""),
    "limit.known": (_("Messaging limit: %(tier)s. It counts people whom you write to first, by template."), ""),
    "limit.unknown": (_("The number's messaging limit is not known."), _LINK),
    "payment.yes": (_("WhatsApp can charge the account."), ""),
    "payment.no": (_("WhatsApp cannot charge the account: paid messages are refused."), _META),
    "payment.unknown": (_("Whether WhatsApp can charge the account is not known."), _META),
    "hook.yes": (_("WhatsApp sends everything that happens to this server."), ""),
    "hook.no": (_("WhatsApp sends nothing to this server."), _FIX_HOOK),
    "hook.none": (_("WhatsApp sends nothing to this server: no message would appear."), _FIX_HOOK),
    "hook.missing": (_("WhatsApp does not send: %(fields)s. Replies from the phone may be missing."), _FIX_HOOK),
    "hook.unknown": (_("Whether WhatsApp sends everything to this server is not known."), _LINK),
    "condition.subscription_lost": (_("WhatsApp does not tell our app what concerns this number."), _META),
    "condition.token_refused": (_("WhatsApp does not accept the permission of this number any more."), _META),
    "condition.sending_blocked": (_("WhatsApp lets this number send nothing (%(evidence)s)."), _META),
    "condition.webhooks_silent": (_("WhatsApp has sent nothing for %(evidence)s."), _DOCTOR),
    "condition.graph_version_ending": (_("The version of Meta's API that Saath speaks %(evidence)s."), _("Upgrade Saath.")),
    "condition.history_not_requested": (_("The old chats were not asked for yet: %(evidence)s."), _("Ask for them now: it works once, within a day of linking.")),
    "condition.contacts_not_requested": (_("The phone book was not asked for yet: %(evidence)s."), _("Ask for it now: it works once, within a day of linking.")),
    "condition.history_silent": (_("The old chats were asked for, and nothing comes: %(evidence)s."), _PHONE),
    "condition.history_partial": (_("Of the old chats only a part came: %(evidence)s."), _("Fill them with exported chats.")),
    "condition.history_expired": (_("The old chats can no longer be asked for: %(evidence)s."), _("Fill them with exported chats.")),
    "condition.contacts_silent": (_("The phone book was asked for, and nothing comes: %(evidence)s."), _PHONE),
    "condition.contacts_partial": (_("Of the phone book only a part came: %(evidence)s."), _("Import it as CSV or vCard.")),
    "condition.contacts_expired": (_("The phone book can no longer be asked for: %(evidence)s."), _("Import it as CSV or vCard.")),
    "condition.none": (_("Nothing of this kind is wrong with the number."), ""),
    "condition.other": (_("Something is wrong with the number: %(kind)s (%(evidence)s)."), _DOCTOR),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignWords:
    """A sign in words; `remedy` is empty when there is nothing to do."""

    sentence: str
    remedy: str


def words(said: str, values: Mapping[str, int | str]) -> SignWords:
    """What this sentence says in the language of the moment; unknown ones say their name."""
    sentence, remedy = _WORDS.get(said, (said, ""))
    shown = {name: _shown(name, value) for name, value in values.items()}
    return SignWords(translated(sentence) % shown if shown else translated(sentence), _tr(remedy))


def words_of(sign: Sign) -> SignWords:
    """The same for a sign."""
    return words(sign.said, dict(sign.values))


def is_known(said: str) -> bool:
    """Whether there is a sentence of this name."""
    return said in _WORDS


def light_word(name: LightName) -> str:
    """What a light is called."""
    return translated(LIGHT_WORDS[name])


def state_word(state: State) -> str:
    """What a state is called."""
    return translated(STATE_WORDS[state])


def _tr(text: str) -> str:
    return translated(text) if text else ""


def _shown(name: str, value: int | str) -> str:
    """A value as people read it: the end of its name says what it is."""
    if isinstance(value, str):
        return value
    if name.endswith("_ms"):
        return duration(value)
    if name.endswith("_bytes"):
        return f"{value / 1e9:.1f} GB"
    if name.endswith("_at"):
        at = datetime.fromtimestamp(value / 1000, UTC).astimezone(ZONE)
        hindi = (get_language() or "").startswith("hi")
        return format_date(at, "d MMM y", locale="hi" if hindi else "en_IN")
    return str(value)


def duration(ms: int) -> str:
    """A duration in its largest unit: 6 s, 6 m, 5 h, 3 d."""
    for unit, text in (
        (DAY_MS, _("%(n)s d")),
        (HOUR_MS, _("%(n)s h")),
        (MINUTE_MS, _("%(n)s m")),
        (1000, _("%(n)s s")),
    ):
        if ms >= unit:
            return translated(text) % {"n": ms // unit}
    return translated("%(n)s s") % {"n": f"{ms / 1000:.1f}"}
