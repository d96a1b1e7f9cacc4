"""Fold what was said about numbers, accounts and templates: each becomes a notice, once.

What decides whether a number may send is kept as a state besides (`domain.number_state`).
"""

from dataclasses import replace

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
from saath.domain.ids import digest, notice_id
from saath.domain.notice import Notice, Subject
from saath.domain.number_state import live_on
from saath.domain.policy import Policy
from saath.domain.states import Draft


def fold_number(draft: Draft, fact: NumberFact, policy: Policy) -> None:
    """Join one fact about a number or an account."""
    note(draft, _told(fact), policy)
    if isinstance(fact, AccountChanged):
        before = draft.number(fact.account_id)
        after = live_on(before, fact.event, fact.detail, fact.at)
        if after != before:
            draft.changes.numbers[after.account_id] = after


def _told(fact: NumberFact) -> Notice:
    match fact:
        case HistoryProgressed():
            event = f"phase {fact.phase}, chunk {fact.chunk_order}, {fact.progress} %"
            detail = f'{{"messages":{fact.messages}}}'
            return Notice("", "number", fact.phone_number_id, 0, "history", event, detail)
        case HistoryDeclined(phone_number_id=number, detail=detail):
            return Notice("", "number", number, 0, "history", "declined", detail)
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
    key = notice_id(
        policy.business,
        told.subject,
        told.subject_id,
        told.what,
        told.event,
        str(told.at),
        digest(told.detail),
    )
    if draft.notice(key) is None:
        draft.changes.notices[key] = replace(told, id=key)
