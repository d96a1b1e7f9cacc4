"""What a record says to one business. Total: whatever came from outside gives facts.

A delivery may speak of several businesses; each has a record with the whole body and takes its
own facts from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from saath.domain.facts import (
    AccountChanged,
    AttemptMade,
    Fact,
    NumberChanged,
    PolicyPublished,
    TemplateChanged,
)
from saath.domain.facts.unrecognized import Unrecognized
from saath.domain.identity import digits
from saath.domain.policy import Policy
from saath.journal import Record
from saath.journal.formats import upcast
from saath.store.bodies import (
    SliceDue,
    decode_request,
    decode_timer,
    read_attempt,
    read_outcome,
)
from saath.store.imports import import_facts
from saath.store.policies import decode_policy
from saath.whatsapp.parse import parse


def facts(record: Record, policy: Policy) -> list[Fact]:
    """Return the facts of this record that concern the business of the policy, in their order."""
    match record.kind:
        case "delivery":
            return _own(parse(record.body), policy)
        case "import":
            return [*import_facts(upcast(record).body)]
        case _:
            return _of_ours(upcast(record))


def _of_ours(record: Record) -> list[Fact]:
    """What a record of our own kinds says; `FormatTooNew` for one of a later release."""
    match record.kind:
        case "request":
            return [decode_request(record.body)]
        case "attempt":
            return [read_attempt(record.body)]
        case "outcome":
            return [read_outcome(record.body)]
        case "policy":
            published = replace(decode_policy(record.body), business=record.business)
            return [PolicyPublished(published)]
        case _:
            timer = decode_timer(record.body)
            return [] if isinstance(timer, SliceDue) else [timer]


def slice_due(record: Record) -> tuple[int, int] | None:
    """Return up to where the bulk lane is folded before this record, if the record says so."""
    if record.kind != "timer":
        return None
    timer = decode_timer(upcast(record).body)
    return (timer.position, timer.part) if isinstance(timer, SliceDue) else None


@dataclass(frozen=True, slots=True)
class _Ids:
    """What names a business to WhatsApp."""

    numbers: frozenset[str]
    displays: frozenset[str]
    accounts: frozenset[str]


def _own(parsed: list[Fact], policy: Policy) -> list[Fact]:
    """Leave out what names only somebody else.

    When nothing at all is ours, the registry is behind: then everything stays, and is shown.
    """
    told = {getattr(fact, "phone_number_id", "") for fact in parsed}
    if all(map(policy.number, told)):
        return parsed
    ids = _ids(policy)
    own = [fact for fact in parsed if _concerns(fact, ids)]
    return own or parsed


def _ids(policy: Policy) -> _Ids:
    accounts: Iterable[str] = (i for n in policy.numbers for i in (n.waba_id, n.portfolio_id))
    return _Ids(
        frozenset(number.phone_number_id for number in policy.numbers),
        frozenset(digits(number.display_phone_number) for number in policy.numbers),
        frozenset(accounts),
    )


def _concerns(fact: Fact, ids: _Ids) -> bool:
    """Whether a fact is this business's: by number, else by account; nameless is everybody's."""
    match fact:
        case AccountChanged() | TemplateChanged():
            return not fact.account_id or fact.account_id in ids.accounts
        case NumberChanged(phone_number_id=""):
            display = digits(fact.display_phone_number)
            return not display or display in ids.displays
        case Unrecognized(phone_number_id=""):
            return not fact.account_id or fact.account_id in ids.accounts
        case PolicyPublished() | AttemptMade():
            return True  # of our own doing: no delivery says it
        case _:
            return not fact.phone_number_id or fact.phone_number_id in ids.numbers
