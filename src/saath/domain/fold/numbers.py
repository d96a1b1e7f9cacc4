"""Fold what was said about numbers, accounts, templates and syncs: each becomes a notice, once.

The ledger of the sync is read off these notices (`domain.ledger`). What decides whether a number may send is kept as a state besides (`domain.number_state`).
"""

import json
from dataclasses import replace

from saath.domain.facts.linking import LinkFact, SyncAlarmed, SyncAnswered, SyncAsked
from saath.domain.facts.numbers import (
    AccountChanged,
    ErrorReported,
    HistoryDeclined,
    HistoryProgressed,
    NumberChanged,
    NumberFact,
    TemplateChanged,
)
from saath.domain.facts.unrecognized import Unrecognized
from saath.domain.identity import digits
from saath.domain.ids import digest, notice_id
from saath.domain.notice import Notice, Subject
from saath.domain.number_state import NumberState, limited, linked, live_on
from saath.domain.policy import HOUR_MS, Number, Policy
from saath.domain.states import Draft

HISTORY, SYNC = "history", "sync"
"""The `what` of notices that the ledger reads."""
OF_A_LINK = '{"linked_at": '
"""How the details of these begin, and no other's: what could not be read may bear the same `what`."""
HEARD = "heard"
"""The event of the first entry of the phone book that WhatsApp told for a link."""


def fold_number(draft: Draft, fact: NumberFact, policy: Policy, now: int) -> None:
    """Join one fact about a number or an account; what has no time of Meta's happened by now."""
    if isinstance(fact, HistoryProgressed | HistoryDeclined):
        _note_sync(draft, fact, policy, now)
        return
    note(draft, _told(fact), policy)
    if isinstance(fact, AccountChanged):
        before = draft.number(fact.account_id)
        _keep(draft, before, live_on(before, fact.event, fact.detail, fact.at or now))
    if isinstance(fact, AccountChanged | NumberChanged):
        for account_id in _concerned(fact, policy):
            known = draft.number(account_id)
            _keep(draft, known, limited(known, fact.detail, fact.at or now))


def _concerned(fact: AccountChanged | NumberChanged, policy: Policy) -> set[str]:
    """The accounts of the numbers that this is about; a portfolio is about all of its numbers."""
    if isinstance(fact, AccountChanged):
        owners = {fact.account_id} - {""}
        return {n.waba_id for n in policy.numbers if owners & {n.waba_id, n.portfolio_id}}
    return {
        number.waba_id
        for number in policy.numbers
        if number.phone_number_id == fact.phone_number_id
        or digits(number.display_phone_number) == digits(fact.display_phone_number) != ""
    }


def fold_registry(draft: Draft, policy: Policy) -> None:
    """A number that a policy says was linked has come back from whatever removed it before."""
    for number in policy.numbers:
        if number.linked_at:
            before = draft.number(number.waba_id)
            _keep(draft, before, linked(before, number.linked_at))


def fold_linking(draft: Draft, fact: LinkFact, policy: Policy) -> None:
    """What we asked of WhatsApp for a link, and what came of it."""
    at, event, more = _linking(fact)
    detail = _of_link(fact.linked_at, sync=fact.sync, **more)
    note(draft, Notice("", "number", fact.phone_number_id, at, SYNC, event, detail), policy)


def _linking(fact: LinkFact) -> tuple[int, str, dict[str, object]]:
    match fact:
        case SyncAsked(at=at):
            return at, "asked", {}
        case SyncAnswered(at=at, kind=kind, request_id=request, code=code):
            return at, kind, {"code": code, "request_id": request}
        case SyncAlarmed(hours=hours):
            return fact.linked_at + hours * HOUR_MS, "alarm", {"hours": hours}


def _note_sync(
    draft: Draft, fact: HistoryProgressed | HistoryDeclined, policy: Policy, now: int
) -> None:
    """Meta stamps no history delivery: its time is when it first came, its name is of its link."""
    number = policy.number(fact.phone_number_id)
    linked_at = number.linked_at if number else 0
    told = _told(fact)
    detail = _of_link(linked_at, told=json.loads(told.detail))
    _note_first(draft, replace(told, at=0, detail=detail), now, policy)


def note_contacts(draft: Draft, number: Number, now: int, policy: Policy) -> None:
    """WhatsApp told an entry of the phone book: the ledger wants to know since when it does."""
    detail = _of_link(number.linked_at, sync="contacts")
    told = Notice("", "number", number.phone_number_id, 0, SYNC, HEARD, detail)
    _note_first(draft, told, now, policy)


def _of_link(linked_at: int, **said: object) -> str:
    return json.dumps({"linked_at": linked_at} | said)


def _note_first(draft: Draft, named: Notice, at: int, policy: Policy) -> None:
    """Keep a notice that is named without its time, under the earliest time it was told for."""
    key = _key(named, policy)
    known = draft.notice(key)
    if known is None or at < known.at:
        draft.changes.notices[key] = replace(named, id=key, at=at)


def _keep(draft: Draft, before: NumberState, after: NumberState) -> None:
    if after != before:
        draft.changes.numbers[after.account_id] = after


def _told(fact: NumberFact) -> Notice:
    match fact:
        case HistoryProgressed():
            event = f"phase {fact.phase}, chunk {fact.chunk_order}, {fact.progress} %"
            detail = json.dumps({
                "phase": fact.phase, "chunk_order": fact.chunk_order,
                "progress": fact.progress, "messages": fact.messages,
            })  # fmt: skip
            return Notice("", "number", fact.phone_number_id, 0, HISTORY, event, detail)
        case HistoryDeclined(phone_number_id=number, detail=detail):
            return Notice("", "number", number, 0, HISTORY, "declined", detail)
        case NumberChanged():
            number = fact.phone_number_id or fact.display_phone_number
            return Notice("", "number", number, fact.at, fact.what, fact.event, fact.detail)
        case AccountChanged() | TemplateChanged():
            account = fact.account_id
            return Notice("", "account", account, fact.at, fact.what, fact.event, fact.detail)
        case ErrorReported(phone_number_id=number, detail=detail):
            return Notice("", "number", number, fact.at, "error", str(fact.code), detail)


def note_unrecognized(draft: Draft, fact: Unrecognized, policy: Policy) -> None:
    """Show what could not be read on its number or account, else to the operator."""
    subject: Subject = "operator"
    subject_id = ""
    if fact.phone_number_id:
        subject, subject_id = "number", fact.phone_number_id
    elif fact.account_id:
        subject, subject_id = "account", fact.account_id
    told = Notice("", subject, subject_id, fact.at, fact.field, fact.reason, fact.raw)
    note(draft, told, policy)


def note(draft: Draft, told: Notice, policy: Policy) -> None:
    """Keep a notice under the digest of everything it says, so that twice is once."""
    key = _key(told, policy)
    if draft.notice(key) is None:
        draft.changes.notices[key] = replace(told, id=key)


def _key(told: Notice, policy: Policy) -> str:
    return notice_id(
        policy.business,
        told.subject,
        told.subject_id,
        told.what,
        told.event,
        str(told.at),
        digest(told.detail),
    )
