"""What the tables know of a business's health, as `domain.evidence` wants it. Cheap: asked often.

What only the journal, the disk or WhatsApp know is added in `transition.watch`.
"""

from dataclasses import replace

import msgspec

from saath.domain.evidence import Backup, Evidence, Flow, Kept, NumberSeen, Report
from saath.domain.number_state import NumberState
from saath.domain.policy import Number
from saath.domain.reaching import Tier
from saath.queries.conversations import waits_of
from saath.queries.reading import Reading, asking, reading
from saath.store.kinds import PRIMARY, TABLES
from saath.store.load import load_accounts
from saath.store.models import Business, Connection
from saath.store.rows import sending_state
from saath.store.sightings import BACKUP, NUMBER, Seen, list_seen
from saath.store.tenancy import as_business

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS
PHONE_BACK_MS = 30 * DAY_MS
SENT_MAX = 2_000
# The longest wait is looked for among those whose last word is oldest: with more waiting than this
# somebody who wrote again lately may wait for longer still.
WAITING_LOOKED_AT = 200

_PARKED = "SELECT count(*) FROM parked WHERE business = ?"
_OUTBOX = """SELECT stage, CASE WHEN held = '' THEN 0 ELSE 1 END AS is_held, count(*),
    MIN(created_at) FROM outbox WHERE business = ? GROUP BY 1, 2"""
# Both halves have an index: conversations by their last message, messages by their thread.
_SENT = """SELECT m.sending, m.receipts FROM conversation c JOIN message m
    ON m.business = c.business AND m.person = c.person AND m.phone_number_id = c.phone_number_id
    WHERE c.business = ? AND c.last_at > ? AND m.at > ? AND m.direction = 'out'
    AND m.sending <> '' LIMIT ?"""
# `answered` is the last live word of a person on the phone, so it is the phone's sign of life. It
# is never later than `last_at`: what is found among the newest chats is nearly always the latest.
_PHONE_NEWEST = """SELECT phone_number_id, MAX(answered_at), MIN(last_at) FROM (
    SELECT phone_number_id, answered_at, last_at FROM conversation WHERE business = ?
    AND last_at > ? ORDER BY last_at DESC LIMIT 300) AS newest GROUP BY phone_number_id"""
_PHONE = """SELECT MAX(answered_at) FROM conversation
    WHERE business = ? AND phone_number_id = ? AND last_at > ?"""
_CURSORS = "SELECT lane, position FROM cursor WHERE business = ?"


def read_evidence(business: str, now: int) -> Evidence:
    """Everything that tables know; the rest is None or its default."""
    founded_at, wired, seen = _primary(business)
    speaks = {number.phone_number_id: said for number, said in wired}
    with reading(business, now) as read:
        accounts = load_accounts(business, TABLES)
        registered = {n.phone_number_id for n in read.policy.numbers}
        unfolded = (n for n, _said in wired if n.phone_number_id not in registered)
        known = (*read.policy.numbers, *unfolded)
        numbers = [_number(read, n, accounts, speaks, seen) for n in known]
        phones = _phones(read)
        return Evidence(
            Kept(
                founded_at=founded_at,
                backup=_backup(seen.get(BACKUP)),
                parked=read.database.select(_PARKED, (business,))[0][0],
            ),
            _flow(read),
            tuple(replace(n, phone_seen_at=phones.get(n.phone_number_id) or 0) for n in numbers),
        )


def read_cursors(business: str) -> dict[str, int]:
    """How far each lane of the business is folded."""
    with reading(business, 0) as read:
        return dict(read.database.select(_CURSORS, (business,)))


def list_tiers(business: str) -> dict[str, Tier]:
    """The messaging limit of each number as WhatsApp told it when it was asked last."""
    with as_business(business, PRIMARY, reads=True):
        seen = list_seen(business)
    reports = {subject: decode_report(one) for subject, one in seen.items()}
    return {
        subject.removeprefix(NUMBER): (report.tier, report.at)
        for subject, report in reports.items()
        if subject.startswith(NUMBER) and report
    }


def decode_report(seen: Seen | None) -> Report | None:
    """The kept answer of WhatsApp; None for none, and for one of a later release."""
    if seen is None:
        return None
    try:
        return msgspec.json.decode(seen.body, type=Report)
    except msgspec.MsgspecError:
        return None


def _primary(business: str) -> tuple[int, list[tuple[Number, bool]], dict[str, Seen]]:
    """When it was founded, its connected numbers and whether each speaks, what was observed."""
    with as_business(business, PRIMARY, reads=True):
        founded = Business.objects.using(PRIMARY).filter(business=business)
        created = founded.values_list("created_at", flat=True).first()
        rows = Connection.objects.using(PRIMARY).filter(business=business)
        columns = ("phone_number_id", "waba_id", "portfolio_id", "graph_url")
        wired = [(Number(*ids), bool(url)) for *ids, url in rows.values_list(*columns)]
        return created or 0, wired, list_seen(business)


def _backup(seen: Seen | None) -> Backup | None:
    if seen is None:
        return None
    told = msgspec.json.decode(seen.body)
    return Backup(seen.at, bool(told.get("verified")))


def _number(
    read: Reading,
    number: Number,
    accounts: dict[str, NumberState],
    speaks: dict[str, bool],
    seen: dict[str, Seen],
) -> NumberSeen:
    state = accounts.get(number.waba_id) or NumberState(number.waba_id)
    return NumberSeen(
        number.phone_number_id,
        number.display_phone_number,
        speaks.get(number.phone_number_id, False),
        state.life if state.at else None,
        state.at,
        state.no_replies_until if state.no_replies_until > read.now else 0,
        number.linked_at,
        0,
        decode_report(seen.get(f"{NUMBER}{number.phone_number_id}")),
    )


def _phones(read: Reading) -> dict[str, int]:
    """When each number's phone last wrote, within a month."""
    since = read.now - PHONE_BACK_MS
    newest = read.database.select(_PHONE_NEWEST, (read.business, since))
    found = {number: wrote for number, wrote, oldest in newest if wrote >= oldest}
    for number in {n.phone_number_id for n in read.policy.numbers} - found.keys():
        # A chat further down may know better.
        rows = read.database.select(_PHONE, (read.business, number, since))
        found[number] = rows[0][0] or 0
    return found


def _flow(read: Reading) -> Flow:
    waits = waits_of(read, asking(read, WAITING_LOOKED_AT)).values()
    sent, failed = _sent(read)
    held = doubtful = held_since = 0
    for stage, is_held, count, since in read.database.select(_OUTBOX, (read.business,)):
        if stage == "queued" and is_held:
            held, held_since = count, since
        elif stage == "unconfirmed":
            doubtful += count
    return Flow(
        waiting_since=min(waits, default=0),
        sent=sent,
        failed=failed,
        held=held,
        held_since=held_since,
        doubtful=doubtful,
        paused=read.policy.pause is not None,
    )


def _sent(read: Reading) -> tuple[int, int]:
    """How many messages of ours the last hour saw, and how many of them failed."""
    since = read.now - HOUR_MS
    rows = read.database.select(_SENT, (read.business, since, since, SENT_MAX))
    ended = [(sending_state(sending).progress, receipts) for sending, receipts in rows]
    told = [(progress, receipts) for progress, receipts in ended if progress]
    failed = [1 for progress, said in told if progress == "failed" or '"failed"' in said]
    return len(told), len(failed)
